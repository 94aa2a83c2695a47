"""One case: whom it is about, what was detected, files, timeline, and what can be done."""

from flask import Response

from blueprints.admin.cases.blueprint import MAY_LOOK, cases
from blueprints.admin.cases.levers import levers_of
from blueprints.identity import current_viewer
from blueprints.rendering import render
from blueprints.unit_of_work import current_session
from models import clock
from models.access.permissions import Permission
from models.cases import files, handling
from models.cases.opening import alerts_of
from models.cases.visibility import case_for, may_handle
from models.monitoring.countries_in_use import credits_shipped
from models.monitoring.rules_in_force import label_of


@cases.get("/<int:number>", needs=MAY_LOOK)
def page(number: int) -> Response:
    """The case as it stands. That it was read is recorded."""
    session, viewer, now = current_session(), current_viewer(), clock.now()
    found = case_for(session, viewer, number)
    handling.record_reading(session, viewer, found, "case")
    alerts = alerts_of(session, found)
    is_open, may_write = found.closed_at is None, may_handle(viewer, found)
    return render(
        "cases/case.html",
        case=found,
        overdue=found.is_overdue(now),
        alerts=alerts,
        countries_credited=credits_shipped(one.rule for one in alerts),
        label_of=label_of,
        files=files.files_of(session, found),
        entries=handling.timeline(session, found),
        is_open=is_open,
        may_write=may_write,
        may_decide=may_write and is_open and Permission.CASE_DECIDE in viewer.permissions,
        levers=[*levers_of(found, viewer)] if may_write else [],
    )
