"""The roll-call: each quarter the responsible person confirms that each account is still needed (M7)."""

from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from models import clock
from models.accounts.account import Account, Role
from models.db import Base
from models.errors import NotFound
from models.organisations.organisation import Organisation

ANSWERED_WITHIN = timedelta(days=30)
QUARTER_MONTHS = 3
FIRST_MONTH = 4
"""The fiscal year, and its first quarter, begin in April."""


class Answer(StrEnum):
    """What was answered about one account."""

    KEPT = "kept"
    ENDED = "ended"

    @property
    def label(self) -> str:
        """The answer in words."""
        return {Answer.KEPT: "在籍・必要", Answer.ENDED: "不要（停止）"}[self]


class RollCall(Base):
    """One round. ``quarter`` names it (``2026-3``); unanswered accounts stop at the end of the day ``due_on``."""

    __tablename__ = "roll_calls"
    __table_args__ = (UniqueConstraint("quarter"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    quarter: Mapped[str] = mapped_column(String(10))
    opened_at: Mapped[datetime]
    due_on: Mapped[date]
    closed_at: Mapped[datetime | None]

    @property
    def title(self) -> str:
        """``2026年度 第3四半期``."""
        year, _, number = self.quarter.partition("-")
        return f"{year}年度 第{number}四半期"

    @property
    def due_at(self) -> datetime:
        """The first moment after the last day to answer, in Japan."""
        return clock.day_ends(self.due_on)


class RollCallEntry(Base):
    """One account in one round, as it stood when the round was opened; the answer, by whom and when."""

    __tablename__ = "roll_call_entries"
    __table_args__ = (UniqueConstraint("roll_call_id", "account_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    roll_call_id: Mapped[int] = mapped_column(ForeignKey("roll_calls.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    login_id: Mapped[str] = mapped_column(String(64))
    person_name: Mapped[str] = mapped_column(String(200))
    department: Mapped[str] = mapped_column(String(200), default="")
    role_code: Mapped[str] = mapped_column("role", String(30))
    answer_code: Mapped[str] = mapped_column("answer", String(10), default="")
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    answered_at: Mapped[datetime | None]
    organisation: Mapped[Organisation] = relationship()
    account: Mapped[Account] = relationship(foreign_keys=[account_id])
    answerer: Mapped[Account | None] = relationship(foreign_keys=[answered_by])

    @property
    def answer(self) -> Answer | None:
        """The answer; None while there is none."""
        return Answer(self.answer_code) if self.answer_code else None

    @property
    def role(self) -> Role:
        """The role the account had."""
        return Role(self.role_code)


def quarter_of(day: date) -> str:
    """The quarter a day lies in, by fiscal years: ``2026-3`` for 24 November 2026."""
    shifted = day.month - FIRST_MONTH
    year = day.year if shifted >= 0 else day.year - 1
    return f"{year}-{shifted % 12 // QUARTER_MONTHS + 1}"


def quarter_began(day: date) -> datetime:
    """The first moment of the quarter a day lies in."""
    month = day.month - (day.month - 1) % QUARTER_MONTHS
    return clock.day_begins(day.replace(month=month, day=1))


def roll_call(session: Session, number: int) -> RollCall:
    """The round with this number. Raises ``NotFound``."""
    found = session.get(RollCall, number)
    if found is None:
        raise NotFound
    return found


def open_roll_call(session: Session) -> RollCall | None:
    """The round that can be answered now: the latest one that is neither closed nor over by the clock."""
    chosen = select(RollCall).where(RollCall.closed_at.is_(None)).order_by(RollCall.id.desc()).limit(1)
    found = session.scalar(chosen)
    return found if found is not None and clock.now() < found.due_at else None
