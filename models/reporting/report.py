"""The monthly reports as they are filed: every version for ever, each with its signatures (M11).

The database itself refuses to change or remove one (``models.assurance.guards``): whatever has to be put right is a new
version.
"""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.accounts.account import Account
from models.db import Base
from models.reporting.document import Document, digest_of
from models.reporting.month import Month


class MonthlyReport(Base):
    """One version of one month's report. ``document`` is its figures as JSON, ``remarks`` the manager's words on them.

    ``sha256`` is over the document, a line feed and the remarks: what the signatures stand for.
    """

    __tablename__ = "monthly_reports"
    __table_args__ = (UniqueConstraint("month", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    month_code: Mapped[str] = mapped_column("month", String(7))
    version: Mapped[int]
    document: Mapped[str] = mapped_column(Text)
    remarks: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    drafted_by: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    drafted_at: Mapped[datetime]
    drafter: Mapped[Account] = relationship(lazy="joined", innerjoin=True)

    @property
    def month(self) -> Month:
        """The month it is about."""
        return Month.read(self.month_code)

    @property
    def title(self) -> str:
        """``2026年10月分 第2版``."""
        return f"{self.month.label}分 第{self.version}版"

    @property
    def subject(self) -> str:
        """How its signatures and the trail name it."""
        return f"monthly-report:{self.id}"

    @property
    def figures(self) -> Document:
        """Its sections."""
        return Document.of_text(self.document)

    @property
    def is_intact(self) -> bool:
        """Whether the bytes kept have the digest kept beside them (``recount.is_as_filed`` asks the trail too)."""
        return self.sha256 == digest_of(f"{self.document}\n{self.remarks}")
