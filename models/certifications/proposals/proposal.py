"""A proposal as it is kept: the file, what it would change, and who did what with it."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from models.accounts.account import Account
from models.db import Base, begin_writing
from models.errors import NotFound
from models.register.report import ImportReport

KEPT_FOR = timedelta(days=7)
LONGEST_NAME = 200
LONGEST_REASON = 200
LONGEST_SENTENCE = 400


class ProposalKind(StrEnum):
    """Which of the two kinds of files it is."""

    PUBLISHED = "published"
    ITEMS = "items"

    @property
    def label(self) -> str:
        """The kind in words."""
        return _KINDS[self]


class Stage(StrEnum):
    """How far a proposal has come. The last four are for ever, and nothing is left of the file then."""

    PREVIEWING = "previewing"
    READY = "ready"
    APPLYING = "applying"
    APPLIED = "applied"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"

    @property
    def label(self) -> str:
        """The stage in words."""
        return _STAGES[self]


_KINDS = {ProposalKind.PUBLISHED: "公表ファイル", ProposalKind.ITEMS: "項目ファイル"}
_STAGES = {
    Stage.PREVIEWING: "内容を確認中",
    Stage.READY: "もう一人の確認待ち",
    Stage.APPLYING: "取込み中",
    Stage.APPLIED: "取込み済み",
    Stage.FAILED: "取込み不可",
    Stage.WITHDRAWN: "取下げ",
    Stage.EXPIRED: "期限切れ",
}
_WAITING = frozenset({Stage.PREVIEWING, Stage.READY})


class ImportProposal(Base):
    """One uploaded file.

    ``token`` names the file on the disk and ``sealed_key`` opens it; empty, there is nothing left to open.
    ``proposed_in`` and ``confirmed_in`` are the sign-in sessions of the two acts. ``report`` tells what the file would
    change, or has changed (``ImportReport``); its refused rows, which may be many, lie in ``refusals`` as sheet, row,
    column and reason. ``difference`` is a digest of it and ``previewed_on`` the day it was worked out for. ``moved_at``
    is when the register turned out to have changed under a preview, which was then made anew. ``why`` is why the
    proposal failed or was withdrawn.
    """

    __tablename__ = "import_proposals"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind_code: Mapped[str] = mapped_column("kind", String(20))
    stage_code: Mapped[str] = mapped_column("stage", String(20), index=True)
    file_name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    strict: Mapped[bool]
    accept_vanished: Mapped[bool]
    reason: Mapped[str] = mapped_column(String(LONGEST_REASON))
    token: Mapped[str] = mapped_column(String(32))
    sealed_key: Mapped[str] = mapped_column(Text)
    proposed_by: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    proposed_in: Mapped[int] = mapped_column(ForeignKey("sign_in_sessions.id"))
    proposed_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    previewed_on: Mapped[date | None]
    difference: Mapped[str] = mapped_column(String(64), default="")
    report: Mapped[dict[str, Any] | None]
    refusals: Mapped[list[Any]] = mapped_column(default=list, deferred=True)
    moved_at: Mapped[datetime | None]
    confirmed_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    confirmed_in: Mapped[int | None] = mapped_column(ForeignKey("sign_in_sessions.id"))
    confirmed_at: Mapped[datetime | None]
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    ended_at: Mapped[datetime | None]
    why: Mapped[str] = mapped_column(String(LONGEST_SENTENCE), default="")
    proposer: Mapped[Account] = relationship(foreign_keys=[proposed_by])
    confirmer: Mapped[Account | None] = relationship(foreign_keys=[confirmed_by])
    ender: Mapped[Account | None] = relationship(foreign_keys=[ended_by])

    @property
    def kind(self) -> ProposalKind:
        """The kind, as a member of the closed set."""
        return ProposalKind(self.kind_code)

    @property
    def stage(self) -> Stage:
        """The stage as it is stored, as a member of the closed set."""
        return Stage(self.stage_code)

    def stage_at(self, now: datetime) -> Stage:
        """The stage by the clock: a proposal expires whether anybody tidies or not, unless it is being taken in."""
        return Stage.EXPIRED if self.stage in _WAITING and now >= self.expires_at else self.stage

    @property
    def told(self) -> ImportReport | None:
        """What the file would change, or has changed, without the refused rows; None until that is known."""
        return ImportReport.of_json(self.report | {"refused": []}) if self.report is not None else None

    @property
    def refused(self) -> int:
        """How many rows cannot be taken over."""
        return int(self.report["refused"]) if self.report is not None else 0

    def tell(self, report: ImportReport) -> None:
        """Keep what the file would change, or has changed."""
        kept = report.as_json()
        self.refusals = [[one["sheet"], one["row"], one["column"], one["reason"]] for one in kept["refused"]]
        self.report = kept | {"refused": len(self.refusals)}

    def end(self, stage: Stage, now: datetime, why: str = "") -> None:
        """Come to an end: the file's key is forgotten. The file itself is for the caller to take off the disk."""
        self.stage_code, self.why, self.ended_at, self.sealed_key = stage.value, why[:LONGEST_SENTENCE], now, ""


def in_stage(now: datetime, stage: str) -> ColumnElement[bool]:
    """The condition that a proposal is in this stage by the clock, as ``stage_at`` says it of one."""
    stored, over = ImportProposal.stage_code == stage, ImportProposal.expires_at <= now
    waiting = ImportProposal.stage_code.in_([one.value for one in _WAITING])
    if stage == Stage.EXPIRED:
        return stored | (waiting & over)
    return stored & ~over if stage in _WAITING else stored


def hold(session: Session, number: int) -> ImportProposal:
    """The proposal as it is now, held until the end of the transaction. Raises ``NotFound``.

    Proposal first, then the trail: whoever has written to the trail holds none but the one it is just taking in, which
    nobody else holds for longer than a look.
    """
    begin_writing(session)
    chosen = select(ImportProposal).where(ImportProposal.id == number).with_for_update(of=ImportProposal)
    found = session.scalar(chosen.execution_options(populate_existing=True))
    if found is None:
        raise NotFound
    return found
