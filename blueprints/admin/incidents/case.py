"""One case: its facts, deadlines, files and timeline; and all of it as a report on paper."""

from typing import Any

from flask import Response

from blueprints.admin.incidents.blueprint import MAY_HANDLE, incident_cases
from blueprints.admin.incidents.levers import levers_of
from blueprints.identity import current_viewer
from blueprints.incidents.showing import answer_rows
from blueprints.rendering import render
from blueprints.unit_of_work import current_session
from models import clock
from models.certifications.viewing_record import facilities_shown
from models.incidents import files, handling
from models.incidents.deadlines import deadlines_of
from models.incidents.incident import Incident
from models.incidents.seen import watched_in
from models.incidents.visibility import case_for


@incident_cases.get("/<int:number>", needs=MAY_HANDLE)
def page(number: int) -> Response:
    """The case as it stands. That it was read is recorded."""
    found = case_for(current_session(), current_viewer(), number)
    return render("incident_cases/case.html", **_shown(found, "case"), levers=[*levers_of(found)])


@incident_cases.get("/<int:number>/report", needs=MAY_HANDLE)
def paper(number: int) -> Response:
    """The report to be printed, signed and filed."""
    session, viewer = current_session(), current_viewer()
    found = case_for(session, viewer, number)
    watched = watched_in(found)
    seen = facilities_shown(session, viewer, watched) if watched else None
    return render(
        "incident_cases/paper.html", **_shown(found, "paper"), seen=seen, watched=watched, printed_at=clock.now()
    )


def _shown(found: Incident, part: str) -> dict[str, Any]:
    session, now = current_session(), clock.now()
    handling.record_reading(session, current_viewer(), found, part)
    return {
        "incident": found,
        "phase": found.state_at(now),
        "way": found.way_at(now),
        "rows": answer_rows(found.told),
        "deadlines": deadlines_of(found),
        "today": clock.today(),
        "files": files.files_of(session, found),
        "entries": handling.timeline(session, found),
    }
