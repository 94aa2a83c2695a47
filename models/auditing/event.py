"""One event in full: every field, its place in the chain, and whether it still agrees with its own hash (B3)."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.access.viewer import Viewer
from models.audit import trail_file
from models.audit.chain import BEGINNING
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.audit.tables import AuditEvent, AuditEventFacility, AuditPurge
from models.audit.verify_trail import link, parts_of
from models.auditing.withheld import told_of
from models.errors import NotFound

SHOWN_AT_MOST = 100


@dataclass(frozen=True, slots=True)
class EventInFull:
    """``certifications`` are the first of ``shown``; ``preceding`` and ``following`` are the numbers beside it, where
    the reader is told of these events.

    ``intact``: the hash is that of the fields; ``joined``: it goes on from the event before, or from what was purged.
    """

    event: AuditEvent
    certifications: Sequence[int]
    shown: int
    preceding: int | None
    following: int | None
    intact: bool
    joined: bool
    canonical: str


def event_in_full(session: Session, viewer: Viewer, number: int) -> EventInFull:
    """The event with this number, and that it was looked at is recorded.

    Raises ``NotFound`` when there is none, or the viewer is not told of it.
    """
    columns, told = AuditEvent.__table__.columns, told_of(session, viewer)
    row = session.execute(select(*columns).where(AuditEvent.number == number, told)).one_or_none()
    if row is None:
        raise NotFound
    [raw] = trail_file.lines_of(session, [row])
    own, previous, body, _values = parts_of(raw)
    key = AuditEventFacility.certification_id
    chosen = select(key).where(AuditEventFacility.event_number == number)
    neighbours = select(AuditEvent.number, AuditEvent.hash).where(AuditEvent.number.in_([number - 1, number + 1]))
    beside = {beside.number: beside.hash for beside in session.execute(neighbours)}
    shown_beside = set(session.scalars(select(AuditEvent.number).where(AuditEvent.number.in_(beside), told)))
    found = EventInFull(
        event=session.get_one(AuditEvent, number),
        certifications=session.scalars(chosen.order_by(key).limit(SHOWN_AT_MOST)).all(),
        shown=session.scalar(select(func.count()).select_from(chosen.subquery())) or 0,
        preceding=number - 1 if number - 1 in shown_beside else None,
        following=number + 1 if number + 1 in shown_beside else None,
        intact=own == link(previous, body),
        joined=previous == (beside.get(number - 1) or _purged(session, number - 1)),
        canonical=body.decode(),
    )
    record(
        session, Event(EventName.TRAIL_EVENT_READ, viewer.actor, object=f"event:{number}", details={"number": number})
    )
    return found


def _purged(session: Session, last: int) -> str | None:
    """The hash that the event ``last`` had, which is no more in the database."""
    if last == 0:
        return BEGINNING
    return session.scalar(select(AuditPurge.last_hash).where(AuditPurge.last == last))
