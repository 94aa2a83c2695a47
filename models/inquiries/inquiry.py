"""An inquiry as it is kept: what was asked, about which looks, until when it is answered, and what was said."""

from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import BigInteger, Date, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from models import clock
from models.accounts.account import Account
from models.accounts.who import LONGEST_WHO, who_is
from models.db import Base
from models.organisations.kinds import OrganisationKind
from models.organisations.organisation import Organisation

TO_ANSWER = timedelta(days=30)
"""As long as an agency has to decide on a request for disclosure (個人情報の保護に関する法律 83 条 1 項)."""
LONGEST_TEXT = 2000
OFFICE = "資源エネルギー庁の担当"
"""How the officer who answered is called to the operator."""
MANAGERS = "システム管理者（委託先）の担当"
"""Likewise the manager, who answers what no officer may."""


class InquiryKind(StrEnum):
    """What the operator wants."""

    QUESTION = "question"
    OBJECTION = "objection"

    @property
    def label(self) -> str:
        """The kind in words."""
        return _KINDS[self]


class InquiryState(StrEnum):
    """Who has to act: the officers, or nobody."""

    OPEN = "open"
    ANSWERED = "answered"

    @property
    def label(self) -> str:
        """The state in words."""
        return _STATES[self]


class EntryKind(StrEnum):
    """What a line of the timeline tells."""

    SENT = "sent"
    WORD = "word"
    NOTE = "note"
    ANSWER = "answer"
    PASSED_ON = "passed_on"

    @property
    def label(self) -> str:
        """The kind in words."""
        return _ENTRIES[self]


FOR_THE_OPERATOR = frozenset({EntryKind.SENT, EntryKind.WORD, EntryKind.ANSWER})
"""What the operator may read of the timeline: their own words, and what is meant for them."""
_KINDS = {InquiryKind.QUESTION: "問合せ", InquiryKind.OBJECTION: "異議の申出"}
_STATES = {InquiryState.OPEN: "確認中", InquiryState.ANSWERED: "回答済み"}
_ENTRIES = {
    EntryKind.SENT: "送信",
    EntryKind.WORD: "追加の連絡",
    EntryKind.NOTE: "記録（内部）",
    EntryKind.ANSWER: "回答",
    EntryKind.PASSED_ON: "事案としての引継ぎ",
}


class Inquiry(Base):
    """One question or objection.

    ``certification_id`` and ``facility_id`` say about which facility, as it was called then. ``due_on`` is the last day
    for an answer; further words of the operator set a new one. ``escalated_at`` and ``told_again_at`` are when it was
    told that this day had passed, and that there was no answer still. ``incident_id`` is the case it was passed on as.
    """

    __tablename__ = "inquiries"
    __table_args__ = (Index("ix_inquiries_state_due_on", "state", "due_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind_code: Mapped[str] = mapped_column("kind", String(20))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    certification_id: Mapped[int] = mapped_column(BigInteger)
    facility_id: Mapped[str] = mapped_column(String(10))
    sent_at: Mapped[datetime]
    due_on: Mapped[date] = mapped_column(Date)
    state_code: Mapped[str] = mapped_column("state", String(20))
    answered_at: Mapped[datetime | None]
    escalated_at: Mapped[datetime | None]
    told_again_at: Mapped[datetime | None]
    incident_id: Mapped[int | None] = mapped_column(ForeignKey("incidents.id"))
    organisation: Mapped[Organisation] = relationship(foreign_keys=[organisation_id])
    sender: Mapped[Account] = relationship(foreign_keys=[account_id])

    @property
    def reference(self) -> str:
        """The number people speak of: ``Q-2026-0012``, the year in Japan and the inquiry's own number."""
        return f"Q-{clock.in_japan(self.sent_at).year}-{self.id:04}"

    @property
    def kind(self) -> InquiryKind:
        """What is wanted, as a member of the closed set."""
        return InquiryKind(self.kind_code)

    @property
    def state(self) -> InquiryState:
        """Where it stands, as a member of the closed set."""
        return InquiryState(self.state_code)

    def overdue(self, today: date) -> bool:
        """Whether the last day has passed without an answer."""
        return self.state is InquiryState.OPEN and today > self.due_on


class InquiredLook(Base):
    """One look an inquiry is about. ``account_id`` is whose: nobody handles an inquiry about themselves."""

    __tablename__ = "inquired_looks"

    inquiry_id: Mapped[int] = mapped_column(ForeignKey("inquiries.id"), primary_key=True)
    event_number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    account_id: Mapped[int | None]


class InquiryEntry(Base):
    """One line of the timeline. ``who`` is its author as their name read then."""

    __tablename__ = "inquiry_entries"

    id: Mapped[int] = mapped_column(primary_key=True)
    inquiry_id: Mapped[int] = mapped_column(ForeignKey("inquiries.id"), index=True)
    kind_code: Mapped[str] = mapped_column("kind", String(20))
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    who: Mapped[str] = mapped_column(String(LONGEST_WHO))
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    author: Mapped[Account] = relationship()

    @property
    def kind(self) -> EntryKind:
        """What it tells, as a member of the closed set."""
        return EntryKind(self.kind_code)

    @property
    def who_to_operator(self) -> str:
        """Its author as the operator is told: of whoever answered, the office."""
        if self.kind is not EntryKind.ANSWER:
            return self.who
        return OFFICE if self.author.organisation.kind is OrganisationKind.OWNER else MANAGERS


def write(session: Session, inquiry: Inquiry, kind: EntryKind, by: Account, text: str, at: datetime) -> None:
    """Add a line to the timeline."""
    session.add(
        InquiryEntry(
            inquiry_id=inquiry.id,
            kind_code=kind.value,
            account_id=by.id,
            who=who_is(by),
            text=text,
            at=at,
        )
    )
    session.flush()
