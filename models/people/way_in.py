"""Helping people in who are in use: trying again after too many wrong entries, and the set-up link once more."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.access.viewer import Viewer
from models.accounts import locking, throttles
from models.accounts.account import Account
from models.accounts.password_change import send_set_up_link
from models.db import begin_writing
from models.errors import Conflict, check_any
from models.mail.outgoing import Outgoing
from models.people.authority import PersonAct, check_fits, check_may
from models.people.stopping import hold_people, hold_person


def unlock_person(session: Session, viewer: Viewer, account_id: int, reason: str) -> Account:
    """Let somebody try again before the time is up. Raises ``Forbidden``, ``Conflict`` (not in use), ``NotFound``."""
    _unlock_first(session, [account_id])
    account = _held(session, viewer, PersonAct.UNLOCK, account_id)
    locking.unlock(session, viewer.actor, account, reason)
    return account


def send_link_again(session: Session, outgoing: Outgoing, viewer: Viewer, account_id: int, reason: str) -> Account:
    """Send the set-up link anew; the one before ends. Raises like ``unlock_person``."""
    account = _held(session, viewer, PersonAct.SEND_LINK, account_id)
    send_set_up_link(session, outgoing.box, viewer.actor, account, outgoing.public_url, reason)
    return account


def unlock_people(session: Session, viewer: Viewer, account_ids: Sequence[int], reason: str) -> int:
    """Unlock several, all or none; returns how many. Raises like ``unlock_person``."""
    check_any(account_ids)
    _unlock_first(session, account_ids)
    hold_people(session, account_ids)
    for account_id in account_ids:
        unlock_person(session, viewer, account_id, reason)
    return len(account_ids)


def send_links_again(
    session: Session, outgoing: Outgoing, viewer: Viewer, account_ids: Sequence[int], reason: str
) -> int:
    """Send the link anew to several, all or none; returns how many. Raises like ``unlock_person``."""
    check_any(account_ids)
    hold_people(session, account_ids)
    for account_id in account_ids:
        send_link_again(session, outgoing, viewer, account_id, reason)
    return len(account_ids)


def _unlock_first(session: Session, account_ids: Sequence[int]) -> None:
    """Take the counters before the accounts, in the order in which a sign-in takes them."""
    begin_writing(session)
    chosen = select(Account.id, Account.folded_id).where(Account.id.in_(account_ids)).order_by(Account.id)
    for account_id, folded_id in session.execute(chosen).all():
        throttles.unlock(session, account_id, folded_id)


def _held(session: Session, viewer: Viewer, act: PersonAct, account_id: int) -> Account:
    account = hold_person(session, account_id)
    check_may(viewer, act, account)
    try:
        check_fits(act, account)
    except Conflict as error:
        raise Conflict(f"{account.person_name}（{account.login_id}）：{error.reason}") from error
    return account
