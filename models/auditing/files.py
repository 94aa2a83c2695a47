"""The trail taken out, and checked as it lies in the database (B3)."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import clock
from models.audit import trail_file
from models.audit.actor import Actor
from models.audit.checkpoints import CheckpointBook
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.audit.tables import AuditEvent, AuditHead, AuditPurge
from models.audit.trail_file import Stretch, Written
from models.audit.verify_trail import Broken, Checkpoints, Verifier
from models.errors import Conflict


@dataclass(frozen=True, slots=True)
class Days:
    """Days in Japan, both included; without one the trail's own end."""

    since: date | None = None
    until: date | None = None

    @property
    def first_moment(self) -> datetime | None:
        """When the first of them begins."""
        return clock.day_begins(self.since) if self.since else None

    @property
    def end(self) -> datetime | None:
        """When the last of them is over."""
        return clock.day_ends(self.until) if self.until else None


@dataclass(frozen=True, slots=True)
class Verified:
    """``count`` events were looked at; ``fault`` says what is wrong with the first bad one, empty when none is."""

    count: int
    number: int = 0
    fault: str = ""


def export_trail(session: Session, actor: Actor, path: Path, days: Days) -> Written:
    """Write the trail of these days into a new file, and record it; what cannot be recorded leaves no file behind.

    Raises ``Conflict`` when the file exists.
    """
    stretch = trail_file.between(session, days.first_moment, days.end)
    asked = [f"{label}: {day.isoformat()}" for label, day in (("から", days.since), ("まで", days.until)) if day]
    try:
        file = path.open("xb")
    except FileExistsError as error:
        raise Conflict(f"{path.name} は、すでにあります。") from error
    try:
        with file:
            written = trail_file.write(file, stretch, trail_file.lines(session, stretch))
        record_export(session, actor, asked, written)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return written


def record_export(session: Session, actor: Actor, asked: list[str], written: Written) -> None:
    """Record that events left the house in a file."""
    details = {
        "asked": asked,
        "first": written.stretch.first,
        "last": written.stretch.last,
        "events": written.stretch.count,
        "sha256": written.sha256,
    }
    record(session, Event(EventName.TRAIL_EXPORTED, actor, details=details))


def verify_trail(session: Session, actor: Actor, book: CheckpointBook) -> Verified:
    """Check the trail as it lies in the database, against its own hashes and every checkpoint; recorded."""
    found = _verified(session, book)
    details = {"events": found.count, "faults": int(bool(found.fault))}
    record(session, Event(EventName.TRAIL_VERIFIED, actor, details=details))
    return found


def too_young(session: Session, first: int, last: int, years: int) -> bool:
    """Whether any of these events is younger than the trail is kept for."""
    limit = clock.day_begins(clock.months_after(clock.today(), -12 * years))
    young = select(AuditEvent.number).where(AuditEvent.number.between(first, last), AuditEvent.at >= limit)
    return session.scalar(young.limit(1)) is not None


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
