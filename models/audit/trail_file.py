"""The trail as a file that anybody can check (B3): one line an event, in the words of ``verify_trail.py``.

A line is a JSON object of three members in this order and without spaces: ``hash``, ``previous_hash``, and ``event``,
which is byte for byte the canonical form the hash was made of. It is read in batches: memory stays flat.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from models.audit.chain import canonical
from models.audit.tables import AuditEvent, AuditEventFacility, AuditHead

BATCH = 500
_COLUMNS = tuple(AuditEvent.__table__.columns)
_HASHES = frozenset({"hash", "previous_hash"})


@dataclass(frozen=True, slots=True)
class Stretch:
    """Events ``first`` to ``last``, both included; none when ``last`` is smaller."""

    first: int
    last: int

    @property
    def count(self) -> int:
        """How many events it holds."""
        return max(self.last - self.first + 1, 0)


@dataclass(frozen=True, slots=True)
class Written:
    """A file that was written: which events, how many bytes, and its SHA-256."""

    stretch: Stretch
    size: int
    sha256: str


def whole(session: Session) -> Stretch:
    """Everything that the database still holds, up to the head at this moment."""
    first = session.scalar(select(func.min(AuditEvent.number)))
    return Stretch(first or 1, session.execute(select(AuditHead.number)).scalar_one())


def goes_back_to(session: Session) -> datetime | None:
    """The moment of the first event the database still holds, where what came before it was purged; otherwise None.

    Whoever answers from the trail who has seen what has to say so: from before, an answer knows nothing.
    """
    first = select(AuditEvent.number, AuditEvent.at).order_by(AuditEvent.number).limit(1)
    found = session.execute(first).one_or_none()
    return found.at if found is not None and found.number > 1 else None


def known_since(session: Session, since: datetime) -> datetime | None:
    """Since when what happened from ``since`` on is known, where it is not from there on."""
    moment = goes_back_to(session)
    return moment if moment is not None and moment > since else None


def between(session: Session, since: datetime | None, until: datetime | None) -> Stretch:
    """The unbroken stretch from the first event at or after ``since`` to the last one before ``until``."""
    held = whole(session)
    chosen = select(AuditEvent.number)
    first: int | None = held.first
    last: int | None = held.last
    if since is not None:
        later = chosen.where(AuditEvent.at >= since)
        first = session.scalar(later.order_by(AuditEvent.at, AuditEvent.number).limit(1))
    if until is not None:
        earlier = chosen.where(AuditEvent.at < until)
        last = session.scalar(earlier.order_by(AuditEvent.at.desc(), AuditEvent.number.desc()).limit(1))
    return Stretch(first or held.last + 1, last or 0)


def lines(session: Session, stretch: Stretch) -> Iterator[bytes]:
    """The events of a stretch in their order, each a line with its line feed."""
    number = stretch.first
    while number <= stretch.last:
        end = min(number + BATCH - 1, stretch.last)
        chosen = select(*_COLUMNS).where(AuditEvent.number.between(number, end)).order_by(AuditEvent.number)
        yield from lines_of(session, session.execute(chosen).all())
        number = end + 1


def lines_of(session: Session, events: Sequence[Row[Any]]) -> Iterator[bytes]:
    """Events that were read with every column, as lines."""
    shown = _shown(session, [event.number for event in events])
    for event in events:
        values = {name: value for name, value in event._mapping.items() if name not in _HASHES}
        yield line(event.hash, event.previous_hash, canonical(values, shown[event.number]))


def line(own_hash: str, previous_hash: str, event: bytes) -> bytes:
    """One line of the file."""
    return b'{"hash":"%b","previous_hash":"%b","event":%b}\n' % (own_hash.encode(), previous_hash.encode(), event)


def write(file: BinaryIO, stretch: Stretch, written: Iterable[bytes]) -> Written:
    """Write lines; says what the file then is."""
    digest, size = hashlib.sha256(), 0
    for one in written:
        file.write(one)
        digest.update(one)
        size += len(one)
    return Written(stretch, size, digest.hexdigest())


def _shown(session: Session, numbers: Sequence[int]) -> dict[int, list[int]]:
    facility = AuditEventFacility
    shown: dict[int, list[int]] = defaultdict(list)
    if numbers:
        chosen = select(facility.event_number, facility.certification_id).where(facility.event_number.in_(numbers))
        for number, key in session.execute(chosen):
            shown[number].append(key)
    return shown
