"""Counting failures in the database, exactly, however many tries arrive at once.

A try is *taken* before its result is known and handed back when it was right. One statement decides whether it may
be taken, so that of fifty simultaneous tries no more than the limit are ever answered.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import String, and_, case, or_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.db import Base, insert_or

LONGEST_LOCK = timedelta(hours=24)


class FailureCounter(Base):
    """Failures under one key (``password:account:12``): in a row, and within a moving window."""

    __tablename__ = "failure_counters"

    key: Mapped[str] = mapped_column(String(120), primary_key=True)
    in_a_row: Mapped[int]
    in_window: Mapped[int]
    window_started_at: Mapped[datetime]
    lockings: Mapped[int]
    locked_until: Mapped[datetime | None]


@dataclass(frozen=True, slots=True)
class Limit:
    """After ``in_a_row`` failures the key is locked for ``lock``, doubling each time, at most a day. After
    ``in_window`` failures within ``window`` it rests until the window is over. ``None``: not limited so."""

    in_a_row: int | None = None
    lock: timedelta = timedelta(minutes=30)
    in_window: int | None = None
    window: timedelta = timedelta(minutes=5)


def take_try(session: Session, key: str, limit: Limit, now: datetime) -> bool:
    """Count one try under ``key`` as a failure for now; ``False`` when no try may be made.

    Several keys are always taken in the same order, or two requests could wait for each other.
    """
    counter = FailureCounter
    window_over = counter.window_started_at <= now - limit.window
    lock_over = counter.locked_until <= now
    allowed = or_(counter.locked_until.is_(None), lock_over)
    if limit.in_window is not None:
        allowed = and_(allowed, or_(window_over, counter.in_window < limit.in_window))
    if limit.in_a_row is not None:
        allowed = and_(allowed, counter.in_a_row < limit.in_a_row)
    fresh = {
        "key": key,
        "in_a_row": 1,
        "in_window": 1,
        "window_started_at": now,
        "lockings": 0,
        "locked_until": None,
    }
    changes = {
        "in_a_row": counter.in_a_row + 1,
        "in_window": case((window_over, 1), else_=counter.in_window + 1),
        "window_started_at": case((window_over, now), else_=counter.window_started_at),
        "locked_until": None,
    }
    statement = insert_or(session, counter).values(**fresh)
    statement = statement.on_conflict_do_update(index_elements=["key"], set_=changes, where=allowed)
    return session.execute(statement.returning(counter.key)).first() is not None


def lock_if_due(session: Session, key: str, limit: Limit, now: datetime) -> datetime | None:
    """After a failure: lock the key when it was the last one allowed. Returns the end of the lock, or ``None``."""
    counter = session.get(FailureCounter, key, populate_existing=True)
    if counter is None or limit.in_a_row is None or counter.in_a_row < limit.in_a_row:
        return None
    doublings = min(counter.lockings, 10)
    until: datetime = now + min(limit.lock * 2**doublings, LONGEST_LOCK)
    change = {"in_a_row": 0, "in_window": 0, "lockings": counter.lockings + 1, "locked_until": until}
    session.execute(update(FailureCounter).where(FailureCounter.key == key).values(change))
    return until


def hold(session: Session, key: str) -> None:
    """Take the counter before other rows: counters always come first, or two requests could wait for each other."""
    session.execute(select(FailureCounter.key).where(FailureCounter.key == key).with_for_update())


def forget_failures(session: Session, key: str) -> None:
    """After a success: the row of failures is broken, and the next lock is short again."""
    change = {"in_a_row": 0, "in_window": 0, "lockings": 0, "locked_until": None}
    session.execute(update(FailureCounter).where(FailureCounter.key == key).values(change))


def hand_back(session: Session, key: str) -> None:
    """After a success under a key shared by many people: this one try was no failure; the others still count."""
    counter = FailureCounter
    change = {"in_a_row": counter.in_a_row - 1, "in_window": counter.in_window - 1}
    session.execute(update(counter).where(counter.key == key, counter.in_window > 0).values(change))
