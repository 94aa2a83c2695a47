"""Between which numbers of the trail the events of some days lie: by these, and not by moments, looks are found.

Events are numbered in the order in which they happened. Their moments follow that order unless the server's clock was
set back; a day of that is allowed for. A range of numbers only leads to the events: which of them belong to a period is
still decided by their moments.
"""

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import clock
from models.audit.tables import AuditEvent
from models.looking_back.period import Period

SET_BACK = timedelta(days=1)


class Stretch(NamedTuple):
    """From one number to another, both included; empty where the first is the greater."""

    first: int
    last: int


def stretch_of(session: Session, period: Period) -> Stretch:
    """The numbers among which are those of the period."""
    later = select(AuditEvent.number).where(AuditEvent.at >= clock.day_ends(period.last_day) + SET_BACK)
    beyond = session.scalar(later.order_by(AuditEvent.at).limit(1))
    last = beyond - 1 if beyond is not None else session.scalar(select(func.max(AuditEvent.number))) or 0
    return Stretch(number_before(session, clock.day_begins(period.first_day)) + 1, last)


def number_before(session: Session, moment: datetime) -> int:
    """A number that every event from ``moment`` on exceeds; 0 if there is none before."""
    earlier = select(AuditEvent.number).where(AuditEvent.at < moment - SET_BACK)
    return session.scalar(earlier.order_by(AuditEvent.at.desc()).limit(1)) or 0
