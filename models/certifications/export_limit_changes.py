"""Every change of the limits of exports that was ever proposed, with what became of it (B4, policy §5)."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from models.access.viewer import Viewer
from models.accounts.account import Account, Role
from models.approvals.approval import Approval, ApprovalKind
from models.lists import ListFilter, ListSpec, from_day_to_day
from models.monitoring.approval_reading import by_proposer, by_state, told_to
from models.organisations.kinds import kinds_in_use


def limit_changes(viewer: Viewer, now: datetime) -> ListSpec[Approval]:
    """The list as it stands at a moment, as far as the viewer is told, newest first."""
    chosen = select(Approval).where(Approval.kind_code == ApprovalKind.CHANGE_EXPORT_LIMITS.value, told_to(viewer))
    limits = Approval.payload["limits"]
    proposer = select(Account.person_name).where(Account.id == Approval.proposed_by).scalar_subquery()
    return ListSpec(
        chosen.options(joinedload(Approval.proposer), joinedload(Approval.decider)),
        Approval.id,
        {
            "at": Approval.proposed_at,
            "whose": Approval.subject,
            "rows_a_file": limits["rows_a_file"].as_integer(),
            "rows_a_day": limits["rows_a_day"].as_integer(),
            "files": limits["files_in_a_while"].as_integer(),
            "proposer": proposer,
            "decided": func.coalesce(Approval.decided_at, Approval.expires_at),
        },
        (
            by_state(now),
            ListFilter(
                "kind",
                "組織の種類",
                lambda value: Approval.subject.startswith(f"export-limits:{value}:", autoescape=True),
                [(one.value, one.label) for one in kinds_in_use()],
            ),
            ListFilter(
                "role",
                "役割",
                lambda value: Approval.subject.endswith(f":{value}", autoescape=True),
                [(one.value, one.label) for one in Role],
            ),
            by_proposer(),
            *from_day_to_day(Approval.proposed_at, "この日以後の提案", "この日以前の提案"),
        ),
        descending=True,
    )
