"""The way in for emergencies, from the server's console, when nobody can sign in any more: an alarm (M8)."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import clock
from models.accounts import throttles
from models.accounts.account import Account, AccountState, Role
from models.accounts.lifecycle import find_by_login_id
from models.accounts.locking import unlock
from models.audit.actor import Actor
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.db import begin_writing
from models.errors import DomainError, NotFound
from models.mail import people_letters
from models.mail.outgoing import Outgoing
from models.people.moving_last_day import move_at_once
from models.people.releasing import release_at_once
from models.people.second_factor import reset_at_once
from models.people.stopping import hold_person

RESCUABLE = frozenset({Role.OWNER_OFFICER, Role.SYSTEM_MANAGER})


def rescue(session: Session, outgoing: Outgoing, actor: Actor, login_id: str, reason: str) -> Account:
    """Bring an officer's or manager's account back: released, unlocked, reset, a link to its registered address.

    A last day that has passed keeps it out no longer. Every officer and manager is written to, its person too. Raises
    ``NotFound``, ``DomainError`` (another role, struck off).
    """
    begin_writing(session)
    found = find_by_login_id(session, login_id)
    if found is None:
        raise NotFound("このIDのアカウントはありません。")
    throttles.unlock(session, found.id, found.folded_id)  # in the order in which a sign-in takes them
    account = hold_person(session, found.id)
    if account.role not in RESCUABLE or account.state is AccountState.STRUCK_OFF:
        raise DomainError("非常用の復旧ができるのは、抹消されていない保有者担当とシステム管理者だけです。")
    if account.state is AccountState.STOPPED:
        account = release_at_once(session, outgoing, actor, account, reason)
    else:
        account.released_at, account.roll_call_due_at = clock.now(), None
        session.flush()
    if account.ends_on is not None and account.ends_on < clock.today():
        move_at_once(session, outgoing, actor, account, None, reason)
    account = reset_at_once(session, outgoing, actor, account.id, reason)
    unlock(session, actor, account)
    _alarm(session, outgoing, actor, account)
    details = {"login_id": account.login_id, "reason": reason}
    record(session, Event(EventName.ACCOUNT_RESCUED, actor, object=f"account:{account.id}", details=details))
    return account


def _alarm(session: Session, outgoing: Outgoing, actor: Actor, account: Account) -> None:
    now = clock.now()
    chosen = select(Account).where(
        Account.role_code.in_(RESCUABLE), Account.state_code.in_([AccountState.ISSUED, AccountState.ACTIVE])
    )
    for one in session.scalars(chosen.order_by(Account.id)):
        letter = people_letters.rescued(one.email, one.person_name, account.login_id, now, actor.login_id)
        outgoing.send(session, letter, now)
