"""One-use links sent by mail: to set a password, to take an account back into use, to change the address (M5–M7)."""

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, ForeignKey, String, UniqueConstraint, and_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from models.accounts.sign_in_session import new_token, token_hash
from models.db import Base, changed_rows
from models.mail.outbox import LetterState, OutboxLetter


class LinkPurpose(StrEnum):
    """What a link is for; it decides how long it lives and which earlier ones it replaces."""

    SET_UP = "set_up"
    RESET = "reset"
    RELEASE = "release"
    OLD_ADDRESS = "old_addr"
    NEW_ADDRESS = "new_addr"

    @property
    def life(self) -> timedelta:
        """How long a link of this purpose can be used."""
        return timedelta(hours=1) if self is LinkPurpose.RESET else timedelta(hours=24)

    @property
    def replaces(self) -> "frozenset[LinkPurpose]":
        """The purposes whose earlier links end when one of this purpose is sent."""
        return FOR_PASSWORD if self in FOR_PASSWORD else frozenset({self})


FOR_PASSWORD = frozenset({LinkPurpose.SET_UP, LinkPurpose.RESET})
_PATHS = {
    LinkPurpose.SET_UP: "/login/password",
    LinkPurpose.RESET: "/login/password",
    LinkPurpose.RELEASE: "/login/release",
    LinkPurpose.OLD_ADDRESS: "/login/address",
    LinkPurpose.NEW_ADDRESS: "/login/address",
}


class LinkState(StrEnum):
    """How far a link is on its way, for whoever had it sent."""

    QUEUED = "queued"
    UNDELIVERABLE = "undeliverable"
    SENT = "sent"
    OPENED = "opened"
    USED = "used"
    REPLACED = "replaced"
    EXPIRED = "expired"

    @property
    def label(self) -> str:
        """The state in words."""
        return _STATES[self]


_STATES = {
    LinkState.QUEUED: "送信待ち",
    LinkState.UNDELIVERABLE: "送信不能",
    LinkState.SENT: "送信済み",
    LinkState.OPENED: "開封済み",
    LinkState.USED: "使用済み",
    LinkState.REPLACED: "無効（新しいものを送付、又は停止）",
    LinkState.EXPIRED: "期限切れ",
}


class OneTimeLink(Base):
    """One link; only the SHA-256 of its token is kept. It dies when used, when a newer one is sent, at a sign-in.

    ``opened_at`` is when its page was first looked at (by a person or a mail program that looks for them); ``used_at``
    when it did what it is for. ``letter`` is the one it was sent in.
    """

    __tablename__ = "one_time_links"
    __table_args__ = (UniqueConstraint("token_hash"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    purpose_code: Mapped[str] = mapped_column("purpose", String(10))
    token_hash: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]
    used_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    letter_id: Mapped[int | None] = mapped_column(ForeignKey("outbox.id"))
    letter: Mapped[OutboxLetter | None] = relationship()

    @property
    def purpose(self) -> LinkPurpose:
        """The purpose, as a member of the closed set."""
        return LinkPurpose(self.purpose_code)

    def usable_at(self, now: datetime) -> bool:
        """Whether it still opens something; one from the future does not, for the clock went back."""
        return self.ended_at is None and self.created_at <= now < self.expires_at

    def state_at(self, now: datetime) -> LinkState:
        """How far it is, by the clock."""
        if self.used_at is not None:
            return LinkState.USED
        if self.ended_at is not None:
            return LinkState.REPLACED
        if now >= self.expires_at:
            return LinkState.EXPIRED
        if self.opened_at is not None:
            return LinkState.OPENED
        return _BY_LETTER.get(self.letter.state, LinkState.QUEUED) if self.letter is not None else LinkState.SENT


_BY_LETTER = {LetterState.SENT: LinkState.SENT, LetterState.FAILED: LinkState.UNDELIVERABLE}


def links_usable_at(now: datetime) -> ColumnElement[bool]:
    """The condition that a link still opens something: ``usable_at`` for many."""
    return and_(OneTimeLink.ended_at.is_(None), OneTimeLink.created_at <= now, OneTimeLink.expires_at > now)


def issue_link(session: Session, account_id: int, purpose: LinkPurpose, now: datetime) -> tuple[str, OneTimeLink]:
    """A fresh token for the account, and its link; every earlier link that it replaces ends."""
    end_links(session, account_id, now, purpose.replaces)
    token = new_token()
    link = OneTimeLink(
        account_id=account_id,
        purpose_code=purpose.value,
        token_hash=token_hash(token),
        created_at=now,
        expires_at=now + purpose.life,
    )
    session.add(link)
    session.flush()
    return token, link


def find_link(session: Session, token: str, now: datetime, purposes: frozenset[LinkPurpose]) -> OneTimeLink | None:
    """The link with this token while it can be used for one of the purposes."""
    link = session.scalar(select(OneTimeLink).where(OneTimeLink.token_hash == token_hash(token)))
    return link if link is not None and link.purpose in purposes and link.usable_at(now) else None


def latest_link(session: Session, account_id: int, purposes: frozenset[LinkPurpose]) -> OneTimeLink | None:
    """The newest link of these purposes that was sent for the account."""
    chosen = select(OneTimeLink).where(OneTimeLink.account_id == account_id, OneTimeLink.purpose_code.in_(purposes))
    return session.scalar(chosen.order_by(OneTimeLink.id.desc()).limit(1))


def note_opened(session: Session, link: OneTimeLink, now: datetime) -> None:
    """Note that the link's page was looked at, the first time."""
    statement = update(OneTimeLink).where(OneTimeLink.id == link.id, OneTimeLink.opened_at.is_(None))
    session.execute(statement.values(opened_at=now))


def use_up(session: Session, link: OneTimeLink, now: datetime) -> bool:
    """End the link by using it; of two racers exactly one succeeds."""
    statement = update(OneTimeLink).where(OneTimeLink.id == link.id, OneTimeLink.ended_at.is_(None))
    return changed_rows(session, statement.values(ended_at=now, used_at=now)) == 1


def end_links(
    session: Session, account_id: int, now: datetime, purposes: frozenset[LinkPurpose] = frozenset(LinkPurpose)
) -> None:
    """End every link of the account, of these purposes, not yet used."""
    statement = (
        update(OneTimeLink)
        .where(
            OneTimeLink.account_id == account_id,
            OneTimeLink.ended_at.is_(None),
            OneTimeLink.purpose_code.in_(purposes),
        )
        .values(ended_at=now)
    )
    session.execute(statement)


def link_url(public_url: str, purpose: LinkPurpose, token: str) -> str:
    """The address in the letter. It begins with the configured public URL, never with what a request claims."""
    return f"{public_url.rstrip('/')}{_PATHS[purpose]}/{token}"
