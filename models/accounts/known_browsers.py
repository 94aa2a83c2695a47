"""Browsers that have completed a sign-in, marked by a long-lived cookie; it opens nothing, it only tells them apart.

Every completed sign-in changes the cookie. Whoever hands theirs on hands it away: the next of the two to sign in has a
stale one and is another device, so that one cookie never hides two people behind one browser (M12).
"""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.accounts.sign_in_session import new_token, token_hash
from models.db import Base

KEPT = timedelta(days=180)
DEVICE_CHARACTERS = 16


class KnownBrowser(Base):
    """One browser known for one account; several people may share a browser, each with a row of their own.

    ``device`` is what the trail calls the browser: the same for all its accounts and after every change of its token.
    """

    __tablename__ = "known_browsers"
    __table_args__ = (UniqueConstraint("token_hash", "account_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64))
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    device: Mapped[str] = mapped_column(String(DEVICE_CHARACTERS))
    last_used_at: Mapped[datetime]


def new_device() -> str:
    """What the trail calls a browser that nobody knows."""
    return secrets.token_hex(DEVICE_CHARACTERS // 2)


def recognise(session: Session, account_id: int, token: str, now: datetime) -> KnownBrowser | None:
    """The browser when it is known for this account and was used within 180 days."""
    return session.scalar(
        select(KnownBrowser).where(
            KnownBrowser.token_hash == token_hash(token),
            KnownBrowser.account_id == account_id,
            KnownBrowser.last_used_at > now - KEPT,
        )
    )


def remember(session: Session, account_id: int, token: str, now: datetime) -> tuple[str, str]:
    """Mark the browser as known for the account; returns the new token its cookie must hold, and its device.

    ``token`` is the one it brought; only by one of our own making, and the last we gave, is it the device it was.
    """
    brought = select(KnownBrowser).where(KnownBrowser.token_hash == token_hash(token)).with_for_update()
    rows = session.scalars(brought.execution_options(populate_existing=True)).all()
    fresh = new_token()
    device = rows[0].device if rows else new_device()
    if all(row.account_id != account_id for row in rows):
        rows = [*rows, KnownBrowser(account_id=account_id, device=device)]
    for row in rows:
        row.token_hash = token_hash(fresh)
        if row.account_id == account_id:
            row.last_used_at = now
    session.add_all(rows)
    session.flush()
    return fresh, device
