"""What the trail does not tell its reader: alerts about themselves, and what becomes of them (policy §2).

Nobody reads an alert, a case, an incident or an inquiry about themselves, and the trail is no way round that. Left out
are the events of these, and of the acts of two persons that their subject is not told of; that somebody looked at what
they have seen, traced or compared a file of theirs, or asked who stands behind the number of a look of theirs; that one
of all these was read; and that the trail or a list was searched for one of them, or for the reader themselves while
there is anything to withhold: such events keep what was asked.
They are left out and not blackened: a line that says it was withheld would say it all.
Numbers count on: whoever looks closely sees that something is missing, as from the numbers of alerts, and never what.

The trail stays checkable. An excerpt is, line by line. The whole is by the external auditor, who takes it in a pack of
evidence, with what it says of auditors too, and by the console: neither handles a case.
"""

from collections.abc import Iterator, Sequence

from sqlalchemy import ColumnElement, SQLColumnExpression, String, cast, not_, or_, select, true
from sqlalchemy.orm import Session, aliased

from models.access.viewer import Viewer
from models.approvals.approval import Approval
from models.audit.event_names import EventName
from models.audit.tables import AuditEvent
from models.auditing.frequent import frequent
from models.cases.case import WatchCase
from models.incidents.incident import Incident, is_about
from models.inquiries.inquiry import InquiredLook
from models.monitoring.approval_reading import told_to
from models.monitoring.tables import MonitoringAlert

_LOOKS_AT_A_PERSON = (EventName.VIEWING_RECORD_READ.value, EventName.PERSON_READING_ASKED.value)
_TRACES = (EventName.EXPORT_TRACED.value, EventName.EXPORT_COMPARED.value)
_SEARCHES = (EventName.TRAIL_LISTED.value, EventName.TRAIL_EXPORTED.value, EventName.LIST_EXPORTED.value)
"""The events that keep the conditions of a question in words (``ListFilter.describe``)."""


def told_of(
    session: Session, viewer: Viewer, number: SQLColumnExpression[int] = AuditEvent.number
) -> ColumnElement[bool]:
    """The condition that the event of this ``number`` is none of those withheld from the viewer. For nearly everybody
    it is no condition, and never one that a page of the trail grows slower by.

    It asks for the number alone, so that what an index answers without the events themselves it answers still.
    """
    about, looks = list(_about(session, viewer)), _looks_at(session, viewer)
    if not about and not looks:
        return true()
    objects = [*about, *_readings_of(session, about, looks)]
    searches = _searches_for(session, viewer, objects)
    withheld = aliased(AuditEvent)
    hidden = _among(withheld, [*objects, *map(_as_object, searches)], [*looks, *searches])
    return number.not_in(select(withheld.number).where(hidden))


def _among(acts: type[AuditEvent], objects: Sequence[str], numbers: Sequence[int]) -> ColumnElement[bool]:
    return or_(acts.object.in_(objects), acts.number.in_(numbers))


def _about(session: Session, viewer: Viewer) -> Iterator[str]:
    """The objects of which every event is withheld."""
    own = viewer.account_id
    withheld = {
        "alert": select(MonitoringAlert.id).where(MonitoringAlert.account_id == own),
        "case": select(WatchCase.id).where(WatchCase.account_id == own),
        "incident": select(Incident.id).where(is_about(own)),
        "inquiry": select(InquiredLook.inquiry_id).where(InquiredLook.account_id == own).distinct(),
        "approval": select(Approval.id).where(not_(told_to(viewer))),
    }
    for kind, chosen in withheld.items():
        yield from (f"{kind}:{number}" for number in session.scalars(chosen))


def _looks_at(session: Session, viewer: Viewer) -> Sequence[int]:
    """The numbers of the events by which somebody looked at what the viewer has seen or taken: who does has a matter in
    hand.
    """
    own, look = viewer.account_id, aliased(AuditEvent)
    asked = select(AuditEvent.number).where(
        AuditEvent.name.in_(_LOOKS_AT_A_PERSON), AuditEvent.object == f"account:{own}"
    )
    resolved = (
        select(AuditEvent.number)
        .join(look, look.number == AuditEvent.details["event"].as_integer())
        .where(AuditEvent.name == EventName.LOOK_RESOLVED.value, look.account_id == own)
    )
    # There are few traces, and many acts of the viewer: nothing but the sum keeps SQLite from beginning with these.
    taken = (look.account_id + 0 == own, frequent(look.name == EventName.CERTIFICATIONS_EXPORTED.value))
    traced = (
        select(AuditEvent.number)
        .join(look, look.object == AuditEvent.object)
        .where(AuditEvent.name.in_(_TRACES), AuditEvent.account_id.is_distinct_from(own), *taken)
    )
    return [number for chosen in (asked, resolved, traced) for number in session.scalars(chosen)]


def _readings_of(session: Session, about: Sequence[str], looks: Sequence[int]) -> Iterator[str]:
    """The withheld events as objects: each reading of one is an event itself."""
    numbers = session.scalars(select(AuditEvent.number).where(_among(AuditEvent, about, looks)))
    return map(_as_object, numbers)


def _searches_for(session: Session, viewer: Viewer, withheld: Sequence[str]) -> Sequence[int]:
    """The numbers of the events by which somebody else searched for what is withheld, or for the viewer, by their ID or
    their account.
    """
    own = {viewer.actor.login_id, f"account:{viewer.account_id}"}
    wanted = {*withheld, *own}
    asked = AuditEvent.details["asked"]
    words = cast(asked, String)
    kinds = {one.partition(":")[0] for one in withheld}
    chosen = select(AuditEvent.number, asked).where(
        AuditEvent.name.in_(_SEARCHES),
        AuditEvent.account_id.is_distinct_from(viewer.account_id),
        or_(*(words.contains(f": {one}", autoescape=True) for one in sorted({*kinds, *own}))),
    )
    found = session.execute(chosen).all()
    return [number for number, said in found if wanted & {one.partition(": ")[2] for one in said}]


def _as_object(number: int) -> str:
    return f"event:{number}"
