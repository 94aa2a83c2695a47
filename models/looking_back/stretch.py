"""Between which numbers of the trail the events of some days lie: by these, and not by moments, looks are found.

Events are numbered in the order in which they happened. Their moments follow that order unless the server's clock was
wrong: a day of that is allowed for, and acts that a clock dated months away lead nowhere, for those that truly were at
a moment are beside them. A range of numbers only leads to the events: which of them belong to a period is still decided
by their moments.
"""

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import clock
from models.audit.tables import AuditEvent
from models.looking_back.period import Period

SET_BACK = timedelta(days=1)
BESIDE = 1_000
"""So many events beside a moment are asked for their numbers: more than a wrong clock is likely to have dated there."""


class Stretch(NamedTuple):
    """From one number to another, both included; empty where the first is the greater."""

    first: int
    last: int


def stretch_of(session: Session, period: Period) -> Stretch:
    """The numbers among which are those of the period."""
    first = number_before(session, clock.day_begins(period.first_day)) + 1
    newest = session.scalar(select(func.max(AuditEvent.number))) or 0
    if period.last_day >= clock.today():
        return Stretch(first, newest)
    ended = clock.day_ends(period.last_day) + SET_BACK
    earlier = select(AuditEvent.number).where(AuditEvent.at < ended).order_by(AuditEvent.at.desc())
    later = select(AuditEvent.number).where(AuditEvent.at >= ended).order_by(AuditEvent.at)
    beside = earlier.limit(BESIDE).subquery()
    highest, beyond = session.scalar(select(func.max(beside.c.number))) or 0, session.scalar(later.limit(1))
    return Stretch(first, max(highest, beyond - 1 if beyond is not None else newest))


def number_before(session: Session, moment: datetime) -> int:
    """A number that every event from ``moment`` on exceeds; 0 if there is none before."""
    begun = moment - SET_BACK
    earlier = select(AuditEvent.number).where(AuditEvent.at < begun).order_by(AuditEvent.at.desc())
    later = select(AuditEvent.number).where(AuditEvent.at >= begun).order_by(AuditEvent.at)
    beside = later.limit(BESIDE).subquery()
    before, lowest = session.scalar(earlier.limit(1)) or 0, session.scalar(select(func.min(beside.c.number)))
    return before if lowest is None else min(before, lowest - 1)
