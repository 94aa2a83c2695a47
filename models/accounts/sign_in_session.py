"""Sign-in sessions: a table, so that one can be listed, ended, and dies at the next request (M7, M8)."""

import hashlib
import secrets
from datetime import datetime
from enum import IntEnum

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.accounts.account import Account
from models.db import Base

TOKEN_BYTES = 32


class Rung(IntEnum):
    """How far up the ladder a session has come; a rung implies all below it (M5, M15)."""

    PASSWORD = 1
    SECOND_FACTOR = 2
    CONSENT = 3


class SignInSession(Base):
    """One browser's sign-in.

    Only the SHA-256 of the cookie's token is kept: a copy of the database opens no session. ``proved_at`` is when the
    person last gave a code (step-up). ``consent_version`` is the text (kind and version) accepted in this session or
    on record. ``browser`` is the mark of the browser in which the sign-in was completed, the same for everybody who
    signs in there.
    """

    __tablename__ = "sign_in_sessions"
    __table_args__ = (UniqueConstraint("token_hash"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64))
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    rung_number: Mapped[int] = mapped_column("rung")
    created_at: Mapped[datetime]
    rung_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    proved_at: Mapped[datetime | None]
    consent_version: Mapped[str] = mapped_column(String(60), default="")
    address: Mapped[str] = mapped_column(String(64))
    user_agent: Mapped[str] = mapped_column(String(300))
    browser: Mapped[str] = mapped_column(String(64), default="", server_default="")
    destination: Mapped[str] = mapped_column(String(2000), default="")
    ended_at: Mapped[datetime | None]
    end_reason: Mapped[str] = mapped_column(String(40), default="")
    account: Mapped[Account] = relationship(lazy="joined", innerjoin=True)

    @property
    def rung(self) -> Rung:
        """The rung, as a member of the closed set."""
        return Rung(self.rung_number)


def new_token() -> str:
    """A fresh opaque session token of 256 bits, for the cookie alone."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def token_hash(token: str) -> str:
    """What the table keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
