"""The list of findings, and what of it waits for whom."""

from datetime import date

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from models.access.viewer import Viewer
from models.assurance.finding import Finding, FindingSource, FindingState
from models.lists import ListFilter, ListSpec, contains, equals

OVERDUE = "overdue"


def findings(today: date) -> ListSpec[Finding]:
    """All of them, those due first before the others."""
    states = [*((one.value, one.label) for one in FindingState), (OVERDUE, "期限超過")]
    return ListSpec(
        select(Finding),
        Finding.id,
        {"due": Finding.due_on, "at": Finding.id},
        (
            ListFilter("state", "状態", lambda value: is_late(today) if value == OVERDUE else _is(value), states),
            ListFilter("source", "出所", equals(Finding.source_code), [(one, one.label) for one in FindingSource]),
            ListFilter("promise", "遵守事項の番号", equals(Finding.promise)),
            ListFilter("q", "題名・内容", contains(Finding.title, Finding.detail)),
        ),
    )


def is_late(today: date) -> ColumnElement[bool]:
    """The condition that the last day has passed without a word that it is done."""
    return and_(Finding.closed_at.is_(None), Finding.done_at.is_(None), Finding.due_on < today)


def count_own(session: Session, viewer: Viewer, today: date) -> tuple[int, bool]:
    """How many the viewer has to see to, and whether one of them is late."""
    mine = and_(Finding.owner_id == viewer.actor.account_id, Finding.done_at.is_(None), Finding.closed_at.is_(None))
    number, first = session.execute(select(func.count(), func.min(Finding.due_on)).where(mine)).one()
    return number, first is not None and first < today


def count_to_confirm(session: Session, viewer: Viewer) -> int:
    """How many wait for a second person and may be confirmed by the viewer."""
    me = viewer.actor.account_id
    waits = and_(Finding.done_at.is_not(None), Finding.closed_at.is_(None), Finding.owner_id != me)
    others = or_(Finding.done_by.is_(None), Finding.done_by != me)
    return session.scalar(select(func.count()).where(waits, others)) or 0


def count_late(session: Session, today: date) -> int:
    """How many are late, whoever owns them."""
    return session.scalar(select(func.count()).where(is_late(today))) or 0


def _is(value: str) -> ColumnElement[bool]:
    match FindingState(value):
        case FindingState.CLOSED:
            return Finding.closed_at.is_not(None)
        case FindingState.DONE:
            return and_(Finding.closed_at.is_(None), Finding.done_at.is_not(None))
        case FindingState.OPEN:
            return and_(Finding.closed_at.is_(None), Finding.done_at.is_(None))
