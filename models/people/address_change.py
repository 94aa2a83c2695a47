"""A new mail address: asked by its person, confirmed from the old address and the new one (M7)."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models import clock
from models.accounts.account import Account
from models.accounts.lifecycle import lock_account
from models.accounts.links import LinkPurpose, OneTimeLink, end_links, find_link, issue_link, link_url, use_up
from models.accounts.own_security import check_proved
from models.accounts.password_change import LinkUnusable
from models.accounts.sign_in_session import SignInSession
from models.accounts.standing import what_bars
from models.accounts.visit import Visit
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.db import Base
from models.errors import DomainError
from models.mail import people_letters
from models.mail.outbox import check_address
from models.mail.outgoing import Outgoing
from models.people.application import holder_of, is_registered_domain
from models.people.telling import tell

_PURPOSES = frozenset({LinkPurpose.OLD_ADDRESS, LinkPurpose.NEW_ADDRESS})


class WrongNewAddress(DomainError):
    """The address cannot be this person's; the reason says why."""


class AddressChange(Base):
    """The change under way of one account; a newer one replaces it."""

    __tablename__ = "address_changes"
    __table_args__ = (UniqueConstraint("account_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    email: Mapped[str] = mapped_column(String(254))
    asked_at: Mapped[datetime]
    old_confirmed_at: Mapped[datetime | None]
    new_confirmed_at: Mapped[datetime | None]


def under_way(session: Session, account_id: int) -> AddressChange | None:
    """The account's change that still waits for a confirmation."""
    found = session.scalar(select(AddressChange).where(AddressChange.account_id == account_id))
    alive = found is not None and clock.now() < found.asked_at + LinkPurpose.NEW_ADDRESS.life
    return found if alive else None


def ask_change(session: Session, outgoing: Outgoing, visit: Visit, sign_in: SignInSession, email: str) -> None:
    """Begin: a link to each of the two addresses. Raises ``ProofNeeded``, ``WrongNewAddress``, ``NotAnAddress``."""
    check_proved(sign_in)
    email = email.strip()
    check_address(email)
    account = lock_account(session, sign_in.account_id)
    if email.lower() == account.email.lower():
        raise WrongNewAddress("今と同じメールアドレスです。")
    if not is_registered_domain(account.organisation, email):
        raise WrongNewAddress("所属組織に登録されたドメインのメールアドレスではありません。")
    if holder_of(session, email) is not None:
        raise WrongNewAddress("このメールアドレスは使えません。ほかのアカウントと共有しないアドレスにしてください。")
    now = clock.now()
    former = session.scalar(select(AddressChange).where(AddressChange.account_id == account.id))
    if former is not None:
        session.delete(former)
        session.flush()
    session.add(AddressChange(account_id=account.id, email=email, asked_at=now))
    _send(session, outgoing, account, LinkPurpose.OLD_ADDRESS, email, now)
    _send(session, outgoing, account, LinkPurpose.NEW_ADDRESS, email, now)
    actor, about = visit.actor(account, sign_in.id), f"account:{account.id}"
    details = {"login_id": account.login_id}
    record(session, Event(EventName.ADDRESS_CHANGE_ASKED, actor, object=about, details=details))


def give_up_change(session: Session, account_id: int) -> None:
    """Drop the change under way: whoever began it may not have been the person."""
    session.execute(delete(AddressChange).where(AddressChange.account_id == account_id))


def look_at_change(session: Session, token: str) -> OneTimeLink:
    """The link behind the page. Raises ``LinkUnusable``."""
    link = find_link(session, token, clock.now(), _PURPOSES)
    if link is None or under_way(session, link.account_id) is None:
        raise LinkUnusable
    return link


def confirm_address(session: Session, outgoing: Outgoing, visit: Visit, token: str) -> bool:
    """Confirm one of the two; whether the address is changed now. Raises ``LinkUnusable``."""
    link = look_at_change(session, token)
    account = lock_account(session, link.account_id)
    change, now = under_way(session, account.id), clock.now()
    if change is None or what_bars(account, now) is not None or not use_up(session, link, now):
        raise LinkUnusable
    if link.purpose is LinkPurpose.OLD_ADDRESS:
        change.old_confirmed_at = now
    else:
        change.new_confirmed_at = now
    session.flush()
    actor, about = visit.actor(account), f"account:{account.id}"
    both = change.old_confirmed_at is not None and change.new_confirmed_at is not None
    details = {"login_id": account.login_id, "which": link.purpose.value}
    record(session, Event(EventName.ADDRESS_CONFIRMED, actor, object=about, details=details))
    if both:
        # The trail's head is held: of two who take one address at once, the second sees the first.
        _change(session, outgoing, account, change, now)
        details = {"login_id": account.login_id}
        record(session, Event(EventName.ADDRESS_CHANGED, actor, object=about, details=details))
    return both


def _change(session: Session, outgoing: Outgoing, account: Account, change: AddressChange, now: datetime) -> None:
    if holder_of(session, change.email, other_than=account.id) is not None:
        raise LinkUnusable
    # The old address is told once more, for it may not be its person's any longer.
    tell(session, outgoing, account, "メールアドレスを変更しました", "登録のメールアドレスを変更しました。", now)
    account.email = change.email
    session.delete(change)
    end_links(session, account.id, now)
    session.flush()


def _send(
    session: Session, outgoing: Outgoing, account: Account, purpose: LinkPurpose, email: str, now: datetime
) -> None:
    token, link = issue_link(session, account.id, purpose, now)
    url, name = link_url(outgoing.public_url, purpose, token), account.person_name
    if purpose is LinkPurpose.OLD_ADDRESS:
        letter = people_letters.old_address(account.email, name, email, url, link.expires_at)
    else:
        letter = people_letters.new_address(email, name, url, link.expires_at)
    link.letter_id = outgoing.send(session, letter, now).id
    session.flush()
