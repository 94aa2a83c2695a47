"""A request on paper for a viewing record, as it is kept (B1)."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Date, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models import clock
from models.accounts.account import Account
from models.db import Base
from models.looking_back.period import Period

LONGEST_NAME, LONGEST_ADDRESS, LONGEST_NOTE = 200, 500, 200


class IdentityCheck(StrEnum):
    """How it was made sure who asks."""

    SEAL = "seal"
    PHOTO_ID = "photo-id"
    COMPANY = "company"
    AGENT = "agent"

    @property
    def label(self) -> str:
        """The way in words."""
        return _CHECKS[self]


_CHECKS = {
    IdentityCheck.SEAL: "印鑑証明書（発行後3か月以内）と実印",
    IdentityCheck.PHOTO_ID: "顔写真付きの本人確認書類",
    IdentityCheck.COMPANY: "登記事項証明書と代表者の本人確認書類",
    IdentityCheck.AGENT: "委任状と代理人の本人確認書類",
}


class PaperRequest(Base):
    """One request on paper. ``requester`` and ``address`` are whom the record is sent to."""

    __tablename__ = "paper_requests"

    id: Mapped[int] = mapped_column(primary_key=True)
    requester: Mapped[str] = mapped_column(String(LONGEST_NAME))
    address: Mapped[str] = mapped_column(String(LONGEST_ADDRESS))
    identity_code: Mapped[str] = mapped_column("identity", String(40))
    identity_note: Mapped[str] = mapped_column(String(LONGEST_NOTE))
    facility_id: Mapped[str] = mapped_column(String(10))
    first_day: Mapped[date] = mapped_column(Date)
    last_day: Mapped[date] = mapped_column(Date)
    entered_by: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    entered_at: Mapped[datetime]
    released_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    released_at: Mapped[datetime | None]
    enterer: Mapped[Account] = relationship(foreign_keys=[entered_by])

    @property
    def identity(self) -> IdentityCheck:
        """How it was made sure who asks, as a member of the closed set."""
        return IdentityCheck(self.identity_code)

    @property
    def period(self) -> Period:
        """Of which days."""
        return Period(self.first_day, self.last_day)

    @property
    def reference(self) -> str:
        """The number people speak of: ``P-2026-0012``."""
        return f"P-{clock.in_japan(self.entered_at).year}-{self.id:04}"

    @property
    def state(self) -> str:
        """How far it is, in words."""
        return "開示を承認済み" if self.released_at is not None else "承認待ち"
