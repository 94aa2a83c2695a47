"""A job as it is kept: what is to be done for whom, how far it has come, how it ended."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.db import Base

LONGEST_SENTENCE = 400


class JobKind(StrEnum):
    """What there is to do. Who does it is said in ``blueprints.commands.jobs``."""

    EXPORT = "export"
    IMPORT_PREVIEW = "import-preview"
    IMPORT_APPLY = "import-apply"
    EVIDENCE_PACK = "evidence-pack"
    REHEARSAL = "rehearsal"
    MONTHLY_REPORT = "monthly-report"
    REPORT_RECOUNT = "report-recount"

    @property
    def label(self) -> str:
        """The kind in words."""
        return _KINDS[self]


class JobState(StrEnum):
    """Where a job stands: waiting, in a worker's hands, or over in one of three ways."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def over(self) -> bool:
        """Whether nothing more will happen."""
        return self in {JobState.DONE, JobState.FAILED, JobState.CANCELLED}

    @property
    def label(self) -> str:
        """The state in words."""
        return _STATES[self]


_KINDS = {
    JobKind.EXPORT: "ファイルの書き出し",
    JobKind.IMPORT_PREVIEW: "取込みの内容の確認",
    JobKind.IMPORT_APPLY: "取込み",
    JobKind.EVIDENCE_PACK: "監査資料の作成",
    JobKind.REHEARSAL: "監視の規則の試行",
    JobKind.MONTHLY_REPORT: "月次報告の作成",
    JobKind.REPORT_RECOUNT: "月次報告の再計算",
}
_STATES = {
    JobState.QUEUED: "待機中",
    JobState.RUNNING: "実行中",
    JobState.DONE: "完了",
    JobState.FAILED: "失敗",
    JobState.CANCELLED: "中止",
}


class Job(Base):
    """One piece of work.

    ``subject`` names what it is about in words of its kind (an export's file number); it holds no other argument, so
    that what is to be done is read where it belongs. ``beat_at`` is when its worker last showed that it lives;
    ``done`` of ``total`` are counted in the kind's own unit. ``sentence`` tells the person, in Japanese, how it ended.
    """

    __tablename__ = "jobs"
    __table_args__ = (Index("ix_jobs_state_id", "state", "id"), Index("ix_jobs_kind_subject", "kind", "subject"))

    id: Mapped[int] = mapped_column(primary_key=True)
    kind_code: Mapped[str] = mapped_column("kind", String(30))
    state_code: Mapped[str] = mapped_column("state", String(10), default=JobState.QUEUED.value)
    subject: Mapped[str] = mapped_column(String(64))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    created_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    beat_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    worker: Mapped[str] = mapped_column(String(100), default="")
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    sentence: Mapped[str] = mapped_column(String(LONGEST_SENTENCE), default="")

    @property
    def kind(self) -> JobKind:
        """The kind, as a member of the closed set."""
        return JobKind(self.kind_code)

    @property
    def state(self) -> JobState:
        """The state, as a member of the closed set."""
        return JobState(self.state_code)


class JobWorker(Base):
    """A process that does jobs, by its own name, and when it last showed itself; for the doctor."""

    __tablename__ = "job_workers"

    name: Mapped[str] = mapped_column(String(100), primary_key=True)
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
