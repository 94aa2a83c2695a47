"""Checkpoints: what to compare a printed page with."""

from flask import Response, url_for

from blueprints.admin.audit.blueprint import MAY_LOOK, audit
from blueprints.deployment import current_settings
from blueprints.identity import current_viewer
from blueprints.rendering import render
from blueprints.unit_of_work import current_session
from models import clock
from models.audit.event_names import EventName
from models.auditing.checkpoint_sheet import checkpoint_sheet


@audit.get("/checkpoints", needs=MAY_LOOK)
def checkpoints() -> Response:
    """The latest checkpoints, to be printed and kept elsewhere; whether the trail agrees with them. Recorded."""
    sheet = checkpoint_sheet(current_session(), current_viewer(), current_settings())
    older_url = url_for("audit.index", act=EventName.CHECKPOINT_MADE.value)
    return render("audit/checkpoints.html", sheet=sheet, printed_at=clock.now(), older_url=older_url)
