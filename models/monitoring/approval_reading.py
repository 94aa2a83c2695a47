"""Which approvals somebody may look at: those who manage people see all of them, everybody else their own.

Whoever is watched is not told of it here: neither how a case about them is to end, nor that they are to be stopped, nor
that they cannot be the second person where it is decided how people are watched. Of what they could only see that they
may not decide it, they see nothing while it waits.
"""

from datetime import datetime

from sqlalchemy import ColumnElement, Select, String, and_, cast, literal, not_, or_, select
from sqlalchemy.orm import Session, joinedload

from models.access.permissions import Permission
from models.access.viewer import Viewer
from models.accounts.account import Account
from models.approvals.approval import Approval, ApprovalKind, ApprovalState
from models.errors import NotFound
from models.lists import ListFilter, ListSpec, contains, equals
from models.monitoring.alert_reading import is_in_question
from models.organisations.organisation import Organisation

_HOW_PEOPLE_ARE_WATCHED = (ApprovalKind.CHANGE_RULES.value, ApprovalKind.CHANGE_EXPORT_LIMITS.value)


def approvals_of(viewer: Viewer, now: datetime) -> ListSpec[Approval]:
    """The list as it stands at a moment, newest first."""
    return ListSpec(
        _visible(viewer),
        Approval.id,
        {"at": Approval.proposed_at, "expires": Approval.expires_at},
        (
            by_state(now),
            ListFilter("kind", "種類", equals(Approval.kind_code), [(one, one.label) for one in ApprovalKind]),
            by_proposer(),
            ListFilter("subject", "対象の氏名・ID・組織", _about),
        ),
        descending=True,
    )


def by_state(now: datetime) -> ListFilter:
    """The condition on the state at a moment: what is over by the clock is, whether anybody has tidied or not."""
    waits, stored = ApprovalState.PROPOSED.value, Approval.state_code
    over = and_(stored == waits, Approval.expires_at <= now)

    def condition(value: str) -> ColumnElement[bool]:
        if value == ApprovalState.EXPIRED:
            return or_(stored == value, over)
        return and_(stored == value, not_(over))

    return ListFilter("state", "状態", condition, [(one.value, one.label) for one in ApprovalState])


def by_proposer() -> ListFilter:
    """The condition on who proposed it."""
    people = contains(Account.person_name, Account.login_id)
    return ListFilter(
        "proposer",
        "提案した人の氏名・ID",
        lambda text: Approval.proposed_by.in_(select(Account.id).where(people(text))),
    )


def _about(text: str) -> ColumnElement[bool]:
    """What an act is about is kept as ``account:12``: looked for by the names behind the numbers."""
    people = select(literal("account:").concat(cast(Account.id, String))).where(
        contains(Account.person_name, Account.login_id)(text)
    )
    places = select(literal("organisation:").concat(cast(Organisation.id, String))).where(
        contains(Organisation.name)(text)
    )
    return or_(Approval.subject.in_(people), Approval.subject.in_(places), contains(Approval.subject)(text))


def approval_for(session: Session, viewer: Viewer, number: int) -> Approval:
    """One of them. Raises ``NotFound``, for one that is not theirs to see too."""
    chosen = _visible(viewer).where(Approval.id == number)
    found = session.scalar(chosen.execution_options(populate_existing=True))
    if found is None:
        raise NotFound
    return found


def told_to(viewer: Viewer) -> ColumnElement[bool]:
    """The condition that the act is none of which the viewer, whom it is about, must not know before."""
    kind, own = Approval.kind_code, viewer.actor.account_id
    stopped = and_(kind == ApprovalKind.STOP_WATCHER.value, Approval.subject == f"account:{own}")
    theirs = Approval.payload["account"].as_integer().is_not_distinct_from(own)
    closed = and_(kind == ApprovalKind.CLOSE_CASE.value, theirs)
    return not_(or_(stopped, closed, _waits_for_another(viewer)))


def _waits_for_another(viewer: Viewer) -> ColumnElement[bool]:
    """The condition that the act waits for a second person, and an open alarm keeps the viewer from being that one."""
    return and_(
        Approval.kind_code.in_(_HOW_PEOPLE_ARE_WATCHED),
        Approval.state_code == ApprovalState.PROPOSED.value,
        Approval.proposed_by.is_distinct_from(viewer.actor.account_id),
        is_in_question(viewer),
    )


def _visible(viewer: Viewer) -> Select[Approval]:
    statement = select(Approval).options(joinedload(Approval.proposer), joinedload(Approval.decider))
    statement = statement.where(told_to(viewer))
    if Permission.PEOPLE_LOOK in viewer.permissions:
        return statement
    return statement.where(Approval.proposed_by == viewer.actor.account_id)
