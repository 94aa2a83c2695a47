"""Checkpoints: how long the trail is and how it ends, written down outside the database every day (B3).

Whoever can rewrite the whole database can work out every hash anew. They cannot take back a line that lies on another
disk, on paper, or with an auditor. A line can be given away: its hash is checked by anybody, its HMAC by whoever has
the key. The format is that of ``verify_trail.py``.
"""

import hashlib
import hmac
import json
import logging
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Self

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import clock
from models.audit.actor import Actor
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.audit.tables import AuditEvent, AuditHead, AuditPurge
from models.audit.verify_trail import BEGINNING, CHECKPOINT_LINE, Broken, Checkpoints, link
from models.db import SessionFactory, begin_writing, one_transaction
from models.errors import Conflict
from models.settings import Settings

log = logging.getLogger(__name__)

FILE = "checkpoints.jsonl"


class TrailContradicted(Conflict):
    """The trail is not the one a checkpoint saw: cut, rolled back or rebuilt. No new checkpoint covers that up."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """``covers`` events, the last with the hash ``head``, at this moment. ``hash`` covers it and the one before."""

    number: int
    at: datetime
    covers: int
    head: str
    clock_back: bool
    previous: str
    hash: str
    mac: str

    @classmethod
    def read(cls, raw: bytes) -> Self:
        """A line of the file; raises ``TrailContradicted`` when it is none."""
        found = CHECKPOINT_LINE.fullmatch(raw)
        if found is None:
            raise TrailContradicted("照合点の控えに、読めない行があります。")
        values = json.loads(found[4])
        own, mac, previous = (found[place].decode() for place in (1, 2, 3))
        at = datetime.fromisoformat(values["at"])
        return cls(values["number"], at, values["covers"], values["head"], values["clock_back"], previous, own, mac)


@dataclass(frozen=True, slots=True)
class CheckpointBook:
    """The file of checkpoints, and the key they are made with."""

    folder: Path
    key: bytes

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """The deployment's."""
        return cls(settings.checkpoints, settings.checkpoint_secret.encode())

    @property
    def path(self) -> Path:
        """The file; there is none before the first checkpoint."""
        return self.folder / FILE

    def lines(self) -> Sequence[bytes]:
        """Every line, oldest first."""
        if not self.path.exists():
            return ()
        with self.path.open("rb") as file:
            return file.readlines()

    def all(self) -> Sequence[Checkpoint]:
        """Every checkpoint, oldest first; raises ``TrailContradicted`` when a line was changed or is missing."""
        lines = self.lines()
        try:
            Checkpoints().read(lines, self.key)
        except Broken as fault:
            raise TrailContradicted(fault.japanese) from fault
        return [Checkpoint.read(raw) for raw in lines]

    def append(self, raw: bytes) -> None:
        """Write a line, and wait until the disk has it; where it does not fit, the file is as it was.

        Half a line on a full disk would make every checkpoint before it unreadable. Raises ``OSError``.
        """
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        before = os.fstat(descriptor).st_size
        try:
            written = 0
            while written < len(raw):
                written += os.write(descriptor, raw[written:])
            os.fsync(descriptor)
        except OSError:
            os.ftruncate(descriptor, before)
            raise
        finally:
            os.close(descriptor)


def make_checkpoint(session: Session, book: CheckpointBook, actor: Actor) -> Checkpoint:
    """Write the present end of the trail down, in the file and as an event.

    The head is held meanwhile, so that of two at once one follows the other. The line is on the disk before the event
    is kept: a crash between the two leaves a checkpoint the trail does not speak of, which is still true. Raises
    ``TrailContradicted`` when the trail is no longer the one the last checkpoint saw, or the file was tampered with.
    """
    begin_writing(session)
    covers, head = session.execute(select(AuditHead.number, AuditHead.hash).with_for_update()).one()
    known = book.all()
    former = known[-1] if known else None
    if former is not None:
        check_covered(session, former)
    raw, made = _made(book.key, former, covers, head)
    details = {
        "checkpoint": made.number,
        "covers": covers,
        "head": head,
        "hash": made.hash,
        "mac": made.mac,
        "clock_back": made.clock_back,
    }
    record(session, Event(EventName.CHECKPOINT_MADE, actor, object=f"checkpoint:{made.number}", details=details))
    book.append(raw)
    return made


def write_daily(sessions: SessionFactory, book: CheckpointBook) -> str:
    """Today's checkpoint, once; how the trail contradicts the former ones, empty where it does not.

    What keeps it from being written is logged, and the doctor goes on saying so.
    """
    try:
        if is_due(book):
            with one_transaction(sessions) as session:
                make_checkpoint(session, book, Actor.worker())
    except TrailContradicted as contradiction:
        log.critical("the trail contradicts its checkpoints", extra={"reason": contradiction.reason})
        return contradiction.reason
    except OSError:
        log.exception("a checkpoint could not be written")
    return ""


def is_due(book: CheckpointBook) -> bool:
    """Whether today, in Japan, has no checkpoint yet."""
    known = book.lines()
    return not known or clock.day_in_japan(Checkpoint.read(known[-1]).at) != clock.today()


def check_covered(session: Session, checkpoint: Checkpoint) -> None:
    """Raise ``TrailContradicted`` unless the trail still holds what the checkpoint saw, or has purged it since."""
    number, head = session.execute(select(AuditHead.number, AuditHead.hash)).one()
    if number < checkpoint.covers:
        raise TrailContradicted(f"証跡は {number} 件ですが、照合点は {checkpoint.covers} 件を確認しています。")
    chosen = select(AuditEvent.hash).where(AuditEvent.number == checkpoint.covers)
    found = head if number == checkpoint.covers else session.scalar(chosen)
    if found is None and not _was_purged(session, checkpoint):
        raise TrailContradicted(f"証跡 {checkpoint.covers} がなく、廃棄の記録もありません。")
    if found is not None and found != checkpoint.head:
        raise TrailContradicted(f"証跡 {checkpoint.covers} までが、照合点の控えと違います。")


def _was_purged(session: Session, checkpoint: Checkpoint) -> bool:
    """Whether its last event was purged as it must be; an empty trail has none."""
    piece = select(AuditPurge.id).where(AuditPurge.first <= checkpoint.covers, AuditPurge.last >= checkpoint.covers)
    return not checkpoint.covers or session.scalar(piece.limit(1)) is not None


def _made(key: bytes, former: Checkpoint | None, covers: int, head: str) -> tuple[bytes, Checkpoint]:
    now = clock.now()
    number, previous = (former.number + 1, former.hash) if former else (1, BEGINNING)
    back = former is not None and now < former.at
    values = {
        "at": now.isoformat(timespec="microseconds"),
        "clock_back": back,
        "covers": covers,
        "head": head,
        "number": number,
    }
    body = json.dumps(values, sort_keys=True, separators=(",", ":")).encode()
    own = link(previous, body)
    mac = hmac.new(key, previous.encode() + b"\n" + body, hashlib.sha256).hexdigest()
    raw = b'{"hash":"%b","mac":"%b","previous":"%b","checkpoint":%b}\n' % (
        own.encode(),
        mac.encode(),
        previous.encode(),
        body,
    )
    return raw, Checkpoint(number, now, covers, head, back, previous, own, mac)
