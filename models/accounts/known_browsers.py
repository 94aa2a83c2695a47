"""Browsers that have completed a sign-in, marked by a long-lived cookie; it opens nothing, it only tells them apart."""

from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.accounts.sign_in_session import new_token, token_hash
from models.db import Base

KEPT = timedelta(days=180)
DEVICE_CHARACTERS = 16


class KnownBrowser(Base):
    """One browser known for one account; several people may share a browser, each with a row of their own."""

    __tablename__ = "known_browsers"
    __table_args__ = (UniqueConstraint("token_hash", "account_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64))
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    last_used_at: Mapped[datetime]


def device_of(token: str) -> str:
    """What the trail calls the browser with this token: the same for all its accounts, and no way back to the token."""
    return token_hash(token)[:DEVICE_CHARACTERS]


def recognise(session: Session, account_id: int, token: str, now: datetime) -> int | None:
    """The number of the browser when it is known for this account and was used within 180 days."""
    return session.scalar(
        select(KnownBrowser.id).where(
            KnownBrowser.token_hash == token_hash(token),
            KnownBrowser.account_id == account_id,
            KnownBrowser.last_used_at > now - KEPT,
        )
    )


def remember(session: Session, account_id: int, token: str, now: datetime) -> str:
    """Mark the browser as known for the account; returns the token its cookie must hold.

    Only a token of our own making is kept on; anything else is replaced by a fresh one.
    """
    rows = session.scalars(select(KnownBrowser).where(KnownBrowser.token_hash == token_hash(token))).all()
    if not rows:
        token = new_token()
    known = next((row for row in rows if row.account_id == account_id), None)
    if known is None:
        session.add(KnownBrowser(token_hash=token_hash(token), account_id=account_id, last_used_at=now))
    else:
        known.last_used_at = now
    session.flush()
    return token
