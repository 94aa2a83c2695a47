"""What is done in an inquiry: further words, notes, the answer, passing it on as an incident.

Every act is a line of the timeline and an event of the trail. What somebody typed stands in the timeline alone.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import clock
from models.access.viewer import Viewer
from models.accounts.account import Account
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.audit.tables import AuditEvent
from models.errors import Conflict
from models.incidents.answers import LONGEST_TEXT as LONGEST_REPORT
from models.incidents.answers import Answers
from models.incidents.incident import Incident
from models.incidents.kinds import IncidentKind, YesNo
from models.incidents.opening import open_by_officer
from models.inquiries.inquiry import (
    FOR_THE_OPERATOR,
    TO_ANSWER,
    EntryKind,
    InquiredLook,
    Inquiry,
    InquiryEntry,
    InquiryState,
    write,
)
from models.inquiries.sending import check_not_too_many
from models.inquiries.telling import tell_handlers, tell_sender
from models.inquiries.visibility import case_for, inquiry_of
from models.looking_back.numbers import look_numbers
from models.looking_back.resolving import Resolved, resolved
from models.mail.outgoing import Outgoing
from models.secret_box import SecretBox


class SaidMeanwhile(Conflict):
    """What is answered is not what was last said."""

    def __init__(self) -> None:
        super().__init__(
            "この画面を開いた後に、ほかの担当者の回答又は認定事業者からの連絡がありました。"
            "経過を確かめてから、もう一度回答してください。"
        )


def timeline(session: Session, inquiry: Inquiry) -> list[InquiryEntry]:
    """Every line, oldest first."""
    chosen = select(InquiryEntry).where(InquiryEntry.inquiry_id == inquiry.id).order_by(InquiryEntry.id)
    return list(session.scalars(chosen))


def numbers_asked(session: Session, box: SecretBox, inquiry: Inquiry) -> list[str]:
    """The numbers of the looks it is about."""
    numbers = look_numbers(box)
    return [numbers.of(one.number) for one in _events(session, inquiry)]


def looks_asked(session: Session, viewer: Viewer, box: SecretBox, inquiry: Inquiry) -> list[Resolved]:
    """The looks it is about, each with its person: for the officers. Recorded."""
    numbers = look_numbers(box)
    _record(session, EventName.INQUIRY_READ, viewer, inquiry, part="looks")
    return [resolved(session, numbers.of(one.number), one) for one in _events(session, inquiry)]


def add_word(session: Session, outgoing: Outgoing, viewer: Viewer, number: int, text: str) -> None:
    """Something more from the operator: it waits for an answer again. Raises ``NotFound``, ``TooManySent``."""
    inquiry = inquiry_of(session, viewer, number, held=True)
    check_not_too_many(session, viewer)
    if inquiry.state is InquiryState.ANSWERED:
        inquiry.state_code, inquiry.due_on = InquiryState.OPEN.value, clock.today() + TO_ANSWER
        inquiry.escalated_at = inquiry.told_again_at = None
    write(session, inquiry, EntryKind.WORD, _person(session, viewer), text, clock.now())
    tell_handlers(session, outgoing, inquiry, more=True)
    _record(session, EventName.INQUIRY_NOTED, viewer, inquiry, what=EntryKind.WORD.value)


def add_note(session: Session, viewer: Viewer, number: int, text: str) -> None:
    """Something for the officers alone. Raises ``NotFound``."""
    inquiry = case_for(session, viewer, number, held=True)
    write(session, inquiry, EntryKind.NOTE, _person(session, viewer), text, clock.now())
    _record(session, EventName.INQUIRY_NOTED, viewer, inquiry, what=EntryKind.NOTE.value)


def last_said(session: Session, inquiry: Inquiry) -> int:
    """The number of the last line between the operator and the office."""
    chosen = select(func.max(InquiryEntry.id)).where(InquiryEntry.inquiry_id == inquiry.id)
    return session.scalar(chosen.where(InquiryEntry.kind_code.in_(FOR_THE_OPERATOR))) or 0


def answer(session: Session, outgoing: Outgoing, viewer: Viewer, number: int, text: str, seen: int) -> None:
    """Answer what was said up to line ``seen``; who asked is told by letter that the answer is there.

    Raises ``SaidMeanwhile`` when a colleague has answered or the operator has written since, ``NotFound``.
    """
    inquiry = case_for(session, viewer, number, held=True)
    if last_said(session, inquiry) != seen:
        raise SaidMeanwhile
    inquiry.state_code, inquiry.answered_at = InquiryState.ANSWERED.value, clock.now()
    write(session, inquiry, EntryKind.ANSWER, _person(session, viewer), text, clock.now())
    tell_sender(session, outgoing, inquiry)
    _record(session, EventName.INQUIRY_ANSWERED, viewer, inquiry, kind=inquiry.kind_code)


def pass_on(session: Session, outgoing: Outgoing, viewer: Viewer, number: int) -> Incident:
    """Make an incident of it; the answer stays due. Raises ``Conflict`` when it is one already, ``NotFound``."""
    inquiry = case_for(session, viewer, number, held=True)
    if inquiry.incident_id is not None:
        raise Conflict("この問合せは、すでに事案として引き継がれています。")
    by, entries = _person(session, viewer), timeline(session, inquiry)
    incident = open_by_officer(
        session, outgoing, viewer, _report(session, inquiry, entries), _concerned(session, inquiry)
    )
    inquiry.incident_id = incident.id
    text = f"漏えい等の事案 {incident.reference} として引き継いだ。"
    write(session, inquiry, EntryKind.PASSED_ON, by, text, clock.now())
    _record(session, EventName.INQUIRY_PASSED_ON, viewer, inquiry, incident=incident.id)
    return incident


def _report(session: Session, inquiry: Inquiry, entries: Sequence[InquiryEntry]) -> Answers:
    events, today = _events(session, inquiry), clock.today()
    people = {one.login_id for one in events if one.account_id is not None}
    said = "\n".join(one.text for one in entries if one.kind in {EntryKind.SENT, EntryKind.WORD})
    return Answers(
        kind=IncidentKind.OUTSIDE_PURPOSE,
        what=f"認定事業者からの{inquiry.kind.label} {inquiry.reference}による。\n{said}"[:LONGEST_REPORT],
        noticed_on=today,
        happened_on=min((clock.day_in_japan(one.at) for one in events), default=None),
        facilities=inquiry.facility_id,
        information="閲覧の記録に示された区分の認定情報",
        holders="、".join(sorted({one.organisation for one in events})) or "不明",
        done="なし",
        personal_data=YesNo.UNKNOWN,
        malicious=YesNo.UNKNOWN,
        person=people.pop() if len(people) == 1 else "",
        direct=True,
    )


def _concerned(session: Session, inquiry: Inquiry) -> Sequence[Account]:
    looked = select(InquiredLook.account_id).where(InquiredLook.inquiry_id == inquiry.id)
    return session.scalars(select(Account).where(Account.id.in_(looked)).order_by(Account.id)).all()


def _events(session: Session, inquiry: Inquiry) -> Sequence[AuditEvent]:
    asked = select(InquiredLook.event_number).where(InquiredLook.inquiry_id == inquiry.id)
    return session.scalars(select(AuditEvent).where(AuditEvent.number.in_(asked)).order_by(AuditEvent.number)).all()


def _person(session: Session, viewer: Viewer) -> Account:
    return session.get_one(Account, viewer.account_id)


def _record(session: Session, name: EventName, viewer: Viewer, inquiry: Inquiry, **details: Any) -> None:
    record(session, Event(name, viewer.actor, object=f"inquiry:{inquiry.id}", details=details))
