"""Taking a file of items into the register: what a command or a page calls (M1)."""

from pathlib import Path

from sqlalchemy.orm import Session

from models.access.visible_items import VisibleItems
from models.audit.actor import Actor
from models.audit.event_names import EventName, Outcome
from models.audit.recorder import Event, record
from models.catalogue.catalogue import catalogue
from models.certifications.file_records import conclude_file, digest_of, enter_file
from models.certifications.intake import DifferenceMoved, ImportReport, Progress, RowsRefused
from models.certifications.preparation import counted
from models.register.item_importing import ItemImport
from models.register.numbers import Waiting, take_turn
from models.register.tripwire import opened
from models.register.workbooks.item_header import UnknownLabel, names_of
from models.register.workbooks.item_reader import ItemFile, open_items

__all__ = ["ImportReport", "Progress", "RowsRefused", "import_items", "open_allowed"]


def import_items(
    session: Session,
    actor: Actor,
    path: Path,
    *,
    visible: VisibleItems | None = None,
    file_name: str | None = None,
    strict: bool = False,
    dry_run: bool = False,
    progress: Progress | None = None,
    expected: str | None = None,
    waiting: Waiting = lambda: None,
) -> ImportReport:
    """Take items of certifications in, as one unit of work of its own; good rows go in beside refused ones.

    A blank cell leaves its item as it is, 「（削除）」 empties it. ``visible`` are the items that the file of a person
    may name (``open_allowed``), None at the console. ``strict`` takes nothing when any row is refused. ``dry_run``
    reports what would happen and leaves no trace. ``expected`` is the ``difference`` that a dry run reported, when that
    alone is to be taken in. ``waiting`` is told when another writer is at work. When it fails, or was a dry run, the
    session is rolled back.
    Raises ``RefusedFile`` for a file that cannot be taken in as a whole, ``RowsRefused`` when strict,
    ``DifferenceMoved``.
    """
    name = file_name or path.name
    file = open_items(path) if visible is None else open_allowed(session, actor, path, name, visible)
    report = ImportReport(name, dry_run)

    try:
        with opened():
            take_turn(session, waiting)
            digest = digest_of(path)
            entry = enter_file(session, name, digest)
            report.difference = ItemImport(session, file, entry, report, counted(progress, file.row_count)).run()
        if strict:
            _check_none_refused(report)
        if expected is not None:
            _check_same(report, expected)
        conclude_file(session, actor, entry, report, digest)
    except BaseException:
        session.rollback()
        raise
    if dry_run:
        session.rollback()
    return report


def _check_none_refused(report: ImportReport) -> None:
    if report.refused:
        raise RowsRefused(report)


def _check_same(report: ImportReport, difference: str) -> None:
    if report.difference != difference:
        raise DifferenceMoved(report)


def open_allowed(session: Session, actor: Actor, path: Path, name: str, visible: VisibleItems) -> ItemFile:
    """A file of items of somebody who may see ``visible``: naming any other item is naming an unknown one (M9).

    Raises what ``open_items`` raises, word for word the same for a hidden item and for one that does not exist; that
    a hidden one was named is recorded, for the caller to commit.
    """
    try:
        return open_items(path, tuple(visible.by_key.values()))
    except UnknownLabel as unknown:
        named = [item.key for label in unknown.labels for item in names_of(catalogue().items).find(label)]
        if hidden := sorted({key for key in named if key not in visible}):
            details = {"file": name, "items": hidden}
            outcome = Outcome.REFUSED
            record(
                session, Event(EventName.HIDDEN_ITEMS_NAMED, actor, outcome, edition=visible.edition, details=details)
            )
        raise
