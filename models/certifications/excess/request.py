"""A request for one file over the quota, as it is kept."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.accounts.account import Account
from models.certifications.export_format import ExportFormat
from models.db import Base
from models.legal.purposes import Purpose
from models.organisations.organisation import Organisation

OPEN_FOR = timedelta(hours=24)
"""So long a request waits for its decision, and so long an approval waits to be used."""
LONGEST_REASON = 200


class RequestState(StrEnum):
    """How far it is. All but the first two are for ever."""

    ASKED = "asked"
    APPROVED = "approved"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    USED = "used"

    @property
    def label(self) -> str:
        """The state in words."""
        return _STATES[self]

    @property
    def over(self) -> bool:
        """Whether nothing can happen to it any more."""
        return self not in {RequestState.ASKED, RequestState.APPROVED}


class GoesTo(StrEnum):
    """Who decides: the organisation's responsible persons, or the owner's officers where these cannot."""

    RESPONSIBLE = "responsible"
    OFFICERS = "officers"

    @property
    def label(self) -> str:
        """Who decides, in words."""
        return _DECIDERS[self]


_STATES = {
    RequestState.ASKED: "承認待ち",
    RequestState.APPROVED: "承認済み（未使用）",
    RequestState.DECLINED: "不承認",
    RequestState.WITHDRAWN: "取下げ",
    RequestState.EXPIRED: "期限切れ",
    RequestState.USED: "使用済み",
}
_DECIDERS = {GoesTo.RESPONSIBLE: "所属組織のシステム利用責任者", GoesTo.OFFICERS: "資源エネルギー庁の担当"}


class ExportRequest(Base):
    """One request. What it asks for never changes: whoever decides has seen exactly what may be taken.

    ``asked`` are the criteria as an address states them, ``items`` the keys of the columns; ``rights`` is the mark of
    the rows and items it was asked with; ``rows`` were counted then, and no more are taken. ``over`` says which limit
    was in the way. ``expires_at`` is until when it can be decided, after an approval until when it can be used.
    ``file_number`` is the file that was taken on it.
    """

    __tablename__ = "export_requests"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    goes_to_code: Mapped[str] = mapped_column("goes_to", String(20))
    asked: Mapped[dict[str, Any]]
    items: Mapped[list[Any]]
    purpose_code: Mapped[str] = mapped_column("purpose", String(40))
    note: Mapped[str] = mapped_column(String(200))
    format_code: Mapped[str] = mapped_column("format", String(20))
    rights: Mapped[str] = mapped_column(String(64))
    rows: Mapped[int]
    reason: Mapped[str] = mapped_column(String(LONGEST_REASON))
    over: Mapped[str] = mapped_column(String(200))
    state_code: Mapped[str] = mapped_column("state", String(20), index=True)
    asked_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    decided_at: Mapped[datetime | None]
    why: Mapped[str] = mapped_column(String(LONGEST_REASON), default="")
    file_number: Mapped[str | None] = mapped_column(String(20), unique=True)
    asker: Mapped[Account] = relationship(foreign_keys=[account_id])
    organisation: Mapped[Organisation] = relationship(foreign_keys=[organisation_id])
    decider: Mapped[Account | None] = relationship(foreign_keys=[decided_by])

    @property
    def goes_to(self) -> GoesTo:
        """Who decides, as a member of the closed set."""
        return GoesTo(self.goes_to_code)

    @property
    def purpose(self) -> Purpose:
        """What for, as a member of the closed set."""
        return Purpose(self.purpose_code)

    @property
    def format(self) -> ExportFormat:
        """The form of the file, as a member of the closed set."""
        return ExportFormat(self.format_code)

    def state_at(self, now: datetime) -> RequestState:
        """The state by the clock: it expires whether anybody tidies or not."""
        state = RequestState(self.state_code)
        return RequestState.EXPIRED if not state.over and now >= self.expires_at else state
