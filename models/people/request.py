"""An application for an account, as it is kept: who for, what for, who decides (M6)."""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from models.accounts.account import Account, Role
from models.db import Base, begin_writing
from models.errors import NotFound
from models.organisations.organisation import Organisation
from models.people.succession import hold_organisation

LONGEST_TEXT = 200
LONGEST_ID = 64


class RequestState(StrEnum):
    """How far an application is. The last three are for ever; a draft is its writer's alone."""

    DRAFT = "draft"
    SENT = "sent"
    ASKED_BACK = "asked_back"
    ISSUED = "issued"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        """The state in words."""
        return _STATES[self]

    @property
    def over(self) -> bool:
        """Whether nothing more will happen."""
        return self in {RequestState.ISSUED, RequestState.REFUSED, RequestState.WITHDRAWN}


_STATES = {
    RequestState.DRAFT: "下書き",
    RequestState.SENT: "確認待ち",
    RequestState.ASKED_BACK: "申請者に照会中",
    RequestState.ISSUED: "発行済み",
    RequestState.REFUSED: "却下",
    RequestState.WITHDRAWN: "取下げ",
}
OPEN = (RequestState.SENT.value, RequestState.ASKED_BACK.value)


class AccountRequest(Base):
    """One person's application: for an account, or (``appoints_id``) for a member to become a responsible person.

    ``former_id`` is the ID of the person's account in the organisation they come from, as it was typed. ``batch`` names
    the file it came in, where it came in one. ``account_id`` is the account that was issued.
    """

    __tablename__ = "account_requests"
    __table_args__ = (Index("ix_account_requests_organisation_id_email", "organisation_id", "email"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    role_code: Mapped[str] = mapped_column("role", String(30))
    unit: Mapped[str] = mapped_column(String(LONGEST_TEXT), default="")
    department: Mapped[str] = mapped_column(String(LONGEST_TEXT))
    person_name: Mapped[str] = mapped_column(String(LONGEST_TEXT))
    email: Mapped[str] = mapped_column(String(254))
    telephone: Mapped[str] = mapped_column(String(30), default="")
    duty: Mapped[str] = mapped_column(String(LONGEST_TEXT))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    appoints_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    former_id: Mapped[str] = mapped_column(String(LONGEST_ID), default="")
    batch: Mapped[str] = mapped_column(String(LONGEST_TEXT), default="")
    state_code: Mapped[str] = mapped_column("state", String(20), index=True)
    applied_by: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    applied_at: Mapped[datetime]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    decided_at: Mapped[datetime | None]
    why: Mapped[str] = mapped_column(String(LONGEST_TEXT), default="")
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    organisation: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)
    applicant: Mapped[Account] = relationship(foreign_keys=[applied_by])
    decider: Mapped[Account | None] = relationship(foreign_keys=[decided_by])
    account: Mapped[Account | None] = relationship(foreign_keys=[account_id])
    appointed: Mapped[Account | None] = relationship(foreign_keys=[appoints_id])

    @property
    def state(self) -> RequestState:
        """The state, as a member of the closed set."""
        return RequestState(self.state_code)

    @property
    def role(self) -> Role:
        """The role applied for."""
        return Role(self.role_code)


class RequestNote(Base):
    """One turn of the talk between whoever applied and whoever decides."""

    __tablename__ = "account_request_notes"

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("account_requests.id"), index=True)
    at: Mapped[datetime]
    by: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    text: Mapped[str] = mapped_column(Text)
    author: Mapped[Account] = relationship()


def hold_request(session: Session, number: int) -> AccountRequest:
    """The application as it is now, its organisation and itself held until the end of the transaction.

    Organisation first, as whoever bars one takes them. Raises ``NotFound``.
    """
    begin_writing(session)
    known = session.get(AccountRequest, number)
    if known is None:
        raise NotFound
    hold_organisation(session, known.organisation_id)
    chosen = select(AccountRequest).where(AccountRequest.id == number).with_for_update(of=AccountRequest)
    return session.execute(chosen.execution_options(populate_existing=True)).scalar_one()


def notes_of(session: Session, number: int) -> Sequence[RequestNote]:
    """What was asked and answered, oldest first."""
    return session.scalars(select(RequestNote).where(RequestNote.request_id == number).order_by(RequestNote.id)).all()
