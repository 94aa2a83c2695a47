"""Cases that are not settled in time: everybody concerned is told, once; the home pages show them until they are."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from models.audit.actor import Actor
from models.audit.event_names import EventName
from models.cases.case import WatchCase, write
from models.cases.handling import record_in
from models.cases.kinds import CaseEntryKind
from models.cases.telling import tell_of_overdue
from models.db import SessionFactory, begin_writing, one_transaction
from models.mail.outgoing import Outgoing


def is_overdue(now: datetime) -> ColumnElement[bool]:
    """The condition that the time is over and nothing was found yet."""
    return and_(WatchCase.closed_at.is_(None), WatchCase.due_at <= now)


def escalate(sessions: SessionFactory, outgoing: Outgoing, now: datetime) -> int:
    """Tell of every case whose time is over and of which nobody was told; returns how many there were."""
    chosen = select(WatchCase.id).where(is_overdue(now), WatchCase.escalated_at.is_(None)).order_by(WatchCase.id)
    with sessions() as session:
        numbers = session.scalars(chosen).all()
    told = 0
    for number in numbers:
        with one_transaction(sessions) as session:
            told += _escalate(session, outgoing, number, now)
    return told


def _escalate(session: Session, outgoing: Outgoing, number: int, now: datetime) -> bool:
    begin_writing(session)
    chosen = select(WatchCase).where(WatchCase.id == number, is_overdue(now), WatchCase.escalated_at.is_(None))
    case = session.scalar(chosen.with_for_update(of=WatchCase, key_share=True))
    if case is None:
        return False  # another process was first, or it has just been settled
    case.escalated_at = now
    text = "期限を過ぎたため、関係者にメールで知らせました。"
    write(session, case, CaseEntryKind.ESCALATED, None, text, now)
    tell_of_overdue(session, outgoing, case, now)
    due = case.due_at.isoformat(timespec="seconds")
    record_in(session, EventName.CASE_ESCALATED, Actor.worker(), number, due_at=due)
    return True
