"""An operator asks, or objects: about their facility, and the looks whose numbers they name (B1)."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import clock
from models.access import door
from models.access.viewer import Viewer
from models.accounts.account import Account
from models.audit.event_names import EventName
from models.audit.tables import AuditEvent
from models.db import begin_writing
from models.errors import DomainError, NotFound
from models.inquiries.inquiry import (
    TO_ANSWER,
    EntryKind,
    InquiredLook,
    Inquiry,
    InquiryEntry,
    InquiryKind,
    InquiryState,
    write,
)
from models.inquiries.telling import tell_handlers
from models.looking_back.looks import events_of
from models.looking_back.numbers import look_numbers
from models.looking_back.record import facility_in_scope
from models.mail.outgoing import Outgoing

MOST_LOOKS = 100
MOST_A_DAY = 30
"""So often an organisation writes in 24 hours: each time, every officer gets a letter."""


class UnknownNumber(DomainError):
    """A number that stands for no look at this facility."""

    def __init__(self) -> None:
        super().__init__("この設備の閲覧の記録にない照会番号があります。記録の画面に表示された番号を書いてください。")


class TooManyNumbers(DomainError):
    """More looks than are answered at once."""

    def __init__(self) -> None:
        super().__init__(f"照会番号は、一度に {MOST_LOOKS} 個まで書けます。")


class TooManySent(DomainError):
    """The organisation has sent so many in a day that another would only fill the officers' letter boxes."""

    def __init__(self) -> None:
        super().__init__(
            f"問合せと追加の連絡は、組織ごとに24時間に {MOST_A_DAY} 回まで送れます。時間をおいてお試しください。"
        )


def send(
    session: Session,
    outgoing: Outgoing,
    viewer: Viewer,
    facility_id: str,
    kind: InquiryKind,
    typed: Sequence[str],
    text: str,
) -> Inquiry:
    """Send it; those who handle it are told by letter. ``typed`` are the numbers asked about, perhaps none.

    Raises ``UnknownNumber``, ``TooManyNumbers``, ``TooManySent``, and ``NotFound`` for a facility that is not the
    viewer's.
    """
    begin_writing(session)
    check_not_too_many(session, viewer)
    if len(typed) > MOST_LOOKS:
        raise TooManyNumbers
    numbers, inquiry = look_numbers(outgoing.box), None
    with door.reading(session, viewer) as register:
        found = facility_in_scope(register, facility_id)
        if found is not None:
            looks = _looks(session, found.id, [numbers.read(one) for one in typed])
            inquiry = _kept(session, viewer, found.id, found.facility_id, kind, looks)
            write(session, inquiry, EntryKind.SENT, inquiry.sender, text, inquiry.sent_at)
            tell_handlers(session, outgoing, inquiry)
            register.note(
                EventName.INQUIRY_SENT,
                certifications=[found.id],
                object=f"inquiry:{inquiry.id}",
                details={"kind": kind.value, "looks": sorted(looks)},
            )
    if inquiry is None:
        raise NotFound
    return inquiry


def _looks(session: Session, certification_id: int, read: Sequence[int | None]) -> dict[int, int | None]:
    """Whose look each of the numbers is. Raises ``UnknownNumber``."""
    wanted = {one for one in read if one is not None}
    chosen = events_of(certification_id, columns=(AuditEvent.number, AuditEvent.account_id))
    rows = session.execute(chosen.where(AuditEvent.number.in_(wanted))).all() if wanted else ()
    found: dict[int, int | None] = {row[0]: row[1] for row in rows}
    if None in read or found.keys() != wanted:
        raise UnknownNumber
    return found


def _kept(
    session: Session,
    viewer: Viewer,
    certification_id: int,
    facility_id: str,
    kind: InquiryKind,
    looks: dict[int, int | None],
) -> Inquiry:
    sender, now = session.scalars(select(Account).where(Account.id == viewer.account_id)).one(), clock.now()
    inquiry = Inquiry(
        kind_code=kind.value,
        organisation_id=sender.organisation_id,
        sender=sender,
        certification_id=certification_id,
        facility_id=facility_id,
        sent_at=now,
        due_on=clock.day_in_japan(now) + TO_ANSWER,
        state_code=InquiryState.OPEN.value,
    )
    session.add(inquiry)
    session.flush()
    session.add_all(InquiredLook(inquiry_id=inquiry.id, event_number=one, account_id=who) for one, who in looks.items())
    session.flush()
    return inquiry


def check_not_too_many(session: Session, viewer: Viewer) -> None:
    """Raise ``TooManySent`` once the viewer's organisation has written ``MOST_A_DAY`` times in 24 hours."""
    theirs = select(func.count()).select_from(InquiryEntry).join(Inquiry, Inquiry.id == InquiryEntry.inquiry_id)
    written = theirs.where(
        Inquiry.organisation_id == viewer.actor.organisation_id,
        InquiryEntry.kind_code.in_([EntryKind.SENT.value, EntryKind.WORD.value]),
        InquiryEntry.at > clock.now() - timedelta(days=1),
    )
    if (session.scalar(written) or 0) >= MOST_A_DAY:
        raise TooManySent
