"""Stopping somebody's account, and striking it off: with a reason, told, in effect at the next request (M7)."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models import clock
from models.access.permissions import Permission
from models.access.viewer import Viewer
from models.accounts import lifecycle, sessions
from models.accounts.account import Account, AccountState
from models.accounts.links import end_links
from models.accounts.standing import StopReason, what_bars
from models.audit.actor import Actor
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.db import changed_rows
from models.errors import Conflict, Forbidden, NotFound, check_any
from models.mail.outgoing import Outgoing
from models.people.authority import PersonAct, check_may
from models.people.succession import check_not_last, hold_organisation
from models.people.telling import tell
from models.people.watchers import IN_CHARGE, check_may_stop_alone, tell_those_who_watch

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


def hold_people(session: Session, account_ids: Iterable[int]) -> None:
    """Hold several: every organisation, then every account, each in its order, before anything is recorded.

    Whoever writes the trail holds its head until the end, and must wait for no row after that.
    """
    ids = sorted(set(account_ids))
    chosen = select(Account.organisation_id).where(Account.id.in_(ids)).distinct()
    for organisation_id in sorted(session.scalars(chosen)):
        hold_organisation(session, organisation_id)
    for account_id in ids:
        lifecycle.lock_account(session, account_id)


def stop_people(
    session: Session, outgoing: Outgoing, viewer: Viewer, account_ids: Sequence[int], why: StopReason, reason: str
) -> None:
    """Stop several, all or none. Raises like ``stop_person``."""
    check_any(account_ids)
    hold_people(session, [*account_ids, viewer.account_id])
    for account_id in account_ids:
        stop_person(session, outgoing, viewer, account_id, why, reason)


def stop_person(
    session: Session, outgoing: Outgoing, viewer: Viewer, account_id: int, why: StopReason, reason: str
) -> Account:
    """Stop the account. Raises ``Forbidden``, ``LastResponsiblePerson``, ``Conflict`` (not in use), ``NotFound``.

    A matter of security waits for no successor where the manager or an officer decides; everything else does. Of those
    who watch, an officer stops one alone, until a second person confirms it (``watchers``).
    """
    found = session.get(Account, account_id)
    if found is not None and found.role in IN_CHARGE:
        hold_people(session, [account_id, viewer.account_id])
    account = hold_person(session, account_id)
    check_may(viewer, PersonAct.STOP, account)
    check_still_in_office(session, viewer)
    check_may_stop_alone(session, viewer, account, why)
    in_charge = Permission.ACCOUNT_STOP in viewer.permissions
    if not (why.for_security and in_charge):
        check_not_last(session, account)
    stop_at_once(session, outgoing, viewer.actor, account, why, reason)
    if account.role in IN_CHARGE:
        account.stopped_alone_by = viewer.account_id
        session.flush()
    return account


def check_still_in_office(session: Session, viewer: Viewer) -> None:
    """Raise ``Forbidden`` for somebody who was stopped while they waited for their turn: two cannot end each other."""
    own = session.get_one(Account, viewer.account_id, populate_existing=True)
    if what_bars(own, clock.now()) is not None:
        raise Forbidden("あなたのアカウントは停止されています。操作は行われていません。")


def stop_at_once(
    session: Session, outgoing: Outgoing, actor: Actor, account: Account, why: StopReason, reason: str
) -> Account:
    """The same for an account that is held, by whoever was found to be allowed."""
    now = clock.now()
    if not (
        lifecycle.stop(session, actor, account.id, why, now, reason)
        or lifecycle.harden(session, actor, account, why, now, reason)
    ):
        raise Conflict("このアカウントは、すでに停止又は抹消されています。")
    tell_those_who_watch(session, outgoing, actor, account)
    tell(session, outgoing, account, "アカウントを停止しました", f"停止しました（理由：{why.label}）。", now)
    return account


def strike_off(session: Session, outgoing: Outgoing, viewer: Viewer, account_id: int, reason: str) -> Account:
    """End a stopped account for ever; its ID is never given to anybody.

    Raises ``Forbidden`` (of a stop for security, for everybody but an officer), ``Conflict``, ``NotFound``.
    """
    account = hold_person(session, account_id)
    check_may(viewer, PersonAct.STRIKE_OFF, account)
    if account.stop_unconfirmed:
        raise Conflict("一人の判断による停止です。もう一人の担当者が停止を確認してから、抹消してください。")
    return end_for_ever(session, outgoing, viewer.actor, account, reason, "抹消しました。元には戻せません。")


def end_for_ever(
    session: Session, outgoing: Outgoing, actor: Actor, account: Account, reason: str, told: str
) -> Account:
    """The same for an account that is held, by whoever was found to be allowed; ``told`` stands in the letters."""
    now, number = clock.now(), account.id
    statement = update(Account).where(Account.id == number, Account.state_code == AccountState.STOPPED.value)
    if changed_rows(session, statement.values(state_code=AccountState.STRUCK_OFF.value, struck_off_at=now)) != 1:
        raise Conflict("抹消できるのは、停止されているアカウントだけです。先に停止してください。")
    account = lifecycle.lock_account(session, number)
    end_links(session, number, now)
    sessions.end_all(session, actor, number, sessions.EndReason.ACCOUNT_STOPPED, now)
    tell(session, outgoing, account, "アカウントを抹消しました", told, now)
    details = {"login_id": account.login_id, "reason": reason}
    record(session, Event(EventName.ACCOUNT_STRUCK_OFF, actor, object=f"account:{number}", details=details))
    return account
