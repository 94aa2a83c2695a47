"""The two jobs of a proposal: working out what its file would change, and taking it in (M1; docs/adr/0010).

They call what the commands call. A job that takes a file in ends in the very transaction that does so: after a crash
the file is in and the job is done, or neither is.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from sqlalchemy.orm import Session

from models import clock
from models.access.permissions import Permission
from models.access.viewer import Viewer
from models.audit.actor import Actor
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.certifications.intake import (
    DifferenceMoved,
    ImportReport,
    PreparedImport,
    RowsRefused,
    SourceChanged,
    apply_prepared,
    prepare,
)  # fmt: skip
from models.certifications.item_intake import import_items
from models.certifications.proposals import acts
from models.certifications.proposals.acts import End, record_end
from models.certifications.proposals.columns import check_columns
from models.certifications.proposals.officers import NoLongerAllowed, officer
from models.certifications.proposals.proposal import ImportProposal, ProposalKind, Stage, hold
from models.certifications.proposals.reading import find
from models.certifications.proposals.uploads import Uploads
from models.certifications.under_way import under_way
from models.db import SessionFactory, one_transaction
from models.errors import DomainError
from models.jobs import queue
from models.jobs.job import JobKind, JobState
from models.jobs.pulse import Pulse
from models.jobs.worker import BEAT_EVERY, BROKEN, STOPPED, Handler, Interrupted, Task
from models.register.workbooks.item_header import UnknownLabel
from models.register.workbooks.refusals import RefusedFile

PREVIEWED = "取込みの内容を確認しました。"
TAKEN_IN = "取り込みました。"


def handlers(uploads: Uploads, imports_folder: Path) -> dict[JobKind, Handler]:
    """How both are done with files kept there. ``imports_folder`` is where imports under way leave their notes."""
    return {
        JobKind.IMPORT_PREVIEW: Handler(
            work=partial(_preview, uploads),
            give_up=partial(_give_up_preview, uploads),
            tidy=partial(acts.tidy, uploads=uploads),
        ),
        JobKind.IMPORT_APPLY: Handler(
            work=partial(_take_in, uploads, imports_folder), give_up=partial(_give_up_taking_in, uploads), tidy=_nothing
        ),
    }


def _preview(uploads: Uploads, task: Task) -> str:
    with Pulse(task) as pulse:
        work = _Work(uploads, task, pulse, Permission.IMPORT_PROPOSE)
        try:
            with uploads.opened(work.proposal) as source:
                preview = work.look(source)
            work.keep_preview(preview)
        except BaseException as error:
            work.fail(error)
            raise
    return PREVIEWED


def _take_in(uploads: Uploads, imports_folder: Path, task: Task) -> str:
    with Pulse(task) as pulse:
        work = _Work(uploads, task, pulse, Permission.IMPORT_APPLY)
        try:
            with uploads.opened(work.proposal) as source:
                try:
                    work.take_in(source, imports_folder)
                except DifferenceMoved:
                    work.keep_preview(work.look(source), moved=True)
                    raise
        except BaseException as error:
            work.undo(error)
            raise
        _take_off(uploads, work.proposal)
    return TAKEN_IN


@dataclass(frozen=True, slots=True)
class _Preview:
    """What a file would change, a digest of it, and the day it was worked out for."""

    report: ImportReport
    difference: str
    day: date


class _Work:
    """One proposal in a worker's hands, for the person whose act it is: who uploaded, or who confirmed."""

    def __init__(self, uploads: Uploads, task: Task, pulse: Pulse, permission: Permission) -> None:
        self._uploads, self._task, self._pulse, self._permission = uploads, task, pulse, permission
        self._looked_at = time.monotonic()
        self.actor = Actor.worker()
        with one_transaction(task.sessions) as session:
            self.proposal = find(session, int(task.subject))

    def look(self, source: Path) -> _Preview:
        """What the file would change today.

        Raises ``RefusedFile``, ``RowsRefused`` when strict, ``NoLongerAllowed``.
        """
        proposal, today = self.proposal, clock.today()
        with self._tried() as session:
            viewer = self._begin(session)
            if proposal.kind is ProposalKind.ITEMS:
                report = self._import_items(session, viewer, source, dry_run=True)
                return _Preview(report, report.difference, today)
            check_columns(session, viewer.actor, source, proposal.file_name, viewer.items)
            prepared = self._prepare(session, source, today)
            session.rollback()
        if proposal.strict and prepared.report.refused:
            raise RowsRefused(prepared.report)
        return _Preview(prepared.report, prepared.difference, today)

    def keep_preview(self, preview: _Preview, *, moved: bool = False) -> None:
        """Let another person see it. ``moved``: it is another difference than the one that was to be taken in."""
        with one_transaction(self._task.sessions) as session:
            self._viewer(session)
            proposal = self._held(session, Stage.APPLYING if moved else Stage.PREVIEWING)
            proposal.tell(preview.report)
            proposal.difference, proposal.previewed_on = preview.difference, preview.day
            proposal.stage_code = Stage.READY.value
            if moved:
                _unconfirm(proposal)
                proposal.moved_at = clock.now()
            session.flush()
            if moved:
                record_end(session, self.actor, proposal, End.DIFFERENCE_MOVED)
            _record_preview(session, self.actor, proposal, preview.report)
            # What moved did not end as it should: the worker says so.
            if not moved and not self._task.end(session, JobState.DONE, PREVIEWED):
                raise Interrupted

    def take_in(self, source: Path, imports_folder: Path) -> None:
        """Take the file in, if that still changes what was shown, as one transaction with the end of the job.

        Raises ``DifferenceMoved``, ``NoLongerAllowed``.
        """
        with self._task.sessions() as watching, under_way(watching, imports_folder, source), self._tried() as session:
            watching.rollback()
            viewer = self._begin(session)
            if self.proposal.kind is ProposalKind.ITEMS:
                report = self._import_items(session, viewer, source, expected=self.proposal.difference)
            else:
                report = self._import_published(session, source)
            self._viewer(session)
            proposal = self._held(session, Stage.APPLYING)
            proposal.tell(report)
            proposal.end(Stage.APPLIED, clock.now())
            session.flush()
            if not self._task.end(session, JobState.DONE, TAKEN_IN):
                raise Interrupted

    def fail(self, error: BaseException) -> None:
        """Say that the file cannot be taken in, and forget it."""
        with one_transaction(self._task.sessions) as session:
            proposal = hold(session, self.proposal.id)
            if proposal.stage is Stage.PREVIEWING:
                self._forget(session, proposal, error)

    def undo(self, error: BaseException) -> None:
        """Say that nothing was taken in. It may be tried again, unless it lies with the file."""
        with one_transaction(self._task.sessions) as session:
            proposal = hold(session, self.proposal.id)
            if proposal.stage is not Stage.APPLYING:
                return
            state = JobState.CANCELLED if isinstance(error, Interrupted) else JobState.FAILED
            if not self._task.end(session, state, _sentence(error)):
                return  # given up as lost meanwhile; what is being applied by now is somebody else's act
            if isinstance(error, RefusedFile | RowsRefused):
                self._forget(session, proposal, error)
                return
            _unconfirm(proposal)
            session.flush()
            record_end(session, self.actor, proposal, _why(error))

    @contextmanager
    def _tried(self) -> Iterator[Session]:
        """A transaction of which, when an item is named that is unknown to the person, the record of that remains."""
        unknown: UnknownLabel | None = None
        with one_transaction(self._task.sessions) as session:
            try:
                yield session
            except UnknownLabel as error:
                unknown = error
        if unknown is not None:
            raise unknown

    def _begin(self, session: Session) -> Viewer:
        viewer = self._viewer(session)
        self.actor = viewer.actor
        return viewer

    def _viewer(self, session: Session) -> Viewer:
        """The person, as the database knows them this moment."""
        proposal, by_proposer = self.proposal, self._permission is Permission.IMPORT_PROPOSE
        account = proposal.proposed_by if by_proposer else proposal.confirmed_by
        sign_in = proposal.proposed_in if by_proposer else proposal.confirmed_in
        if account is None or sign_in is None:
            raise Interrupted
        return officer(session, account, sign_in, self._task.id, self._permission)

    def _held(self, session: Session, stage: Stage) -> ImportProposal:
        proposal = hold(session, self.proposal.id)
        if proposal.stage is not stage:
            raise Interrupted
        return proposal

    def _tell(self, done: int, total: int) -> None:
        """How far it is; from time to time the person is asked for anew, past the transaction of the work."""
        self._pulse.progress(done, total)
        if time.monotonic() - self._looked_at > BEAT_EVERY.total_seconds():
            with self._task.sessions() as session:
                self._viewer(session)
            self._looked_at = time.monotonic()

    def _import_items(
        self, session: Session, viewer: Viewer, source: Path, *, dry_run: bool = False, expected: str | None = None
    ) -> ImportReport:
        return import_items(
            session,
            viewer.actor,
            source,
            visible=viewer.items,
            file_name=self.proposal.file_name,
            strict=self.proposal.strict,
            dry_run=dry_run,
            progress=self._tell,
            expected=expected,
        )

    def _import_published(self, session: Session, source: Path) -> ImportReport:
        # As of the day it was shown for: what is marked with a day is marked with that one.
        prepared = self._prepare(session, source, self.proposal.previewed_on)
        if prepared.sha256 != self.proposal.sha256:
            raise SourceChanged
        if prepared.difference != self.proposal.difference:
            raise DifferenceMoved(prepared.report)
        return apply_prepared(session, self.actor, prepared)

    def _prepare(self, session: Session, source: Path, today: date | None) -> PreparedImport:
        return prepare(
            session,
            source,
            staged=source.with_name("difference.sqlite3"),
            file_name=self.proposal.file_name,
            accept_vanished=self.proposal.accept_vanished,
            today=today,
            progress=self._tell,
        )

    def _forget(self, session: Session, proposal: ImportProposal, error: BaseException) -> None:
        if isinstance(error, RowsRefused):
            proposal.tell(error.report)
        proposal.end(Stage.FAILED, clock.now(), _sentence(error))
        session.flush()
        record_end(session, self.actor, proposal, _why(error))
        _take_off(self._uploads, proposal)


def _give_up_preview(uploads: Uploads, session: Session, number: str) -> None:
    proposal = hold(session, int(number))
    if proposal.stage is Stage.PREVIEWING:
        proposal.end(Stage.FAILED, clock.now(), queue.LOST)
        session.flush()
        record_end(session, Actor.worker(), proposal, End.WORKER_LOST)
        _take_off(uploads, proposal)
    uploads.clear_work(proposal.token)


def _give_up_taking_in(uploads: Uploads, session: Session, number: str) -> None:
    proposal = hold(session, int(number))
    if proposal.stage is Stage.APPLYING:
        _unconfirm(proposal)
        session.flush()
        record_end(session, Actor.worker(), proposal, End.WORKER_LOST)
    uploads.clear_work(proposal.token)


def _take_off(uploads: Uploads, proposal: ImportProposal) -> None:
    """Take the file, whose key is forgotten, off the disk."""
    uploads.path(proposal.token).unlink(missing_ok=True)


def _unconfirm(proposal: ImportProposal) -> None:
    """Let somebody look at it again, and decide anew."""
    proposal.stage_code = Stage.READY.value
    proposal.confirmed_by = proposal.confirmed_in = proposal.confirmed_at = None


def _record_preview(session: Session, actor: Actor, proposal: ImportProposal, report: ImportReport) -> None:
    details = {
        "file": proposal.file_name,
        "sha256": proposal.sha256,
        "added": report.added,
        "changed": report.changed,
        "unchanged": report.unchanged,
        "refused": len(report.refused),
        "vanished": report.vanished,
    }
    record(session, Event(EventName.IMPORT_PREVIEWED, actor, object=f"import:{proposal.id}", details=details))


def _why(error: BaseException) -> End:
    match error:
        case RefusedFile():
            return End.FILE_REFUSED
        case RowsRefused():
            return End.ROWS_REFUSED
        case NoLongerAllowed():
            return End.RIGHTS_CHANGED
        case _:
            return End.BROKEN_OFF


def _sentence(error: BaseException) -> str:
    if isinstance(error, DomainError):
        return error.reason
    return STOPPED if isinstance(error, Interrupted) else BROKEN


def _nothing(_sessions: SessionFactory) -> None:
    """The other job's handler tidies for both."""
