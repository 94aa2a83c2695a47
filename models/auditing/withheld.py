"""What the trail does not tell its reader: alerts about themselves, and what becomes of them (policy §2).

Nobody reads an alert or a case about themselves, and the trail is no way round that. Left out are the events of these
alerts, of the cases they came into, of the incidents such a case was passed on as, and of the acts of two persons that
their subject is not told of; that somebody looked at what they have seen; and that one of all these was read.
They are left out and not blackened: a line that says it was withheld would say it all.
Numbers count on: whoever looks closely sees that something is missing, as from the numbers of alerts, and never what.

The trail stays checkable. An excerpt is, line by line. The whole is by the external auditor, who takes it in a pack of
evidence, with what it says of auditors too, and by the console: neither handles a case.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, not_, or_, select, true
from sqlalchemy.orm import Session

from models.access.viewer import Viewer
from models.approvals.approval import Approval
from models.audit.event_names import EventName
from models.audit.tables import AuditEvent
from models.db import Base
from models.monitoring.approval_reading import told_to
from models.monitoring.tables import MonitoringAlert

_CASE_OF_ALERT = (EventName.CASE_OPENED.value, EventName.CASE_JOINED.value)
_LOOKS_AT_A_PERSON = (EventName.VIEWING_RECORD_READ.value, EventName.PERSON_READING_ASKED.value)


def told_of(session: Session, viewer: Viewer, acts: type[Base] = AuditEvent) -> ColumnElement[bool]:
    """The condition that the event is none of those withheld from the viewer. For nearly everybody it is no condition,
    and never one that a page of the trail grows slower by.

    ``acts`` is what is asked for the events: they themselves, or a table that has their columns.
    """
    about, looks = list(_about(session, viewer)), _looks_at(session, viewer)
    if not about and not looks:
        return true()
    return not_(_among(acts, [*about, *_readings_of(session, about, looks)], looks))


def _among(acts: Any, objects: Sequence[str], numbers: Sequence[int]) -> ColumnElement[bool]:
    return or_(acts.object.in_(objects), acts.number.in_(numbers))


def _about(session: Session, viewer: Viewer) -> Iterator[str]:
    """The objects of which every event is withheld."""
    own = viewer.account_id
    alerts = session.scalars(select(MonitoringAlert.id).where(MonitoringAlert.account_id == own)).all()
    yield from (f"alert:{number}" for number in alerts)
    if alerts:
        cases = _cases_of(session, alerts)
        yield from cases
        yield from (f"incident:{number}" for number in _incidents_of(session, cases))
    approvals = session.scalars(select(Approval.id).where(not_(told_to(viewer))))
    yield from (f"approval:{number}" for number in approvals)


def _looks_at(session: Session, viewer: Viewer) -> Sequence[int]:
    """The numbers of the events by which somebody looked at what the viewer has seen: who does has a case in hand."""
    looked = AuditEvent.name.in_(_LOOKS_AT_A_PERSON)
    return session.scalars(
        select(AuditEvent.number).where(looked, AuditEvent.object == f"account:{viewer.account_id}")
    ).all()


def _readings_of(session: Session, about: Sequence[str], looks: Sequence[int]) -> Iterator[str]:
    """The withheld events as objects: each reading of one is an event itself."""
    numbers = session.scalars(select(AuditEvent.number).where(_among(AuditEvent, about, looks)))
    return (f"event:{number}" for number in numbers)


def _cases_of(session: Session, alerts: Sequence[int]) -> Sequence[str]:
    """The cases in which the alerts are. The trail says so itself: the tables of cases are above this package."""
    chosen = select(AuditEvent.object).where(
        AuditEvent.name.in_(_CASE_OF_ALERT), AuditEvent.details["alert"].as_integer().in_(alerts)
    )
    return session.scalars(chosen).all()


def _incidents_of(session: Session, cases: Sequence[str]) -> Sequence[int]:
    passed_on = AuditEvent.name == EventName.CASE_PASSED_ON.value
    chosen = select(AuditEvent.details["incident"].as_integer()).where(passed_on, AuditEvent.object.in_(cases))
    return session.scalars(chosen).all()
