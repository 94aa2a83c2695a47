"""Files of an incident: adding one, and taking one away. They are handed out to be saved, and never shown."""

from functools import partial
from typing import IO

from flask import Response, url_for

from blueprints.admin.evidence_files import EvidenceForm, hand_out, keep_sent, takes_files
from blueprints.admin.incidents.blueprint import MAY_HANDLE, incident_cases
from blueprints.identity import current_viewer
from blueprints.rendering import render
from blueprints.unit_of_work import current_session
from models.certifications.kept_files import KeptFiles
from models.incidents import files
from models.incidents.visibility import case_for

takes_files("incident_cases.add_file")


@incident_cases.get("/<int:number>/file", needs=MAY_HANDLE)
def ask_file(number: int) -> Response:
    """The form."""
    return _ask(number, EvidenceForm(formdata=None))


@incident_cases.post("/<int:number>/file", needs=MAY_HANDLE)
def add_file(number: int) -> Response:
    """Keep it."""

    def keep(place: KeptFiles, name: str, content: IO[bytes]) -> None:
        files.add_file(current_session(), place, current_viewer(), number, name, content)

    page = url_for("incident_cases.page", number=number)
    return keep_sent(EvidenceForm(), files.AREA, keep, partial(_ask, number), page)


@incident_cases.get("/<int:number>/files/<int:file>", needs=MAY_HANDLE)
def fetch_file(number: int, file: int) -> Response:
    """The file as it came."""
    return hand_out(files.AREA, lambda: files.fetch(current_session(), current_viewer(), number, file))


def _ask(number: int, form: EvidenceForm, status: int = 200) -> Response:
    found = case_for(current_session(), current_viewer(), number)
    return render("incident_cases/file.html", status=status, incident=found, form=form)
