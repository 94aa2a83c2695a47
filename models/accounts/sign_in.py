"""Signing in, first step and last: the password opens the ladder, the full sign-in ends it (M5, M7)."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from models import clock
from models.accounts import devices, known_browsers, passwords, sessions, throttles
from models.accounts.account import Account, AccountState
from models.accounts.lifecycle import find_by_login_id, lock_account, stop_if_due
from models.accounts.links import FOR_PASSWORD, end_links
from models.accounts.locking import tell_of_lock
from models.accounts.login_ids import fold_login_id, mark_of_unknown
from models.accounts.outcomes import (
    NOT_RECOGNISED,
    BeginAgain,
    NotAdmitted,
    PasswordAccepted,
    SignedIn,
    SignInRefused,
)
from models.accounts.sessions import EndReason
from models.accounts.sign_in_session import Rung, SignInSession
from models.accounts.standing import what_bars, why_barred
from models.accounts.user_agents import describe_user_agent
from models.accounts.visit import Visit
from models.audit.event_names import EventName, Outcome
from models.audit.recorder import Event, record
from models.db import begin_writing
from models.secret_box import SecretBox


def check_password(
    session: Session,
    box: SecretBox,
    visit: Visit,
    login_id: str,
    password: str,
    destination: str = "",
    former: SignInSession | None = None,
) -> PasswordAccepted | SignInRefused:
    """Check ID and password. Unknown, wrong, locked, stopped: the same words after the same work (M5).

    ``destination`` is the own path the person was going to; ``former`` the session this browser had, which a new one
    ends. The hash is worked out before the transaction may write, so that on SQLite nobody waits for it.
    """
    now = clock.now()
    account = find_by_login_id(session, login_id)
    browser = known_browsers.recognise(session, account.id if account else 0, visit.browser_token, now)
    if browser is not None:
        visit = replace(visit, device=browser.device)
    checked = account.password_hash if account else None
    right = passwords.verify_password(checked, password)
    renewed = passwords.hash_password(password) if right and checked and passwords.needs_new_hash(checked) else None
    begin_writing(session)
    guard = throttles.password_guard(fold_login_id(login_id[:200]), visit.address, browser.id if browser else None)
    mark = "" if account else mark_of_unknown(box, login_id)
    if not guard.take(session, now):
        return _refuse_password(session, visit, account, "locked", mark)
    if account is not None:
        account = lock_account(session, account.id)
        # Changed while the hash was worked out: the old password counts no more.
        right = right and account.password_hash == checked
    if account is None or not right:
        until = guard.fail(session, now)
        refused = _refuse_password(session, visit, account, "wrong" if account else "unknown_id", mark)
        if until and account:
            tell_of_lock(session, box, visit, account, "password", until, now)
        return refused
    guard.succeed(session)
    account.password_hash = renewed or account.password_hash
    if former is not None:
        sessions.end_quietly(session, former, EndReason.REPLACED, now)
    return _begin(session, box, visit, account, destination, now)


def complete(
    session: Session, visit: Visit, sign_in: SignInSession, consent_version: str
) -> SignedIn | BeginAgain | NotAdmitted:
    """The full sign-in: password, code and consent stand. From here dormancy counts anew (M7, M15).

    A session that had come this far before (a new version of the texts came out meanwhile) only notes the version.
    """
    now = clock.now()
    account = lock_account(session, sign_in.account_id)
    bar = what_bars(account, now)
    if bar is not None:
        return turn_away(session, visit, sign_in, account, now)
    again = sign_in.rung is Rung.CONSENT
    token = sessions.move_up(session, sign_in, Rung.CONSENT, now, consent_version=consent_version)
    if token is None:
        return BeginAgain()
    browser_token, sign_in.device = known_browsers.remember(session, account.id, visit.browser_token, now)
    if again:
        return SignedIn(token, browser_token)
    if account.state is AccountState.ISSUED:
        account.state_code = AccountState.ACTIVE.value
    account.last_signed_in_at = max(now, account.last_signed_in_at or now)
    end_links(session, account.id, now, FOR_PASSWORD)
    session.flush()
    actor = replace(visit, device=sign_in.device).actor(account, sign_in.id)
    record(session, Event(EventName.SIGNED_IN, actor, details={"device": describe_user_agent(visit.user_agent)}))
    return SignedIn(token, browser_token)


def turn_away(session: Session, visit: Visit, sign_in: SignInSession, account: Account, now: datetime) -> NotAdmitted:
    """Both factors are proved, but the account may not be used: say why, and end the session."""
    bar = what_bars(account, now)
    if bar is None:
        raise ValueError("the account may be used")
    actor = visit.actor(account, sign_in.id)
    sessions.end_quietly(session, sign_in, EndReason.ACCOUNT_STOPPED, now)
    stop_if_due(session, actor, account, now)
    details = {"why": bar.value}
    record(session, Event(EventName.CODE_CHECKED, actor, Outcome.REFUSED, f"account:{account.id}", details=details))
    return NotAdmitted(why_barred(account, bar))


def sign_out(session: Session, visit: Visit, sign_in: SignInSession) -> None:
    """End the session on the server: a copied cookie opens nothing any more (M7)."""
    if sessions.end_quietly(session, sign_in, EndReason.SIGNED_OUT, clock.now()):
        record(session, Event(EventName.SIGNED_OUT, visit.actor(sign_in.account, sign_in.id)))


def _begin(
    session: Session, box: SecretBox, visit: Visit, account: Account, destination: str, now: datetime
) -> PasswordAccepted:
    token, sign_in = sessions.begin(session, account.id, visit, destination, now)
    connects = not devices.has_device(session, account.id)
    if connects:
        devices.begin_connecting(session, box, account.id, sign_in.id, now)
    details = {"given_id": account.login_id, "unknown_mark": "", "why": ""}
    event = Event(EventName.PASSWORD_CHECKED, visit.actor(account, sign_in.id), details=details)
    record(session, event)
    return PasswordAccepted(token, connects)


def _refuse_password(session: Session, visit: Visit, account: Account | None, why: str, mark: str) -> SignInRefused:
    # What was typed as an unknown ID may be a password typed in the wrong field: only a mark of it is kept, by which
    # detection tells one ID tried often from many.
    details = {"given_id": account.login_id if account else "", "unknown_mark": mark, "why": why}
    about = f"account:{account.id}" if account else ""
    record(session, Event(EventName.PASSWORD_CHECKED, visit.actor(), Outcome.REFUSED, about, details=details))
    return SignInRefused(NOT_RECOGNISED)
