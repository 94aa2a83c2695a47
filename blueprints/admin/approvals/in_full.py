"""Where a difference that is too long for the approval's page is shown in full."""

from flask import url_for

from models.access.permissions import Permission
from models.access.viewer import Viewer
from models.approvals.approval import Approval, ApprovalKind

_PAGES = {
    ApprovalKind.PUBLISH_TEXT: ("texts.proposal", Permission.TEXT_PUBLISH),
    ApprovalKind.PUT_GRANTS_IN_FORCE: ("editions.proposal", Permission.GRANTS_LOOK),
}


def in_full_url(approval: Approval, viewer: Viewer) -> str:
    """The page with the whole difference, for whoever may open it; empty where there is none."""
    endpoint, permission = _PAGES.get(approval.kind, ("", None))
    return url_for(endpoint, number=approval.id) if permission in viewer.permissions else ""
