"""The lists of cases and alerts, as far as their reader may see them."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, joinedload

from models.access.permissions import Permission
from models.access.viewer import Viewer
from models.accounts.account import Account
from models.cases.case import WatchCase
from models.cases.escalating import is_overdue
from models.cases.kinds import CaseOutcome, CaseState
from models.cases.visibility import explained_by, seen_by
from models.detection.alert import Severity
from models.lists import ListFilter, ListSpec, contains, equals
from models.organisations.organisation import Organisation

OPEN, OVERDUE = "open", "overdue"
_ALARMS = [(one.value, one.label) for one in Severity if one.is_alarm]


def cases_of(viewer: Viewer, now: datetime) -> ListSpec[WatchCase]:
    """The cases the viewer may look at in the office, newest first."""
    return ListSpec(
        _with_people().where(seen_by(viewer)),
        WatchCase.id,
        {"at": WatchCase.opened_at, "due": WatchCase.due_at},
        (
            ListFilter("state", "状態", _in_state(now), _states()),
            ListFilter("severity", "程度", equals(WatchCase.severity_code), _ALARMS),
            ListFilter("outcome", "結果", equals(WatchCase.outcome_code), [(one, one.label) for one in CaseOutcome]),
            ListFilter("organisation", "組織", contains(Organisation.name)),
            ListFilter("person", "利用者", contains(Account.login_id, Account.person_name)),
        ),
        descending=True,
    )


def cases_to_explain(viewer: Viewer, now: datetime) -> ListSpec[WatchCase]:
    """The cases about the viewer's people, newest first."""
    return ListSpec(
        _with_people().where(explained_by(viewer)),
        WatchCase.id,
        {"at": WatchCase.opened_at, "due": WatchCase.due_at},
        (ListFilter("state", "状態", _in_state(now), _states()),),
        descending=True,
    )


def count_open(session: Session, viewer: Viewer, now: datetime) -> tuple[int, int, datetime | None]:
    """How many open cases wait for the office, how many of them are overdue, and since when the first of these is."""
    mine = seen_by(viewer)
    if Permission.CASE_DECIDE not in viewer.permissions:
        others = or_(WatchCase.organisation_id.is_(None), WatchCase.organisation_id != viewer.actor.organisation_id)
        mine = and_(mine, others)
    return _count(session, mine, now)


def count_to_explain(session: Session, viewer: Viewer, now: datetime) -> tuple[int, int, datetime | None]:
    """How many cases wait for the viewer's explanation; likewise."""
    return _count(session, and_(explained_by(viewer), WatchCase.explained_at.is_(None)), now)


def _count(session: Session, mine: ColumnElement[bool], now: datetime) -> tuple[int, int, datetime | None]:
    late = func.count().filter(is_overdue(now)), func.min(WatchCase.due_at).filter(is_overdue(now))
    counted = select(func.count(), *late).where(mine, WatchCase.closed_at.is_(None))
    number, overdue, since = session.execute(counted).one()
    return number, overdue, since


def _with_people() -> Select[WatchCase]:
    return (
        select(WatchCase)
        .outerjoin(Account, Account.id == WatchCase.account_id)
        .outerjoin(Organisation, Organisation.id == WatchCase.organisation_id)
        .options(joinedload(WatchCase.account), joinedload(WatchCase.organisation))
    )


def _in_state(now: datetime) -> Callable[[str], ColumnElement[bool]]:
    def condition(value: str) -> ColumnElement[bool]:
        still = WatchCase.closed_at.is_(None)
        match value:
            case "open":
                return still
            case "overdue":
                return is_overdue(now)
            case CaseState.WAITING.value:
                return and_(still, WatchCase.explained_at.is_(None))
            case CaseState.EXPLAINED.value:
                return and_(still, WatchCase.explained_at.is_not(None))
            case _:
                return WatchCase.closed_at.is_not(None)

    return condition


def _states() -> list[tuple[str, str]]:
    return [(OPEN, "対応中のすべて"), (OVERDUE, "期限超過"), *((one.value, one.label) for one in CaseState)]
