"""Making a large file: a job that writes it encrypted, row by row of one moment, as long as its person may have it."""

import hashlib
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from sqlalchemy.orm import Session

from models import clock
from models.access import door
from models.access.presence import viewer_if_admitted
from models.access.viewer import Viewer
from models.accounts import sessions as sign_in_sessions
from models.accounts.account import Account
from models.accounts.visit import Visit
from models.audit.actor import Actor
from models.audit.event_names import EventName
from models.certifications import export_files
from models.certifications.criteria import read_criteria
from models.certifications.csv_file import csv_chunks, unwritable_in
from models.certifications.excess.returning import give_back, record_given_back
from models.certifications.export import MAY_EXPORT, ExportEnd, record_end
from models.certifications.export_files import KEPT_FOR, ExportFile, Keeping, shred
from models.certifications.export_format import ExportFormat
from models.certifications.export_order import ExportOrder, Wish
from models.certifications.extract import ExportCut, Extract
from models.certifications.shift_jis import Unwritable, most_frequent_first
from models.certifications.workbook_file import write_workbook
from models.db import begin_writing, one_transaction
from models.errors import DomainError
from models.jobs import queue
from models.jobs.job import JobKind, JobState
from models.jobs.worker import Handler, Interrupted, Task
from models.legal.purposes import Purpose
from models.sealed_file import SealedWriter
from models.training.rule import TrainingRule

MADE = "ファイルができました。"


class MoreRows(DomainError):
    """The list has grown since the file was asked for: more than was told and counted is not taken."""

    def __init__(self) -> None:
        super().__init__(
            "申込みの後に一覧の件数が増えたため、中止しました。件数を確かめて、もう一度書き出してください。"
        )


def handler(keeping: Keeping, rule: TrainingRule) -> Handler:
    """How export jobs are done with files kept there; ``rule`` says whose training is too late."""
    tidy = partial(export_files.tidy, keeping=keeping)
    return Handler(work=partial(_work, keeping, rule), give_up=partial(_give_up, keeping), tidy=tidy)


def _work(keeping: Keeping, rule: TrainingRule, task: Task) -> str:
    """Make the file, whole or not at all."""
    making = _Making(keeping, rule, task)
    try:
        making.make()
    except BaseException as error:
        with one_transaction(task.sessions) as session:
            _end_unmade(session, making.actor, task.subject, making.rows, _why(error), keeping)
        raise
    return MADE


def _give_up(keeping: Keeping, session: Session, number: str) -> None:
    job = queue.find(session, JobKind.EXPORT, number)
    _end_unmade(session, Actor.worker(), number, job.done if job else 0, ExportEnd.WORKER_LOST, keeping)


def _end_unmade(session: Session, actor: Actor, number: str, rows: int, why: ExportEnd, keeping: Keeping) -> None:
    """Shred what there is of the file; an approval it was to be made on is good for another try."""
    approval = give_back(session, number)
    shred(session, actor, number, rows, why, keeping)
    record_given_back(session, Actor.worker(), approval, number)


def _why(error: BaseException) -> ExportEnd:
    return ExportEnd.RIGHTS_CHANGED if isinstance(error, ExportCut) else ExportEnd.BROKEN_OFF


class _Making:
    """One file on its way to the disk."""

    def __init__(self, keeping: Keeping, rule: TrainingRule, task: Task) -> None:
        self._keeping, self._rule, self._task = keeping, rule, task
        self.actor = Actor.worker()
        self._extract: Extract | None = None
        with one_transaction(task.sessions) as session:
            self._file = session.get_one(ExportFile, task.subject)

    @property
    def rows(self) -> int:
        """How many rows were written so far."""
        return self._extract.taken if self._extract else 0

    def make(self) -> None:
        """Take the list down as its person may see it now, and write it."""
        with ExitStack() as opened:
            with one_transaction(self._task.sessions) as session:
                viewer = self._viewer_at_the_beginning()
                self.actor = viewer.actor
                self._extract = extract = opened.enter_context(Extract(session, self._order(session, viewer)))
                if len(extract.keys) > self._file.rows:
                    raise MoreRows
                extract.recorded(session, _record(session, extract), EventName.EXPORT_MADE)
            self._finish(self._write(extract))

    def _viewer_at_the_beginning(self) -> Viewer:
        viewer = self._present_viewer()
        if viewer is None or viewer.rights != self._file.rights:
            raise ExportCut
        return viewer

    def _present_viewer(self) -> Viewer | None:
        """The person in the session in which they asked, or None once that would be refused them."""
        with one_transaction(self._task.sessions) as session:  # a session that is over is kept as ended
            sign_in = sign_in_sessions.find_by_number(session, self._file.session_id, clock.now())
            if sign_in is None:
                return None
            visit = Visit(sign_in.address, sign_in.user_agent, request=f"job:{self._task.id}", device=sign_in.device)
            actor = visit.actor(sign_in.account, sign_in.id)
            return viewer_if_admitted(session, sign_in, actor, MAY_EXPORT, self._rule)

    def _order(self, session: Session, viewer: Viewer) -> ExportOrder:
        file = self._file
        wish = Wish(read_criteria(file.asked, viewer.items), Purpose(file.purpose), file.note, file.format)
        person = session.get_one(Account, file.account_id).person_name
        return ExportOrder(file.number, file.asked_at, wish, viewer, person)

    def _write(self, extract: Extract) -> "_Written":
        """Write the file."""
        keeping, number = self._keeping, self._file.number
        keeping.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        keeping.remove(number)  # what a killed worker left of the same file
        sealed = _Digesting(keeping.path(number), keeping.key(self._file), keeping.place(number))
        try:
            unwritable = self._write_csv(extract, sealed) if self._is_csv() else self._write_workbook(extract, sealed)
            sealed.close()
        finally:
            sealed.abandon()
        return _Written(sealed.size, sealed.digest.hexdigest(), unwritable)

    def _is_csv(self) -> bool:
        return self._file.format is not ExportFormat.EXCEL

    def _write_csv(self, extract: Extract, sealed: SealedWriter) -> tuple[Unwritable, ...]:
        total = len(extract.keys)
        unwritable: tuple[Unwritable, ...] = ()
        if self._file.format is ExportFormat.CSV_SHIFT_JIS:
            for counts in unwritable_in(extract.order, extract.batches(self._present_viewer)):
                self._task.progress(0, total)
                unwritable = most_frequent_first(counts)
        for chunk in csv_chunks(extract.order, total, extract.batches(self._present_viewer), unwritable):
            sealed.write(chunk)
            self._task.progress(extract.taken, total)
        return unwritable

    def _write_workbook(self, extract: Extract, sealed: SealedWriter) -> tuple[Unwritable, ...]:
        total, folder = len(extract.keys), self._keeping.work(self._file.number)
        folder.mkdir(mode=0o700)
        try:
            packing = _Packing(sealed, lambda: self._task.progress(extract.taken, total))
            for _rows in write_workbook(extract.order, total, extract.batches(self._present_viewer), packing, folder):
                self._task.progress(extract.taken, total)
        finally:
            self._keeping.clear_work(self._file.number)
        return ()

    def _finish(self, written: "_Written") -> None:
        """Let the file be fetched, unless it was called off in the last moment."""
        with one_transaction(self._task.sessions) as session:
            begin_writing(session)
            # The job first, as whoever calls it off does: two transactions that lock crosswise would wait for ever.
            if not self._task.end(session, JobState.DONE, MADE):
                raise Interrupted
            file = session.get_one(ExportFile, self._file.number, populate_existing=True)
            file.made_at, file.size, file.expires_at = clock.now(), written.size, clock.now() + KEPT_FOR
            file.unwritable = [[one.character, one.times] for one in written.unwritable]
            session.flush()
            record_end(session, self.actor, file.number, self.rows, ExportEnd.COMPLETE, written.sha256)


@dataclass(frozen=True, slots=True)
class _Written:
    """A file that is on the disk: how many bytes, their SHA-256 before they were sealed, what could not be written."""

    size: int
    sha256: str
    unwritable: tuple[Unwritable, ...]


class _Digesting(SealedWriter):
    """Seals, and keeps the digest of what was given to be sealed."""

    def __init__(self, path: Path, key: bytes, place: str) -> None:
        super().__init__(path, key, place)
        self.digest = hashlib.sha256()

    def write(self, data: bytes) -> int:
        """Take bytes."""
        self.digest.update(data)
        return super().write(data)


class _Packing:
    """Where a workbook is packed to. That takes as long as writing its sheets, so it shows that the worker lives."""

    def __init__(self, sealed: SealedWriter, tell: Callable[[], None]) -> None:
        self._sealed, self._tell = sealed, tell
        self._over = False

    def write(self, data: bytes) -> int:
        """Pass bytes on. Once the work has to stop, the packer's own tidying up goes nowhere."""
        if self._over:
            return len(data)
        try:
            self._tell()
        except BaseException:
            self._over = True
            raise
        return self._sealed.write(data)

    def flush(self) -> None:
        """Nothing has to happen."""


def _record(session: Session, extract: Extract) -> int:
    order, keys = extract.order, extract.keys
    details = {
        "file_number": order.file_number,
        "total": len(keys),
        "items": [item.key for item in order.criteria.columns],
    }
    with door.reading(session, order.viewer) as register:
        event = register.note(
            EventName.EXPORT_MADE, certifications=keys, object=f"file:{order.file_number}", details=details
        )
    return event.number
