"""Cases that are not settled in time: everybody concerned is told, and after a further time the officers once more.

Each is told once, by the clock; the home pages show what is overdue, and for how long, until it is settled.
"""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from models.audit.actor import Actor
from models.audit.event_names import EventName
from models.cases.case import WatchCase, write
from models.cases.handling import record_in
from models.cases.kinds import TIME_TO_DECIDE, CaseEntryKind
from models.cases.telling import tell_of_overdue, tell_of_undecided
from models.db import SessionFactory, begin_writing, one_transaction
from models.mail.outgoing import Outgoing


def is_overdue(now: datetime) -> ColumnElement[bool]:
    """The condition that the time is over and nothing was found yet."""
    return and_(WatchCase.closed_at.is_(None), WatchCase.due_at <= now)


def escalate(sessions: SessionFactory, outgoing: Outgoing, now: datetime) -> int:
    """Tell of every case whose time is over and of which nobody was told; returns how many there were."""
    untold = and_(is_overdue(now), WatchCase.escalated_at.is_(None))
    return sum(_escalate(sessions, outgoing, number, untold, now) for number in _numbers(sessions, untold))


def tell_again(sessions: SessionFactory, outgoing: Outgoing, now: datetime) -> int:
    """Tell the officers of every case that was told as overdue and is not decided still; likewise."""
    long_ago = or_(
        *(
            and_(WatchCase.severity_code == severity.value, WatchCase.escalated_at <= now - time)
            for severity, time in TIME_TO_DECIDE.items()
        )
    )
    undecided = and_(is_overdue(now), long_ago, WatchCase.told_again_at.is_(None))
    return sum(_tell_again(sessions, outgoing, number, undecided, now) for number in _numbers(sessions, undecided))


def _numbers(sessions: SessionFactory, wanted: ColumnElement[bool]) -> list[int]:
    with sessions() as session:
        return list(session.scalars(select(WatchCase.id).where(wanted).order_by(WatchCase.id)))


def _held(session: Session, number: int, wanted: ColumnElement[bool]) -> WatchCase | None:
    """The case, held; None when another process was first, or it has just been settled or explained anew."""
    begin_writing(session)
    chosen = select(WatchCase).where(WatchCase.id == number, wanted)
    return session.scalar(chosen.with_for_update(of=WatchCase, key_share=True))


def _escalate(
    sessions: SessionFactory, outgoing: Outgoing, number: int, untold: ColumnElement[bool], now: datetime
) -> bool:
    with one_transaction(sessions) as session:
        case = _held(session, number, untold)
        if case is None:
            return False
        case.escalated_at = now
        text = "期限を過ぎたため、関係者にメールで知らせました。"
        if case.explained_at is None:
            text = "説明がないまま期限を過ぎたため、関係者にメールで知らせました。保有者担当が判断します。"
        write(session, case, CaseEntryKind.ESCALATED, None, text, now)
        tell_of_overdue(session, outgoing, case, now)
        _record(session, case, again=False)
    return True


def _tell_again(
    sessions: SessionFactory, outgoing: Outgoing, number: int, undecided: ColumnElement[bool], now: datetime
) -> bool:
    with one_transaction(sessions) as session:
        case = _held(session, number, undecided)
        if case is None:
            return False
        case.told_again_at = now
        told = tell_of_undecided(session, outgoing, case, now)
        text = f"期限を過ぎても判断されていないことを、{told} 名に再びメールで知らせました。"
        write(session, case, CaseEntryKind.ESCALATED, None, text, now)
        _record(session, case, again=True)
    return True


def _record(session: Session, case: WatchCase, *, again: bool) -> None:
    due = case.due_at.isoformat(timespec="seconds")
    record_in(session, EventName.CASE_ESCALATED, Actor.worker(), case.id, due_at=due, again=again)
