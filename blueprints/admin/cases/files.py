"""Files of a case: adding one, and taking one away. They are handed out to be saved, and never shown."""

from functools import partial
from typing import IO

from flask import Response, url_for

from blueprints.admin.cases.blueprint import MAY_HANDLE, MAY_LOOK, cases
from blueprints.admin.evidence_files import EvidenceForm, hand_out, keep_sent, takes_files
from blueprints.identity import current_viewer
from blueprints.rendering import render
from blueprints.unit_of_work import current_session
from models.cases import files
from models.cases.visibility import case_for, check_may_handle
from models.certifications.kept_files import KeptFiles

takes_files("cases.add_file")


@cases.get("/<int:number>/file", needs=MAY_HANDLE)
def ask_file(number: int) -> Response:
    """The form."""
    return _ask(number, EvidenceForm(formdata=None))


@cases.post("/<int:number>/file", needs=MAY_HANDLE)
def add_file(number: int) -> Response:
    """Keep it."""

    def keep(place: KeptFiles, name: str, content: IO[bytes]) -> None:
        files.add_file(current_session(), place, current_viewer(), number, name, content)

    page = url_for("cases.page", number=number)
    return keep_sent(EvidenceForm(), files.AREA, keep, partial(_ask, number), page)


@cases.get("/<int:number>/files/<int:file>", needs=MAY_LOOK)
def fetch_file(number: int, file: int) -> Response:
    """The file as it came."""
    return hand_out(files.AREA, lambda: files.fetch(current_session(), current_viewer(), number, file))


def _ask(number: int, form: EvidenceForm, status: int = 200) -> Response:
    found = case_for(current_session(), current_viewer(), number)
    check_may_handle(current_viewer(), found)
    return render("cases/file.html", status=status, case=found, form=form)
