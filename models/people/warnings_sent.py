"""Which warnings ahead of a stop were sent, so that each is sent once (M7, policy §4)."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.db import Base, insert_or


class SentWarning(Base):
    """One warning that was sent: to an account's person, of something to come, so many days before.

    ``stops`` names it: the moment an account stops for want of use, its last day, or a roll-call to be answered.
    """

    __tablename__ = "dormancy_letters"
    __table_args__ = (UniqueConstraint("account_id", "stops", "days"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    stops: Mapped[str] = mapped_column(String(40))
    days: Mapped[int]
    sent_at: Mapped[datetime]


def is_first(session: Session, account_id: int, stops: str, days: int, now: datetime) -> bool:
    """Whether the warning was not sent before; from now on it was."""
    row = insert_or(session, SentWarning).values(account_id=account_id, stops=stops, days=days, sent_at=now)
    row = row.on_conflict_do_nothing(index_elements=["account_id", "stops", "days"])
    return session.execute(row.returning(SentWarning.id)).first() is not None


def which_is_due(days_left: int, ahead: Iterable[int]) -> int | None:
    """Of warnings so many days ahead the one that is due: the latest alone when several are."""
    return min((days for days in ahead if days_left <= days), default=None)
