"""A draft of an edition as it is kept: the edition it changes, and the cells it changes (B5)."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.accounts.account import Account
from models.db import Base

LONGEST_TITLE = 100


class DraftState(StrEnum):
    """What became of a draft."""

    OPEN = "open"
    DISCARDED = "discarded"
    EDITION = "edition"

    @property
    def label(self) -> str:
        """The state in words."""
        return {"open": "下書き", "discarded": "破棄", "edition": "版になった"}[self.value]


class GrantsDraft(Base):
    """One draft. ``revision`` counts its changes; ``approval_id`` is the approval it waits, or waited, for.

    ``edition`` is the number it got when it was approved, ``equal_to`` the edition it goes back to, while nothing else
    was changed in it. ``closes_overdue`` see ``models.catalogue.grants``.
    """

    __tablename__ = "grants_drafts"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(LONGEST_TITLE))
    state_code: Mapped[str] = mapped_column("state", String(10), default=DraftState.OPEN.value, index=True)
    based_on: Mapped[int] = mapped_column(ForeignKey("grants_editions.number"))
    equal_to: Mapped[int | None] = mapped_column(ForeignKey("grants_editions.number"))
    closes_overdue: Mapped[bool] = mapped_column(default=False)
    revision: Mapped[int] = mapped_column(default=1)
    begun_by: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    begun_at: Mapped[datetime]
    changed_by: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    changed_at: Mapped[datetime]
    approval_id: Mapped[int | None]
    edition: Mapped[int | None] = mapped_column(ForeignKey("grants_editions.number"))
    changer: Mapped[Account] = relationship(foreign_keys=[changed_by])

    @property
    def state(self) -> DraftState:
        """The state, as a member of the closed set."""
        return DraftState(self.state_code)


class GrantsDraftCell(Base):
    """One cell a draft changes: ``granted`` on the terms beside it, or not at all. The terms may still lack parts.

    ``record`` is the number of the catalogue that was on record when it was changed.
    """

    __tablename__ = "grants_draft_cells"
    __table_args__ = {"sqlite_with_rowid": False}

    draft_id: Mapped[int] = mapped_column(ForeignKey("grants_drafts.id"), primary_key=True)
    item: Mapped[str] = mapped_column(String(64), primary_key=True)
    attribute: Mapped[str] = mapped_column(String(30), primary_key=True)
    granted: Mapped[bool]
    ground: Mapped[str] = mapped_column(String(20), default="")
    reference: Mapped[str] = mapped_column(String(200), default="")
    reviewer: Mapped[str] = mapped_column(String(200), default="")
    reviewed_on: Mapped[date | None]
    review_due_on: Mapped[date | None]
    less_will_not_do: Mapped[str] = mapped_column(String(500), default="")
    note: Mapped[str] = mapped_column(String(500), default="")
    record: Mapped[int]
    changed_by: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    changed_at: Mapped[datetime]
