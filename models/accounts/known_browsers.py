"""Browsers that have completed a sign-in, marked by a long-lived cookie; it opens nothing, it only tells them apart.

Every completed sign-in, and every new proof in another place, changes the cookie. Whoever hands theirs on hands it
away: the next of the two has a stale one and is another device, so that one cookie does not hide two people (M12).
"""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, ForeignKey, String, UniqueConstraint, and_, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.accounts.sign_in_session import new_token, token_hash
from models.db import Base

KEPT = timedelta(days=180)
GRACE = timedelta(minutes=5)
"""For so long the token before counts too: an answer can be lost, and two accounts can sign in at one moment."""
DEVICE_CHARACTERS = 16


class KnownBrowser(Base):
    """One browser known for one account; several people may share a browser, each with a row of their own.

    ``device`` is what the trail calls the browser: the same for all its accounts and after every change of its token.
    ``former_hash`` is of the token that was changed at ``changed_at``.
    """

    __tablename__ = "known_browsers"
    __table_args__ = (UniqueConstraint("token_hash", "account_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64))
    former_hash: Mapped[str] = mapped_column(String(64), server_default="", index=True)
    changed_at: Mapped[datetime]
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    device: Mapped[str] = mapped_column(String(DEVICE_CHARACTERS))
    last_used_at: Mapped[datetime]


def recognise(session: Session, account_id: int, token: str, now: datetime) -> KnownBrowser | None:
    """The browser when it is known for this account and was used within 180 days."""
    known = select(KnownBrowser).where(
        _bears(token, now), KnownBrowser.account_id == account_id, KnownBrowser.last_used_at > now - KEPT
    )
    return session.scalars(known.order_by(KnownBrowser.changed_at.desc()).limit(1)).first() if token else None


def remember(session: Session, account_id: int, token: str, now: datetime) -> tuple[str, str]:
    """Mark the browser as known for the account; returns the new token its cookie must hold, and its device.

    ``token`` is the one it brought; only by one of our own making, and the last we gave, is it the device it was.
    """
    brought = select(KnownBrowser).where(_bears(token, now)).order_by(KnownBrowser.id).with_for_update()
    rows = list(session.scalars(brought.execution_options(populate_existing=True))) if token else []
    device = rows[0].device if rows else secrets.token_hex(DEVICE_CHARACTERS // 2)
    if all(row.account_id != account_id for row in rows):
        rows.append(KnownBrowser(account_id=account_id, token_hash="", device=device))
    fresh = new_token()
    for row in rows:
        row.former_hash, row.token_hash, row.changed_at = row.token_hash, token_hash(fresh), now
        if row.account_id == account_id:
            row.last_used_at = now
    session.add_all(rows)
    session.flush()
    return fresh, device


def _bears(token: str, now: datetime) -> ColumnElement[bool]:
    given = token_hash(token)
    lately = and_(KnownBrowser.former_hash == given, KnownBrowser.changed_at > now - GRACE)
    return or_(KnownBrowser.token_hash == given, lately)
