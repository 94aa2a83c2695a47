"""Setting a password: by a one-use link, or by its person while signed in (M5)."""

from sqlalchemy.orm import Session

from models import clock
from models.accounts import passwords, sessions, throttles
from models.accounts.account import Account, AccountState
from models.accounts.lifecycle import find_by_login_id, lock_account
from models.accounts.links import (
    FOR_PASSWORD,
    LinkPurpose,
    OneTimeLink,
    end_links,
    find_link,
    issue_link,
    link_url,
    note_opened,
    use_up,
)  # fmt: skip
from models.accounts.login_ids import fold_login_id
from models.accounts.outcomes import NOT_RECOGNISED, SignInRefused
from models.accounts.passwords import PasswordContext, check_password_policy
from models.accounts.sessions import EndReason
from models.accounts.sign_in_session import SignInSession, new_token
from models.accounts.standing import Bar, what_bars
from models.accounts.visit import Visit
from models.audit.actor import Actor
from models.audit.event_names import EventName, Outcome
from models.audit.recorder import Event, record
from models.db import begin_writing
from models.errors import NotFound
from models.mail import letters
from models.mail.outbox import queue_letter
from models.secret_box import SecretBox


class LinkUnusable(NotFound):
    """Used, replaced, too old and invented look alike."""

    def __init__(self) -> None:
        super().__init__("このアドレスは使えません。使用済みか、期限が過ぎたか、新しいものが送られています。")


def request_reset(session: Session, box: SecretBox, visit: Visit, login_id: str, public_url: str) -> None:
    """Send a reset link to the registered address. For an unknown ID: the same answer after the same work.

    More than three an hour for one ID are quietly not sent, so that nobody's letter box can be filled.
    """
    now = clock.now()
    account = find_by_login_id(session, login_id)
    begin_writing(session)
    allowed = throttles.reset_guard(fold_login_id(login_id[:200]), visit.address).take(session, now)
    usable = account is not None and what_bars(account, now) in {None, Bar.NOT_BEGUN}
    sent = allowed and usable and account is not None
    purpose = LinkPurpose.RESET
    token, link = issue_link(session, account.id, purpose, now) if sent and account else (new_token(), None)
    to, name = (account.email, account.person_name) if sent and account else ("", "")
    letter = letters.reset(to, name, link_url(public_url, purpose, token), now + purpose.life)
    queued = queue_letter(session, box, letter, now, withhold=not sent)
    if link is not None:
        link.letter_id = queued.id
    details = {"purpose": purpose.value, "given_id": account.login_id if account else "", "reason": ""}
    outcome = Outcome.DONE if sent else Outcome.REFUSED
    about = f"account:{account.id}" if account else ""
    record(session, Event(EventName.PASSWORD_LINK_SENT, visit.actor(), outcome, about, details=details))


def check_link(session: Session, token: str) -> OneTimeLink:
    """The link, while it can be used; raises ``LinkUnusable``."""
    link = find_link(session, token, clock.now(), FOR_PASSWORD)
    if link is None:
        raise LinkUnusable
    return link


def look_at_link(session: Session, token: str) -> OneTimeLink:
    """The link behind a page that is opened, which is noted for whoever had it sent; raises ``LinkUnusable``."""
    link = check_link(session, token)
    if link.opened_at is None:
        begin_writing(session)
        note_opened(session, link, clock.now())
    return link


def set_password_by_link(session: Session, box: SecretBox, visit: Visit, token: str, password: str) -> None:
    """Set the password and use the link up. Every session ends; devices and recovery codes stay as they are.

    Raises ``LinkUnusable``, ``PasswordRefused`` (the link stays usable).
    """
    link = check_link(session, token)
    account = session.get_one(Account, link.account_id)
    check_password_policy(password, context_of(account))
    hashed = passwords.hash_password(password)
    begin_writing(session)
    throttles.hold_password(session, account.folded_id)
    account = lock_account(session, account.id)
    now = clock.now()
    if not use_up(session, link, now) or account.state in {AccountState.STOPPED, AccountState.STRUCK_OFF}:
        raise LinkUnusable
    _keep(session, box, account, hashed)
    # The link proves the registered address, so the row of wrong passwords is broken.
    throttles.unlock_password(session, account.folded_id)
    actor = visit.actor(account)
    sessions.end_all(session, actor, account.id, EndReason.PASSWORD_CHANGED, now)
    details = {"by": link.purpose.value}
    record(session, Event(EventName.PASSWORD_SET, actor, object=f"account:{account.id}", details=details))


def change_password(
    session: Session, box: SecretBox, visit: Visit, sign_in: SignInSession, current: str, new: str
) -> SignInRefused | None:
    """Change the own password, the current one being right; all other sessions end. ``None``: done.

    Raises ``PasswordRefused`` when the new one may not be set.
    """
    account = sign_in.account
    check_password_policy(new, context_of(account))
    checked = account.password_hash
    right = passwords.verify_password(checked, current)
    hashed = passwords.hash_password(new)
    begin_writing(session)
    now = clock.now()
    actor = visit.actor(account, sign_in.id)
    guard = throttles.password_guard(account.folded_id, visit.address, None)
    allowed = guard.take(session, now)
    account = lock_account(session, account.id)
    if not (allowed and right and account.password_hash == checked):
        if allowed:
            guard.fail(session, now)
        details = {"by": "person"}
        event = Event(EventName.PASSWORD_SET, actor, Outcome.REFUSED, f"account:{account.id}", details=details)
        record(session, event)
        return SignInRefused(NOT_RECOGNISED.replace("IDまたは", "現在の"))
    guard.succeed(session)
    _keep(session, box, account, hashed)
    sessions.end_others(session, actor, account.id, sign_in.id, EndReason.PASSWORD_CHANGED, now)
    record(session, Event(EventName.PASSWORD_SET, actor, object=f"account:{account.id}", details={"by": "person"}))
    return None


def send_set_up_link(
    session: Session, box: SecretBox, actor: Actor, account: Account, public_url: str, reason: str = ""
) -> None:
    """Send the link by which the person sets the first password; an earlier one ends."""
    now = clock.now()
    token, link = issue_link(session, account.id, LinkPurpose.SET_UP, now)
    url, until = link_url(public_url, LinkPurpose.SET_UP, token), now + LinkPurpose.SET_UP.life
    letter = letters.set_up(account.email, account.person_name, account.login_id, url, until)
    link.letter_id = queue_letter(session, box, letter, now).id
    session.flush()
    details = {"purpose": LinkPurpose.SET_UP.value, "given_id": account.login_id, "reason": reason}
    record(session, Event(EventName.PASSWORD_LINK_SENT, actor, object=f"account:{account.id}", details=details))


def context_of(account: Account) -> PasswordContext:
    """The words near the account's person that its password may not rest on."""
    return PasswordContext(account.login_id, account.person_name, account.organisation.name)


def _keep(session: Session, box: SecretBox, account: Account, hashed: str) -> None:
    now = clock.now()
    account.password_hash, account.password_set_at = hashed, now
    end_links(session, account.id, now, FOR_PASSWORD)
    queue_letter(session, box, letters.password_changed(account.email, account.person_name, now), now)
