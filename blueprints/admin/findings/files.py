"""Files of a finding: adding one, and taking one away. They are handed out to be saved, and never shown."""

from functools import partial
from typing import IO

from flask import Response, url_for

from blueprints.admin.evidence_files import EvidenceForm, hand_out, keep_sent, takes_files
from blueprints.admin.findings.blueprint import MAY_LOOK, findings
from blueprints.identity import current_viewer
from blueprints.rendering import render
from blueprints.unit_of_work import current_session
from models.assurance import finding_files, following
from models.certifications.kept_files import KeptFiles

takes_files("findings.add_file")


@findings.get("/<int:number>/file", needs=MAY_LOOK)
def ask_file(number: int) -> Response:
    """The form."""
    return _ask(number, EvidenceForm(formdata=None))


@findings.post("/<int:number>/file", needs=MAY_LOOK)
def add_file(number: int) -> Response:
    """Keep it."""

    def keep(place: KeptFiles, name: str, content: IO[bytes]) -> None:
        finding_files.add_file(current_session(), place, current_viewer(), number, name, content)

    page = url_for("findings.page", number=number)
    return keep_sent(EvidenceForm(), finding_files.AREA, keep, partial(_ask, number), page)


@findings.get("/<int:number>/files/<int:file>", needs=MAY_LOOK)
def fetch_file(number: int, file: int) -> Response:
    """The file as it came."""
    return hand_out(finding_files.AREA, lambda: finding_files.fetch(current_session(), current_viewer(), number, file))


def _ask(number: int, form: EvidenceForm, status: int = 200) -> Response:
    found = following.finding_for(current_session(), number)
    return render("findings/file.html", status=status, finding=found, form=form)
