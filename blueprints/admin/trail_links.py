"""The number of an event, where a page other than the trail's own names one."""

from flask import url_for

from blueprints.admin.listing import ListCell
from models.access.permissions import Permission
from models.access.viewer import Viewer


def trail_number(viewer: Viewer, number: int) -> ListCell:
    """The number, with the way to the event for whoever may look at the trail."""
    opens = Permission.TRAIL_LOOK in viewer.permissions
    return ListCell(str(number), url_for("audit.read", number=number) if opens else "")
