"""Imports under way: one at a time, and a note beside each, so that a crash can be told from a success (B6).

The note lies in a folder of the import's own, which also holds its staged difference, from before anything is read
until after the commit. Its owner holds it locked; the operating system lets go of the lock when the process ends, even
by ``kill -9``. A note nobody holds is that of an import that died, and the register says on which side of its commit.
"""

import fcntl
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine, exists, func, select, text
from sqlalchemy.orm import Session

from models import clock
from models.certifications.file_records import digest_of
from models.register.certification import ImportedFile
from models.register.numbers import Waiting

_NOTE, _DRAFT = "note.json", "note.json.new"
_IMPORTS_LOCK = 7_305_271_121
"""The lock of imports on PostgreSQL, beside that of writers: pages and writers of single items do not wait for it."""
_LEFT_ALONE_SECONDS = 3600
"""A folder without a note belongs to an import that begins this moment, unless it is older than this."""


@dataclass(frozen=True, slots=True)
class Unfinished:
    """An import that somebody began and has not ended. ``running``: its process lives. ``taken_in``: it committed."""

    file: str
    began: datetime
    running: bool
    taken_in: bool

    @property
    def sentence(self) -> str:
        """What became of it."""
        began = f"{clock.in_japan(self.began):%Y-%m-%d %H:%M}"
        if self.running:
            return f"{self.file} を取込み中です（{began} 開始）。"
        if self.taken_in:
            return f"{self.file} の取込み（{began} 開始）は、完了の表示の前に中断しました。ファイルは取り込み済みです。"
        return (
            f"{self.file} の取込み（{began} 開始）は、途中で中断しました。"
            "ファイルは取り込まれていません。もう一度取り込んでください。"
        )


@contextmanager
def under_way(
    session: Session, folder: Path, path: Path, *, queue: bool = True, waiting: Waiting = lambda: None
) -> Iterator[Path]:
    """Be the one import under way; the answer is the import's own folder, for ``import_file``.

    To be held until the import's transaction has ended. With ``queue`` another import is waited for, and ``waiting``
    told so; without, as for a dry run, only the note is kept.
    """
    with ExitStack() as held:
        if queue:
            held.enter_context(_one_at_a_time(session, waiting))
        yield held.enter_context(_noted(session, folder, path))


def unfinished(session: Session, folder: Path, *, forget: bool = False) -> list[Unfinished]:
    """Imports that died, and those that run now. ``forget`` removes what the dead ones left, once they are told."""
    found: list[Unfinished] = []
    for own in sorted(folder.glob("import-*")):
        # Whatever is no longer there has just ended well.
        with suppress(FileNotFoundError):
            if (own / _NOTE).exists():
                one = _read(session, own / _NOTE)
                found.append(one)
                finished = not one.running
            else:
                finished = clock.now().timestamp() - own.stat().st_mtime > _LEFT_ALONE_SECONDS
            if forget and finished:
                shutil.rmtree(own, ignore_errors=True)
    return found


@contextmanager
def _noted(session: Session, folder: Path, path: Path) -> Iterator[Path]:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    last = session.scalar(select(func.max(ImportedFile.id))) or 0
    note = {
        # Shown at a terminal, which would obey what is not printable.
        "file": "".join(letter if letter.isprintable() else "?" for letter in path.name),
        "sha256": digest_of(path),
        "last_file": last,
        "began": clock.now().isoformat(),
    }
    own = Path(tempfile.mkdtemp(prefix="import-", dir=folder))
    try:
        with (own / _DRAFT).open("w", encoding="utf-8") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            json.dump(note, file)
            file.flush()
            os.fsync(file.fileno())
            # The lock is the file's, whatever its name: from the moment it is a note, it is held.
            (own / _DRAFT).rename(own / _NOTE)
            yield own
    finally:
        shutil.rmtree(own, ignore_errors=True)


def _read(session: Session, note: Path) -> Unfinished:
    running = not _free(note)
    kept = json.loads(note.read_text(encoding="utf-8"))
    taken_in = not running and _was_taken_in(session, kept["sha256"], kept["last_file"])
    return Unfinished(kept["file"], datetime.fromisoformat(kept["began"]), running, taken_in)


def _free(note: Path) -> bool:
    with note.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)  # two who look do not take each other for it
        except BlockingIOError:
            return False
    return True


def _was_taken_in(session: Session, sha256: str, last_file: int) -> bool:
    later = exists().where(ImportedFile.sha256 == sha256, ImportedFile.id > last_file)
    return bool(session.scalar(select(later)))


@contextmanager
def _one_at_a_time(session: Session, waiting: Waiting) -> Iterator[None]:
    """The lock lies where the database does: whoever imports into it meets here."""
    engine = session.get_bind().engine
    with _postgresql_lock(engine, waiting) if engine.dialect.name == "postgresql" else _file_lock(engine, waiting):
        yield


@contextmanager
def _file_lock(engine: Engine, waiting: Waiting) -> Iterator[None]:
    # Not the database file itself: closing it would let go of SQLite's own locks.
    with Path(f"{engine.url.database}-imports").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            waiting()
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def _postgresql_lock(engine: Engine, waiting: Waiting) -> Iterator[None]:
    key = {"key": _IMPORTS_LOCK}
    # A connection of its own: the lock outlives the import's transaction, and ends with the process.
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if not connection.scalar(text("SELECT pg_try_advisory_lock(:key)"), key):
            waiting()
            connection.execute(text("SET lock_timeout = 0"))
            connection.execute(text("SELECT pg_advisory_lock(:key)"), key)
            connection.execute(text("RESET lock_timeout"))
        try:
            yield
        finally:
            connection.execute(text("SELECT pg_advisory_unlock(:key)"), key)
