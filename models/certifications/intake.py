"""Taking a file into the register: what a command or a page calls (M1; docs/adr/0010).

``import_file`` does all of it. A page that lets one person look and another decide calls ``prepare``, and days later
``apply_prepared``.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.orm import Session

from models import clock
from models.audit.actor import Actor
from models.catalogue.catalogue import catalogue
from models.certifications.file_records import conclude_file, digest_of, enter_file
from models.certifications.preparation import PreparedImport, Progress, prepare
from models.db import has_turn
from models.errors import DomainError
from models.register.applying import apply_staged
from models.register.bulk import Stamp
from models.register.numbers import Waiting, take_turn
from models.register.report import ImportReport
from models.register.staging import Staging
from models.register.tripwire import opened

__all__ = [
    "DifferenceMoved",
    "ImportReport",
    "PreparedImport",
    "Progress",
    "RowsRefused",
    "SourceChanged",
    "Waiting",
    "apply_prepared",
    "import_file",
    "item_label",
    "prepare",
]  # fmt: skip

PATIENCE = 3
"""So many times the difference is worked out anew beside other writers; then they have to wait for it."""


class RowsRefused(DomainError):
    """A strict import found rows it could not take over, so it took none; the report names them."""

    def __init__(self, report: ImportReport) -> None:
        super().__init__(f"取り込めない行が{len(report.refused)}件あるため、このファイルは取り込みませんでした。")
        self.report = report


class DifferenceMoved(DomainError):
    """The register changed since the preview, and the file would now change something else than was shown."""

    def __init__(self, report: ImportReport) -> None:
        super().__init__(
            "プレビューの後に登録内容が変わり、取込みの結果がプレビューと異なるため、取り込みませんでした。"
            "もう一度プレビューして確認してください。"
        )
        self.report = report


class SourceChanged(DomainError):
    """The published file is not the one that was previewed, or is gone."""

    def __init__(self) -> None:
        super().__init__("プレビューしたファイルがないか、内容が変わっているため、取り込みませんでした。")


def import_file(
    session: Session,
    actor: Actor,
    path: Path,
    *,
    file_name: str | None = None,
    strict: bool = False,
    dry_run: bool = False,
    accept_vanished: bool = False,
    folder: Path | None = None,
    progress: Progress | None = None,
    waiting: Waiting = lambda: None,
) -> ImportReport:
    """Take a published register in, as one unit of work of its own; good rows go in beside refused ones.

    ``strict`` takes nothing when any row is refused. ``dry_run`` reports what would happen and leaves no trace.
    ``accept_vanished`` marks vanished facilities however many they are. ``folder`` is the import's own place for the
    difference (``under_way``), by default a temporary one. ``waiting`` is told when another writer is at work.
    When it fails, or was a dry run, the session is rolled back: nothing of the file remains, whoever commits later.
    Raises ``RefusedFile`` for a file that is no register, ``RowsRefused`` when strict.
    """
    with _undone_by_failure(session), _place(folder) as place:
        prepared = prepare(
            session,
            path,
            staged=place / "difference.sqlite3",
            file_name=file_name,
            accept_vanished=accept_vanished,
            lasting=False,
            progress=progress,
        )
        if strict:
            _check_none_refused(prepared.report)
        if dry_run:
            session.rollback()
            prepared.report.dry_run = True
            return prepared.report
        prepared = _in_turn(session, prepared, progress, waiting)
        if strict:
            _check_none_refused(prepared.report)
        return _apply(session, actor, prepared)


def apply_prepared(
    session: Session, actor: Actor, prepared: PreparedImport, *, waiting: Waiting = lambda: None
) -> ImportReport:
    """Take in what was previewed, exactly that, as one unit of work of its own.

    When the register has changed since, the file is held against it anew. The caller keeps or removes the files of
    ``prepared``, which stay what was previewed. When it fails the session is rolled back.
    Raises ``DifferenceMoved``, ``SourceChanged``.
    """
    with _undone_by_failure(session):
        if not prepared.source.exists() or digest_of(prepared.source) != prepared.sha256:
            raise SourceChanged
        try:
            present = _in_turn(session, prepared, None, waiting)
            if present.difference != prepared.difference:
                raise DifferenceMoved(present.report)
            return _apply(session, actor, present)
        finally:
            prepared.beside.unlink(missing_ok=True)


def item_label(key: str) -> str:
    """What a changed item is called."""
    item = catalogue().by_key.get(key)
    return item.label if item else key


def _in_turn(session: Session, prepared: PreparedImport, progress: Progress | None, waiting: Waiting) -> PreparedImport:
    """Take the turn to write, with a difference that is true of the register as it is now."""
    tries = 0
    while True:
        ours = not has_turn(session)
        with opened():
            take_turn(session, waiting)
            if prepared.fits(session):
                return prepared
        tries += 1
        if ours and has_turn(session) and tries <= PATIENCE:
            # On SQLite every page would wait for the turn.
            session.rollback()
        prepared = prepared.again(session, progress)


def _apply(session: Session, actor: Actor, prepared: PreparedImport) -> ImportReport:
    now, report = clock.now(), prepared.report
    entry = enter_file(session, prepared.name, prepared.sha256)
    with opened(), Staging.open(prepared.staged, session.get_bind().dialect.name) as staging:
        apply_staged(session, staging, Stamp(now, entry))
    conclude_file(session, actor, entry, report, prepared.sha256)
    return report


def _check_none_refused(report: ImportReport) -> None:
    if report.refused:
        raise RowsRefused(report)


@contextmanager
def _undone_by_failure(session: Session) -> Iterator[None]:
    try:
        yield
    except BaseException:
        session.rollback()
        raise


@contextmanager
def _place(folder: Path | None) -> Iterator[Path]:
    if folder is not None:
        yield folder
        return
    with tempfile.TemporaryDirectory(prefix="saiene-import-") as temporary:
        yield Path(temporary)
