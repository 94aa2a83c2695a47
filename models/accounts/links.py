"""One-use links sent by mail: to set the first password, or a new one when it is forgotten (M5, M6)."""

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ForeignKey, String, UniqueConstraint, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.accounts.sign_in_session import new_token, token_hash
from models.db import Base, changed_rows


class LinkPurpose(StrEnum):
    """What a link is for; it decides how long it lives."""

    SET_UP = "set_up"
    RESET = "reset"

    @property
    def life(self) -> timedelta:
        """How long a link of this purpose can be used."""
        return timedelta(hours=24) if self is LinkPurpose.SET_UP else timedelta(hours=1)


class OneTimeLink(Base):
    """One link; only the SHA-256 of its token is kept. It dies when used, when a newer one is sent, at a sign-in."""

    __tablename__ = "one_time_links"
    __table_args__ = (UniqueConstraint("token_hash"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    purpose_code: Mapped[str] = mapped_column("purpose", String(10))
    token_hash: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    @property
    def purpose(self) -> LinkPurpose:
        """The purpose, as a member of the closed set."""
        return LinkPurpose(self.purpose_code)


def issue_link(session: Session, account_id: int, purpose: LinkPurpose, now: datetime) -> str:
    """A fresh token for the account; every earlier link ends."""
    end_links(session, account_id, now)
    token = new_token()
    session.add(
        OneTimeLink(
            account_id=account_id,
            purpose_code=purpose.value,
            token_hash=token_hash(token),
            created_at=now,
            expires_at=now + purpose.life,
        )
    )
    session.flush()
    return token


def find_link(session: Session, token: str, now: datetime) -> OneTimeLink | None:
    """The link with this token while it can be used."""
    link = session.scalar(select(OneTimeLink).where(OneTimeLink.token_hash == token_hash(token)))
    return link if link is not None and link.ended_at is None and link.created_at <= now < link.expires_at else None


def use_up(session: Session, link: OneTimeLink, now: datetime) -> bool:
    """End the link by using it; of two racers exactly one succeeds."""
    statement = (
        update(OneTimeLink).where(OneTimeLink.id == link.id, OneTimeLink.ended_at.is_(None)).values(ended_at=now)
    )
    return changed_rows(session, statement) == 1


def end_links(session: Session, account_id: int, now: datetime) -> None:
    """End every link of the account not yet used."""
    statement = (
        update(OneTimeLink)
        .where(OneTimeLink.account_id == account_id, OneTimeLink.ended_at.is_(None))
        .values(ended_at=now)
    )
    session.execute(statement)


def link_url(public_url: str, token: str) -> str:
    """The address in the letter. It begins with the configured public URL, never with what a request claims."""
    return f"{public_url.rstrip('/')}/login/password/{token}"
