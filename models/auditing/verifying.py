"""The trail checked as it lies in the database, against its own hashes and every checkpoint (B3)."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.audit import trail_file
from models.audit.actor import Actor
from models.audit.checkpoints import CheckpointBook
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.audit.tables import AuditHead, AuditPurge
from models.audit.trail_file import Stretch
from models.audit.verify_trail import Broken, Checkpoints, Verifier


@dataclass(frozen=True, slots=True)
class Verified:
    """``count`` events were looked at; ``fault`` says what is wrong with the first bad one, empty when none is."""

    count: int
    number: int = 0
    fault: str = ""


def verify_trail(session: Session, actor: Actor, book: CheckpointBook) -> Verified:
    """Check the trail as it lies in the database, against its own hashes and every checkpoint; recorded."""
    found = _verified(session, book)
    details = {"events": found.count, "faults": int(bool(found.fault))}
    record(session, Event(EventName.TRAIL_VERIFIED, actor, details=details))
    return found


def _verified(session: Session, book: CheckpointBook) -> Verified:
    known = Checkpoints()
    verifier = Verifier(known)
    number, head = session.execute(select(AuditHead.number, AuditHead.hash)).one()
    try:
        known.read(book.lines(), book.key)
        for raw in trail_file.lines(session, Stretch(trail_file.whole(session).first, number)):
            verifier.take(raw)
        verifier.finish()
    except Broken as fault:
        return Verified(verifier.count, fault.number, fault.japanese)
    if verifier.first > 1 and not _begins_after_a_purge(session, verifier):
        return Verified(verifier.count, 1, f"証跡 {verifier.first - 1} までがなく、廃棄の記録もありません。")
    if number and (verifier.last, verifier.head) != (number, head):
        return Verified(
            verifier.count, verifier.last + 1, f"証跡 {verifier.last + 1} 以降がありません（末尾の切捨て）。"
        )
    return Verified(verifier.count)


def _begins_after_a_purge(session: Session, verifier: Verifier) -> bool:
    """Whether the database states that it purged all before its first event.

    For a file a checkpoint vouches for what came before it; the database has to hold it, or to say where it went.
    """
    piece = AuditPurge.last == verifier.first - 1, AuditPurge.last_hash == verifier.goes_on_from
    return session.scalar(select(AuditPurge.id).where(*piece).limit(1)) is not None
