"""One uploaded file in a worker's hands: looked at, taken in, and what is said when that fails (M1; docs/adr/0010)."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
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
from models.certifications.proposals.columns import check_columns
from models.certifications.proposals.endings import End, record_end, sentence_of, take_off, unconfirm, why_ended
from models.certifications.proposals.officers import officer
from models.certifications.proposals.proposal import ImportProposal, ProposalKind, Stage, hold
from models.certifications.proposals.reading import find
from models.certifications.proposals.uploads import Uploads
from models.certifications.under_way import under_way
from models.db import one_transaction
from models.jobs.job import JobState
from models.jobs.pulse import Pulse
from models.jobs.worker import BEAT_EVERY, Interrupted, Task
from models.register.workbooks.item_header import UnknownLabel
from models.register.workbooks.refusals import RefusedFile

PREVIEWED = "取込みの内容を確認しました。"
TAKEN_IN = "取り込みました。"


@dataclass(frozen=True, slots=True)
class Preview:
    """What a file would change, a digest of it, and the day it was worked out for."""

    report: ImportReport
    difference: str
    day: date


class Work:
    """One proposal in a worker's hands, for the person whose act it is: who uploaded, or who confirmed."""

    def __init__(self, uploads: Uploads, task: Task, pulse: Pulse, permission: Permission) -> None:
        self._uploads, self._task, self._pulse, self._permission = uploads, task, pulse, permission
        self._looked_at = time.monotonic()
        self.actor = Actor.worker()
        with one_transaction(task.sessions) as session:
            self.proposal = find(session, int(task.subject))

    def look(self, source: Path) -> Preview:
        """What the file would change today.

        Raises ``RefusedFile``, ``RowsRefused`` when strict, ``NoLongerAllowed``.
        """
        proposal, today = self.proposal, clock.today()
        with self._tried() as session:
            viewer = self._begin(session)
            if proposal.kind is ProposalKind.ITEMS:
                report = self._import_items(session, viewer, source, dry_run=True)
                return Preview(report, report.difference, today)
            check_columns(session, viewer.actor, source, proposal.file_name, viewer.items)
            prepared = self._prepare(session, source, today)
            session.rollback()
        if proposal.strict and prepared.report.refused:
            raise RowsRefused(prepared.report)
        return Preview(prepared.report, prepared.difference, today)

    def keep_preview(self, preview: Preview, *, moved: bool = False) -> None:
        """Let another person see it. ``moved``: it is another difference than the one that was to be taken in."""
        with one_transaction(self._task.sessions) as session:
            self._viewer(session)
            proposal = self._held(session, Stage.APPLYING if moved else Stage.PREVIEWING)
            proposal.tell(preview.report)
            proposal.difference, proposal.previewed_on = preview.difference, preview.day
            proposal.stage_code = Stage.READY.value
            if moved:
                unconfirm(proposal)
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
            if not self._task.end(session, state, sentence_of(error)):
                return  # given up as lost meanwhile; what is being applied by now is somebody else's act
            if isinstance(error, RefusedFile | RowsRefused):
                self._forget(session, proposal, error)
                return
            unconfirm(proposal)
            session.flush()
            record_end(session, self.actor, proposal, why_ended(error))

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
        proposal.end(Stage.FAILED, clock.now(), sentence_of(error))
        session.flush()
        record_end(session, self.actor, proposal, why_ended(error))
        take_off(self._uploads, proposal)


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
