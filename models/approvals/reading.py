"""Which approvals somebody may look at: those who manage people see all of them, everybody else their own."""

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from models.access.permissions import Permission
from models.access.viewer import Viewer
from models.approvals.approval import Approval, ApprovalKind, ApprovalState, find_approval
from models.errors import NotFound
from models.lists import ListFilter, ListSpec, equals


def approvals_of(viewer: Viewer) -> ListSpec[Approval]:
    """The list, newest first."""
    return ListSpec(
        _visible(viewer),
        Approval.id,
        {"at": Approval.proposed_at, "expires": Approval.expires_at},
        (
            ListFilter("state", "状態", equals(Approval.state_code), [(one, one.label) for one in ApprovalState]),
            ListFilter("kind", "種類", equals(Approval.kind_code), [(one, one.label) for one in ApprovalKind]),
        ),
        descending=True,
    )


def approval_for(session: Session, viewer: Viewer, number: int) -> Approval:
    """One of them. Raises ``NotFound``, for one that is not theirs to see too."""
    found = find_approval(session, number)
    if Permission.PEOPLE_LOOK not in viewer.permissions and found.proposed_by != viewer.actor.account_id:
        raise NotFound
    return found


def _visible(viewer: Viewer) -> Select[Approval]:
    statement = select(Approval).options(joinedload(Approval.proposer), joinedload(Approval.decider))
    if Permission.PEOPLE_LOOK in viewer.permissions:
        return statement
    return statement.where(Approval.proposed_by == viewer.actor.account_id)
