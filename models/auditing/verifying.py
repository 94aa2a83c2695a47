"""The trail checked as it lies in the database, against its own hashes and every checkpoint (B3)."""

import logging
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import clock
from models.accounts.account import Account, AccountState, Role
from models.audit import trail_file
from models.audit.actor import Actor
from models.audit.checkpoints import Checkpoint, CheckpointBook, TrailContradicted
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.audit.tables import AuditEvent, AuditHead, AuditPurge
from models.audit.trail_file import Stretch
from models.audit.verify_trail import Broken, Checkpoints, Verifier
from models.db import begin_reading, begin_writing
from models.mail.outgoing import Outgoing
from models.mail.trail_letters import tampered

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Verified:
    """``count`` events were looked at; ``fault`` says what is wrong with the first bad one, empty when none is."""

    count: int
    number: int = 0
    fault: str = ""


def verify_trail(session: Session, outgoing: Outgoing, actor: Actor, book: CheckpointBook) -> Verified:
    """Check the trail as it lies in the database, against its own hashes and every checkpoint; recorded.

    Where something is wrong that was not known yet, the owner's officers are written to.
    """
    found = verified(session, book)
    conclude(session, outgoing, actor, found)
    return found


def conclude(session: Session, outgoing: Outgoing, actor: Actor, found: Verified) -> None:
    """Record a verification, and tell every officer of what is wrong: once, until a later verification succeeds."""
    begin_writing(session)
    session.execute(select(AuditHead.number).with_for_update())  # of two at once, one alone tells
    if found.fault:
        log.critical("the trail is not intact", extra={"event": found.number, "reason": found.fault})
        if not is_in_doubt(session):
            _tell_officers(session, outgoing, found)
    details = {"events": found.count, "faults": int(bool(found.fault))}
    record(session, Event(EventName.TRAIL_VERIFIED, actor, details=details))


def newest_verification(session: Session) -> AuditEvent | None:
    """The event of the latest verification; None when there was none yet."""
    chosen = select(AuditEvent).where(AuditEvent.name == EventName.TRAIL_VERIFIED.value)
    return session.scalars(chosen.order_by(AuditEvent.number.desc()).limit(1)).first()


def is_in_doubt(session: Session) -> bool:
    """Whether the latest verification found the trail not intact."""
    newest = newest_verification(session)
    return newest is not None and bool(newest.details["faults"])


def verified(session: Session, book: CheckpointBook) -> Verified:
    """Check the trail, a few hundred events in memory at a time; not recorded."""
    known = Checkpoints()
    verifier = Verifier(known)
    before = len(book.lines())
    begin_reading(session)
    number, head = session.execute(select(AuditHead.number, AuditHead.hash)).one()
    try:
        known.read(_lines_for(book, before, number), book.key)
        for raw in trail_file.lines(session, Stretch(trail_file.whole(session).first, number)):
            verifier.take(raw)
        verifier.finish()
    except Broken as fault:
        return Verified(verifier.count, fault.number, fault.japanese)
    except TrailContradicted as contradiction:
        return Verified(verifier.count, 0, contradiction.reason)
    if verifier.first > 1 and not _begins_after_a_purge(session, verifier):
        return Verified(verifier.count, 1, f"証跡 {verifier.first - 1} までがなく、廃棄の記録もありません。")
    if number and (verifier.last, verifier.head) != (number, head):
        return Verified(
            verifier.count, verifier.last + 1, f"証跡 {verifier.last + 1} 以降がありません（末尾の切捨て）。"
        )
    return Verified(verifier.count)


def _lines_for(book: CheckpointBook, before: int, head: int) -> list[bytes]:
    """The checkpoints of a trail with so many events.

    Somebody may make one while it is read. Of those beyond the first ``before`` that saw more events, this reading
    knows nothing yet.
    """
    lines = list(book.lines())
    while len(lines) > before and Checkpoint.read(lines[-1]).covers > head:
        lines.pop()
    return lines


def _tell_officers(session: Session, outgoing: Outgoing, found: Verified) -> None:
    now, url = clock.now(), outgoing.url("/admin/audit/checkpoints")
    officers = select(Account).where(
        Account.role_code == Role.OWNER_OFFICER.value,
        Account.state_code.in_([AccountState.ISSUED.value, AccountState.ACTIVE.value]),
    )
    for one in session.scalars(officers.order_by(Account.id)):
        outgoing.send(session, tampered(one.email, one.person_name, now, found.fault, url), now)


def _begins_after_a_purge(session: Session, verifier: Verifier) -> bool:
    """Whether the database states that it purged all before its first event.

    For a file a checkpoint vouches for what came before it; the database has to hold it, or to say where it went.
    """
    piece = AuditPurge.last == verifier.first - 1, AuditPurge.last_hash == verifier.goes_on_from
    return session.scalar(select(AuditPurge.id).where(*piece).limit(1)) is not None
