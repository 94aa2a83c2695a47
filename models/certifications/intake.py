"""Taking a file into the register: what a command or a page calls (M1)."""

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from sqlalchemy import update
from sqlalchemy.orm import Session

from models import clock
from models.audit.actor import Actor
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.catalogue.catalogue import catalogue
from models.errors import DomainError
from models.register.certification import ImportedFile
from models.register.importing import RegisterImport
from models.register.numbers import take_turn
from models.register.report import ImportReport
from models.register.tripwire import opened
from models.register.workbooks.reader import open_workbook

__all__ = ["ImportReport", "Progress", "RowsRefused", "import_file", "item_label"]

Progress = Callable[[int, int], None]
"""Told how many rows are done, and how many there are at most."""


class RowsRefused(DomainError):
    """A strict import found rows it could not take over, so it took none; the report names them."""

    def __init__(self, report: ImportReport) -> None:
        super().__init__(f"取り込めない行が{len(report.refused)}件あるため、このファイルは取り込みませんでした。")
        self.report = report


def import_file(
    session: Session,
    actor: Actor,
    path: Path,
    *,
    file_name: str | None = None,
    strict: bool = False,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> ImportReport:
    """Take a published register in, as one unit of work of its own; good rows go in beside refused ones.

    ``strict`` takes nothing when any row is refused. ``dry_run`` reports what would happen and leaves no trace.
    When it fails, or was a dry run, the session is rolled back: nothing of the file remains, whoever commits later.
    Raises ``RefusedFile`` for a file that is no register, ``RowsRefused`` when strict.
    """
    name = file_name or path.name
    file = open_workbook(path, name)
    report = ImportReport(name, dry_run)
    done = 0

    def tick(rows: int) -> None:
        nonlocal done
        done += rows
        if progress:
            progress(done, file.row_count)

    try:
        with opened():
            take_turn(session)
            digest = _digest(path)
            entry = _enter(session, name, digest)
            RegisterImport(session, file, entry, report, tick).run()
        if strict:
            _check_none_refused(report)
        _conclude(session, actor, entry, report, digest)
    except BaseException:
        session.rollback()
        raise
    if dry_run:
        session.rollback()
    return report


def item_label(key: str) -> str:
    """What a changed item is called."""
    item = catalogue().by_key.get(key)
    return item.label if item else key


def _check_none_refused(report: ImportReport) -> None:
    if report.refused:
        raise RowsRefused(report)


def _enter(session: Session, name: str, digest: str) -> int:
    entry = ImportedFile(name=name, sha256=digest, at=clock.now(), added=0, changed=0, unchanged=0, refused=0)
    session.add(entry)
    session.flush()
    return entry.id


def _conclude(session: Session, actor: Actor, entry: int, report: ImportReport, digest: str) -> None:
    counts = {
        "added": report.added,
        "changed": report.changed,
        "unchanged": report.unchanged,
        "refused": len(report.refused),
    }
    session.execute(update(ImportedFile).where(ImportedFile.id == entry).values(counts))
    details = {"file": report.file, "sha256": digest, **counts}
    record(session, Event(EventName.FILE_IMPORTED, actor, object=f"file:{entry}", details=details))


def _digest(path: Path) -> str:
    digest = sha256()
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            digest.update(piece)
    return digest.hexdigest()
