"""Made files: kept encrypted for a day, fetched by their owner alone, shredded by forgetting their key (B4, M11)."""

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ForeignKey, String, Text, and_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from models import clock
from models.access.viewer import Viewer
from models.audit.actor import Actor
from models.audit.event_names import EventName, Outcome
from models.audit.recorder import Event, record
from models.certifications.export import ExportEnd, note_export, record_end
from models.certifications.export_format import ExportFormat
from models.certifications.export_order import Wish, check_purpose, new_order
from models.certifications.extract import ExportCut, PresentViewer
from models.certifications.kept_files import KeptFiles
from models.certifications.quota import STEP_UP_ROWS, Allowance
from models.certifications.shift_jis import Unwritable
from models.db import Base, SessionFactory, begin_writing, changed_rows, one_transaction
from models.errors import NotFound
from models.jobs import queue
from models.jobs.job import Job, JobKind, JobState
from models.sealed_file import open_sealed
from models.secret_box import SecretBox
from models.settings import Settings

KEPT_FOR = timedelta(hours=24)
PIECES_A_CHECK = 16
"""While a file is fetched its person is asked for anew before every megabyte."""
GONE = {
    ExportEnd.RIGHTS_CHANGED: "サインアウトしたか、利用の権限が変わったため、ファイルを消去しました。",
    ExportEnd.CANCELLED: "中止しました。",
    ExportEnd.WORKER_LOST: queue.LOST,
    ExportEnd.BROKEN_OFF: "途中で中止しました。もう一度お試しください。",
    ExportEnd.EXPIRED: "保存期間が過ぎたため、ファイルを消去しました。",
}


class ExportFile(Base):
    """A file asked for and made by a job.

    ``asked`` are the criteria as an address states them; ``rights`` is the mark of the rows and items it was asked
    with. ``sealed_key`` opens the file; empty, there is nothing left to open, and ``gone`` says why. ``unwritable`` are
    pairs of a character that Shift_JIS lacks and how often it occurs. ``rows`` were counted when it was asked for.
    """

    __tablename__ = "export_files"

    number: Mapped[str] = mapped_column(String(20), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("sign_in_sessions.id"))
    asked: Mapped[dict[str, Any]]
    purpose: Mapped[str] = mapped_column(String(40))
    note: Mapped[str] = mapped_column(String(200))
    format_code: Mapped[str] = mapped_column("format", String(20))
    rights: Mapped[str] = mapped_column(String(64))
    conditions: Mapped[list[Any]]
    rows: Mapped[int]
    columns: Mapped[int]
    unwritable: Mapped[list[Any]]
    sealed_key: Mapped[str] = mapped_column(Text)
    gone: Mapped[str] = mapped_column(String(100), default="")
    asked_at: Mapped[datetime]
    made_at: Mapped[datetime | None]
    size: Mapped[int | None]
    expires_at: Mapped[datetime]

    @property
    def format(self) -> ExportFormat:
        """The form, as a member of the closed set."""
        return ExportFormat(self.format_code)


@dataclass(frozen=True, slots=True)
class OwnFile:
    """A file as its owner sees it, and the job that makes it."""

    file: ExportFile
    job: Job

    @property
    def number(self) -> str:
        """The file number."""
        return self.file.number

    @property
    def name(self) -> str:
        """The name it is saved under."""
        return f"saiene-{self.file.number}.{self.file.format.suffix}"

    @property
    def ready(self) -> bool:
        """Whether it can be fetched now."""
        made = self.file.made_at is not None and bool(self.file.sealed_key)
        return made and self.job.state is JobState.DONE and clock.now() < self.file.expires_at

    @property
    def needs_proof(self) -> bool:
        """Whether it is so large that a code has to be given again first (B4)."""
        return self.file.rows > STEP_UP_ROWS

    def asked_as(self, viewer: Viewer) -> bool:
        """Whether ``viewer`` sees the rows and items it was asked with: its conditions may name what is hidden now."""
        return viewer.rights == self.file.rights

    @property
    def unwritable(self) -> tuple[Unwritable, ...]:
        """What Shift_JIS could not hold of it, the most frequent first."""
        return tuple(Unwritable(character, times) for character, times in self.file.unwritable)


class Keeping(KeptFiles):
    """Where made files lie, and what seals their keys."""

    @classmethod
    def of(cls, settings: Settings) -> "Keeping":
        """The place of a deployment."""
        return cls(settings.exports_folder, SecretBox(settings.encryption_keys), "export")

    def key(self, file: ExportFile) -> bytes:
        """The file's key; raises ``CannotOpen``."""
        return self.open_key(file.number, file.sealed_key)


def ask(session: Session, viewer: Viewer, wish: Wish, allowance: Allowance, keeping: Keeping, *, proved: bool) -> str:
    """Record the export, and let a job make its file; returns the file number. ``proved``: a code was given lately.

    Raises ``PurposeMissing``, or like ``note_export``; no export is recorded then.
    """
    check_purpose(viewer, wish)
    order = new_order(viewer, wish, person="")
    _event, rows = note_export(session, order, allowance, proved=proved)
    session.add(
        ExportFile(
            number=order.file_number,
            account_id=viewer.account_id,
            session_id=viewer.actor.session,
            asked=parameters_of(wish),
            purpose=wish.purpose.value,
            note=wish.note,
            format_code=wish.format.value,
            rights=viewer.rights,
            conditions=list(wish.criteria.describe()),
            rows=rows,
            columns=len(wish.criteria.columns),
            unwritable=[],
            sealed_key=keeping.new_sealed_key(order.file_number),
            asked_at=order.at,
            expires_at=order.at + KEPT_FOR,
        )
    )
    session.flush()
    queue.enqueue(session, JobKind.EXPORT, order.file_number, viewer.account_id, order.at)
    return order.file_number


def list_own(session: Session, account_id: int, now: datetime) -> Sequence[OwnFile]:
    """The account's files of the last day, newest first."""
    chosen = _with_jobs().where(ExportFile.account_id == account_id, ExportFile.expires_at > now)
    found = session.execute(chosen.order_by(ExportFile.asked_at.desc(), ExportFile.number))
    return [OwnFile(file, job) for file, job in found]


def find_own(session: Session, actor: Actor, number: str) -> OwnFile:
    """The actor's own file of this number. Anybody else's, expired or unknown: ``NotFound``, and recorded as such."""
    mine = (ExportFile.number == number, ExportFile.account_id == actor.account_id, ExportFile.expires_at > clock.now())
    found = session.execute(_with_jobs().where(*mine)).one_or_none()
    if found is None:
        event = EventName.EXPORT_FILE_ABSENT
        record(session, Event(event, actor, Outcome.REFUSED, "file:absent", details={"asked": number}))
        raise NotFound
    return OwnFile(*found)


def cancel(session: Session, actor: Actor, number: str, keeping: Keeping) -> None:
    """Call the making of one's own file off."""
    own = find_own(session, actor, number)
    if queue.cancel(session, own.job.id, GONE[ExportEnd.CANCELLED], clock.now()):
        shred(session, actor, number, own.job.done, ExportEnd.CANCELLED, keeping)


def fetch(session: Session, viewer: Viewer, number: str, keeping: Keeping) -> OwnFile | None:
    """Record that the owner takes the file; it may be sent from here on. Raises ``NotFound`` like ``find_own``.

    ``None`` when there is nothing to take yet or any more: its page says why. A file whose owner has other rights by
    now than it was asked with is shredded.
    """
    own = find_own(session, viewer.actor, number)
    if not own.ready:
        return None
    if not own.asked_as(viewer):
        shred(session, viewer.actor, number, own.file.rows, ExportEnd.RIGHTS_CHANGED, keeping)
        return None
    event = Event(EventName.EXPORT_FETCHED, viewer.actor, object=f"file:{number}", details={"file_number": number})
    record(session, event)
    return own


def pieces(own: OwnFile, keeping: Keeping, present_viewer: PresentViewer) -> Iterator[bytes]:
    """The file, piece by piece. Raises ``ExportCut`` once the owner is gone or has other rights."""
    number = own.number
    for count, piece in enumerate(open_sealed(keeping.path(number), keeping.key(own.file), keeping.place(number))):
        if count % PIECES_A_CHECK == 0:
            viewer = present_viewer()
            if viewer is None or not own.asked_as(viewer):
                raise ExportCut
        yield piece


def record_fetch_end(session: Session, actor: Actor, number: str, sent: int, why: ExportEnd) -> None:
    """Record how the fetching ended, after how many bytes."""
    outcome = Outcome.DONE if why is ExportEnd.COMPLETE else Outcome.FAILED
    details = {"file_number": number, "bytes": sent, "why": why.value}
    record(session, Event(EventName.EXPORT_FETCH_ENDED, actor, outcome, f"file:{number}", details=details))


def shred(session: Session, actor: Actor, number: str, rows: int, why: ExportEnd, keeping: Keeping) -> bool:
    """Forget the file's key, take it off the disk, and record it; ``False`` when somebody did so before.

    A file never finished is recorded as ended after ``rows``, a finished one as removed.
    """
    begin_writing(session)
    kept = (ExportFile.number == number, ExportFile.sealed_key != "")
    finished = session.scalar(select(ExportFile.made_at).where(ExportFile.number == number)) is not None
    forgotten = update(ExportFile).where(*kept).values(sealed_key="", gone=GONE[why])
    if changed_rows(session, forgotten.execution_options(synchronize_session=False)) != 1:
        return False
    keeping.remove(number)
    if finished:
        details = {"file_number": number, "why": why.value}
        record(session, Event(EventName.EXPORT_FILE_REMOVED, actor, object=f"file:{number}", details=details))
    else:
        record_end(session, actor, number, rows, why)
    return True


def tidy(sessions: SessionFactory, keeping: Keeping) -> None:
    """Shred what has expired, and clear away what crashed processes left in the folder."""
    lying = list(keeping.folder.iterdir()) if keeping.folder.is_dir() else []
    with one_transaction(sessions) as session:
        expired = session.scalars(select(ExportFile).where(ExportFile.expires_at <= clock.now())).all()
        for file in expired:
            shred(session, Actor.worker(), file.number, 0, ExportEnd.EXPIRED, keeping)
            session.delete(file)
        session.flush()
        kept = set(session.scalars(select(ExportFile.number).where(ExportFile.sealed_key != "")))
    # The folder was read first: a file that lay there then had its row before it.
    for path in lying:
        if path.name.partition(".")[0] not in kept:
            shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)


def _with_jobs() -> Any:
    same = and_(Job.kind_code == JobKind.EXPORT.value, Job.subject == ExportFile.number)
    return select(ExportFile, Job).join(Job, same).execution_options(populate_existing=True)


def parameters_of(wish: Wish) -> dict[str, list[str]]:
    """The criteria of a wish, as an address states them and a table keeps them."""
    asked: dict[str, list[str]] = {}
    # The person's usual columns are named too: the file has the columns that were told and recorded.
    for name, value in wish.criteria.with_columns(wish.criteria.columns).parameters():
        asked.setdefault(name, []).append(value)
    return asked
