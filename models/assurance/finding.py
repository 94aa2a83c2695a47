"""A finding: something an inspection or an audit found wanting, followed to its end (M13).

Its owner says that it is done; somebody else confirms it. What was said and done is a timeline that only grows.
"""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from models import clock
from models.accounts.account import Account
from models.accounts.who import LONGEST_WHO, who_or_system
from models.db import Base

LONGEST_TITLE = 200
LONGEST_TEXT = 4_000


class FindingSource(StrEnum):
    """Where it comes from."""

    SELF_INSPECTION = "self_inspection"
    EXTERNAL_AUDIT = "external_audit"
    OTHER = "other"

    @property
    def label(self) -> str:
        """The source in words."""
        return {"self_inspection": "自己点検", "external_audit": "外部監査", "other": "その他"}[self.value]


class FindingState(StrEnum):
    """How far it is."""

    OPEN = "open"
    DONE = "done"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        """The state in words."""
        return {"open": "対応中", "done": "確認待ち", "closed": "完了"}[self.value]


class FindingEntryKind(StrEnum):
    """What a line of the timeline tells."""

    RAISED = "raised"
    CHANGED = "changed"
    NOTE = "note"
    FILE = "file"
    DONE = "done"
    RETURNED = "returned"
    CLOSED = "closed"
    REMINDED = "reminded"

    @property
    def label(self) -> str:
        """The kind in words."""
        return _ENTRIES[self]


_ENTRIES = {
    FindingEntryKind.RAISED: "指摘",
    FindingEntryKind.CHANGED: "担当・期限の変更",
    FindingEntryKind.NOTE: "経過・証拠",
    FindingEntryKind.FILE: "ファイル",
    FindingEntryKind.DONE: "対応の終了",
    FindingEntryKind.RETURNED: "差戻し",
    FindingEntryKind.CLOSED: "完了の確認",
    FindingEntryKind.REMINDED: "期限超過の案内",
}


class Finding(Base):
    """One finding. ``promise`` is the number of the promise it touches (``M5``), ``check`` the check that failed.

    ``owner`` is the person who sees to it until ``due_on``, that day included. ``reminded_for`` is the due day whose
    passing was last written about. ``raised_by`` is empty for what the system itself found wanting.
    """

    __tablename__ = "findings"
    __table_args__ = (Index("ix_findings_closed_at_due_on", "closed_at", "due_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(LONGEST_TITLE))
    detail: Mapped[str] = mapped_column(Text)
    promise: Mapped[str] = mapped_column(String(4))
    check_code: Mapped[str] = mapped_column(String(60), default="")
    source_code: Mapped[str] = mapped_column("source", String(20))
    owner_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    due_on: Mapped[date]
    raised_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    raised_at: Mapped[datetime]
    done_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    done_at: Mapped[datetime | None]
    closed_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    closed_at: Mapped[datetime | None]
    reminded_for: Mapped[date | None]
    owner: Mapped[Account] = relationship(foreign_keys=[owner_id], lazy="joined", innerjoin=True)

    @property
    def reference(self) -> str:
        """The number people speak of: ``K-2026-0012``, the year in Japan and the finding's own number."""
        return f"K-{clock.in_japan(self.raised_at).year}-{self.id:04}"

    @property
    def source(self) -> FindingSource:
        """Where it comes from, as a member of the closed set."""
        return FindingSource(self.source_code)

    @property
    def state(self) -> FindingState:
        """How far it is."""
        if self.closed_at is not None:
            return FindingState.CLOSED
        return FindingState.DONE if self.done_at is not None else FindingState.OPEN

    def is_overdue(self, today: date) -> bool:
        """Whether its last day has passed and its owner has not said that it is done."""
        return self.state is FindingState.OPEN and today > self.due_on


class FindingEntry(Base):
    """One line of the timeline. ``who`` is kept as it read then, ``account_id`` is empty for the system itself."""

    __tablename__ = "finding_entries"

    id: Mapped[int] = mapped_column(primary_key=True)
    finding_id: Mapped[int] = mapped_column(ForeignKey("findings.id"), index=True)
    kind_code: Mapped[str] = mapped_column("kind", String(20))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    who: Mapped[str] = mapped_column(String(LONGEST_WHO))
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]

    @property
    def kind(self) -> FindingEntryKind:
        """What it tells, as a member of the closed set."""
        return FindingEntryKind(self.kind_code)


def write(session: Session, finding: Finding, kind: FindingEntryKind, by: Account | None, text: str) -> None:
    """Add a line to the timeline; ``by`` is None for what the system does by itself."""
    session.add(
        FindingEntry(
            finding_id=finding.id,
            kind_code=kind.value,
            account_id=by.id if by is not None else None,
            who=who_or_system(by),
            text=text,
            at=clock.now(),
        )
    )
    session.flush()
