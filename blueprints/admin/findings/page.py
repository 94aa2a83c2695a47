"""One finding with its timeline, its files, and what the reader may do."""

from flask import Response

from blueprints.admin.findings.blueprint import MAY_LOOK, findings
from blueprints.identity import current_viewer
from blueprints.rendering import render
from blueprints.unit_of_work import current_session
from models import clock
from models.access.permissions import Permission
from models.assurance import finding_files, following
from models.assurance.finding import FindingState
from models.audit.event_names import EventName


@findings.get("/<int:number>", needs=MAY_LOOK)
def page(number: int) -> Response:
    """The finding as it stands. That it was read is recorded."""
    session, viewer = current_session(), current_viewer()
    found = following.finding_for(session, number)
    following.record_in(session, EventName.FINDING_READ, viewer, found)
    handles = Permission.FINDING_HANDLE in viewer.permissions
    return render(
        "findings/page.html",
        finding=found,
        overdue=found.is_overdue(clock.today()),
        is_open=found.state is not FindingState.CLOSED,
        entries=following.timeline(session, found),
        files=finding_files.files_of(session, found),
        finishes=handles and not following.why_not_finish(viewer, found),
        confirms=not following.why_not_confirm(viewer, found),
        changes=handles and found.state is FindingState.OPEN and found.owner_id != viewer.actor.account_id,
    )
