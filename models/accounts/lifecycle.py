"""Stopping an account, and reading one under a lock so that stopping and signing in cannot pass each other (M7)."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models.accounts import sessions
from models.accounts.account import Account, AccountState
from models.accounts.links import end_links
from models.accounts.login_ids import fold_login_id
from models.accounts.standing import StopReason, stopped_by_clock, stopped_for_security
from models.audit.actor import Actor
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.db import begin_writing, changed_rows


def find_by_login_id(session: Session, login_id: str) -> Account | None:
    """The account with this ID, as typed by a person."""
    return session.scalar(select(Account).where(Account.folded_id == fold_login_id(login_id[:200])))


def lock_account(session: Session, account_id: int) -> Account:
    """The account as it is now, held until the end of the transaction."""
    begin_writing(session)
    chosen = select(Account).where(Account.id == account_id).with_for_update(of=Account, key_share=True)
    return session.execute(chosen.execution_options(populate_existing=True)).scalar_one()


def stop(session: Session, actor: Actor, account_id: int, why: StopReason, now: datetime, reason: str = "") -> bool:
    """Stop the account: its sessions and links end with it. ``False`` when it was stopped or struck off already.

    ``reason`` is what somebody wrote beside ``why``; the rules that stop by themselves write nothing.
    """
    begin_writing(session)
    statement = (
        update(Account)
        .where(Account.id == account_id, Account.state_code.in_([AccountState.ISSUED, AccountState.ACTIVE]))
        .values(state_code=AccountState.STOPPED.value, stop_reason=why.value, stopped_at=now)
    )
    if changed_rows(session, statement) != 1:
        return False
    account = lock_account(session, account_id)
    end_links(session, account_id, now)
    details = {"login_id": account.login_id, "why": why.value, "reason": reason}
    sessions.end_all(session, actor, account_id, sessions.EndReason.ACCOUNT_STOPPED, now)
    record(session, Event(EventName.ACCOUNT_STOPPED, actor, object=f"account:{account_id}", details=details))
    return True


def harden(session: Session, actor: Actor, account: Account, why: StopReason, now: datetime, reason: str) -> bool:
    """Make an ordinary stop one of security: a release under way ends, and from now on it takes two persons.

    ``False`` for an account that is not stopped, or for security already. The caller holds it.
    """
    if not why.for_security or account.state is not AccountState.STOPPED or stopped_for_security(account):
        return False
    account.stop_reason = why.value
    session.flush()
    end_links(session, account.id, now)
    details = {"login_id": account.login_id, "why": why.value, "reason": reason}
    record(session, Event(EventName.ACCOUNT_STOPPED, actor, object=f"account:{account.id}", details=details))
    return True


def stop_if_due(session: Session, actor: Actor, account: Account, now: datetime) -> bool:
    """Keep a stop by the clock that has been seen: from then on the stored state decides, and no clock revives it."""
    why = stopped_by_clock(account, now)
    return why is not None and stop(session, actor, account.id, why, now)
