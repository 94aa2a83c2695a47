"""Stopping somebody's account, and striking it off: with a reason, told, in effect at the next request (M7)."""

from sqlalchemy import update
from sqlalchemy.orm import Session

from models import clock
from models.access.viewer import Viewer
from models.accounts import lifecycle, sessions
from models.accounts.account import Account, AccountState
from models.accounts.links import end_links
from models.accounts.standing import StopReason
from models.audit.actor import Actor
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.db import changed_rows
from models.errors import Conflict, NotFound
from models.mail.outgoing import Outgoing
from models.people.authority import PersonAct, check_may
from models.people.succession import check_not_last, hold_organisation
from models.people.telling import tell

BY_PEOPLE = (
    StopReason.TRANSFER,
    StopReason.ORGANISATION,
    StopReason.OWN_REQUEST,
    StopReason.INCIDENT,
    StopReason.MONITORING,
)
"""The reasons a person can give. Dormancy and an unanswered roll-call give themselves."""


def hold_person(session: Session, account_id: int) -> Account:
    """The account as it is now, its organisation and itself held until the end of the transaction.

    Organisation first, then the account: whoever changes an organisation's people takes them in this order. Raises
    ``NotFound``.
    """
    found = session.get(Account, account_id)
    if found is None:
        raise NotFound
    hold_organisation(session, found.organisation_id)
    return lifecycle.lock_account(session, account_id)


def stop_person(
    session: Session, outgoing: Outgoing, viewer: Viewer, account_id: int, why: StopReason, reason: str
) -> Account:
    """Stop the account. Raises ``Forbidden``, ``LastResponsiblePerson``, ``Conflict`` (not in use), ``NotFound``."""
    account = hold_person(session, account_id)
    check_may(viewer, PersonAct.STOP, account)
    return stop_at_once(session, outgoing, viewer.actor, account, why, reason)


def stop_at_once(
    session: Session, outgoing: Outgoing, actor: Actor, account: Account, why: StopReason, reason: str
) -> Account:
    """The same for an account that is held, by whoever was found to be allowed.

    A matter of security waits for no successor; everything else does.
    """
    if not why.for_security:
        check_not_last(session, account)
    now = clock.now()
    if not lifecycle.stop(session, actor, account.id, why, now, reason):
        raise Conflict("このアカウントは、すでに停止又は抹消されています。")
    tell(session, outgoing, account, "アカウントを停止しました", f"停止しました（理由：{why.label}）。", now)
    return account


def strike_off(session: Session, outgoing: Outgoing, viewer: Viewer, account_id: int, reason: str) -> Account:
    """End a stopped account for ever; its ID is never given to anybody. Raises like ``stop_person``."""
    account = hold_person(session, account_id)
    check_may(viewer, PersonAct.STRIKE_OFF, account)
    now = clock.now()
    statement = update(Account).where(Account.id == account_id, Account.state_code == AccountState.STOPPED.value)
    if changed_rows(session, statement.values(state_code=AccountState.STRUCK_OFF.value, struck_off_at=now)) != 1:
        raise Conflict("抹消できるのは、停止されているアカウントだけです。先に停止してください。")
    account = lifecycle.lock_account(session, account_id)
    end_links(session, account_id, now)
    sessions.end_all(session, viewer.actor, account_id, sessions.EndReason.ACCOUNT_STOPPED, now)
    tell(session, outgoing, account, "アカウントを抹消しました", "抹消しました。元には戻せません。", now)
    details = {"login_id": account.login_id, "reason": reason}
    about = f"account:{account_id}"
    record(session, Event(EventName.ACCOUNT_STRUCK_OFF, viewer.actor, object=about, details=details))
    return account
