"""Inquiries that are not answered in time: whoever must answer is told, and after a further time once more.

Each is told once, by the clock. Further words of the operator set a new day, and both begin anew.
"""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, select
from sqlalchemy.orm import Session

from models import clock
from models.audit.actor import Actor
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.db import SessionFactory, begin_writing, one_transaction
from models.inquiries.inquiry import Inquiry
from models.inquiries.lists import is_overdue
from models.inquiries.telling import tell_of_overdue
from models.mail.outgoing import Outgoing

TIME_TO_ANSWER_STILL = timedelta(days=7)
"""From the letters about the day that has passed to those that say there is no answer still."""


def escalate(sessions: SessionFactory, outgoing: Outgoing, now: datetime) -> int:
    """Tell of every inquiry that is overdue and has not been told as that; returns how many there were."""
    untold = and_(is_overdue(clock.day_in_japan(now)), Inquiry.escalated_at.is_(None))
    return _each(sessions, outgoing, untold, now, again=False)


def tell_again(sessions: SessionFactory, outgoing: Outgoing, now: datetime) -> int:
    """Tell once more of every inquiry that was told as overdue and is not answered still; likewise."""
    told, today = Inquiry.escalated_at <= now - TIME_TO_ANSWER_STILL, clock.day_in_japan(now)
    return _each(sessions, outgoing, and_(is_overdue(today), told, Inquiry.told_again_at.is_(None)), now, again=True)


def _each(
    sessions: SessionFactory, outgoing: Outgoing, wanted: ColumnElement[bool], now: datetime, *, again: bool
) -> int:
    with sessions() as session:
        numbers = session.scalars(select(Inquiry.id).where(wanted).order_by(Inquiry.id)).all()
    told = 0
    for number in numbers:
        with one_transaction(sessions) as session:
            told += _tell(session, outgoing, select(Inquiry).where(Inquiry.id == number, wanted), now, again=again)
    return told


def _tell(session: Session, outgoing: Outgoing, chosen: Select[Inquiry], now: datetime, *, again: bool) -> bool:
    begin_writing(session)
    inquiry = session.scalar(chosen.with_for_update(of=Inquiry, key_share=True))
    if inquiry is None:
        return False  # another process was first, or it has just been answered
    if again:
        inquiry.told_again_at = now
    else:
        inquiry.escalated_at = now
    tell_of_overdue(session, outgoing, inquiry, now, again=again)
    details = {"due_on": inquiry.due_on.isoformat(), "again": again}
    event = Event(EventName.INQUIRY_ESCALATED, Actor.worker(), object=f"inquiry:{inquiry.id}", details=details)
    record(session, event)
    return True
