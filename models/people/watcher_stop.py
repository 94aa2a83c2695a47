"""Stopping one of those who watch, by two persons: proposed and approved, or done at once and confirmed (policy §2)."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.access.permissions import Permission
from models.access.viewer import Viewer
from models.accounts.account import Account, AccountState
from models.accounts.standing import StopReason
from models.approvals.acts import Acts, Change, Difference, TwoPersonAct
from models.approvals.approval import Approval, ApprovalKind
from models.approvals.proposing import propose
from models.audit.actor import Actor
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.errors import NotFound
from models.mail.outgoing import Outgoing
from models.people.authority import PersonAct, check_fits, check_may, may
from models.people.stopping import check_still_in_office, hold_people, hold_person, stop_at_once, stop_person
from models.people.succession import check_not_last
from models.people.watchers import IN_CHARGE, check_may_stop_at_console, check_not_last_officer, takes_two


def stop_or_propose(
    session: Session, acts: Acts, outgoing: Outgoing, viewer: Viewer, account_id: int, why: StopReason, reason: str
) -> Approval | None:
    """Stop the account, or lay the stop before a second person; the approval in the second case.

    Raises like ``stop_person`` and ``propose``; carrying it out raises ``LastOfficer``.
    """
    found = session.get(Account, account_id)
    if found is None:
        raise NotFound
    if takes_two(found, why):
        about = f"account:{account_id}"
        return propose(session, acts, viewer, ApprovalKind.STOP_WATCHER, about, reason, {"why": why.value})
    stop_person(session, outgoing, viewer, account_id, why, reason)
    return None


def stop_at_console(
    session: Session,
    outgoing: Outgoing,
    actor: Actor,
    account_id: int,
    why: StopReason,
    reason: str,
    *,
    break_glass: bool = False,
) -> Account:
    """Stop the account for the server's administrator, who is nobody in the register.

    One of those who watch is stopped so only for security and as an alarm, one at a time until somebody confirms it on
    the screen. Raises ``Forbidden``, ``LastResponsiblePerson``, ``Conflict``, ``NotFound``.
    """
    account = _held_with_everybody_in_charge(session, account_id)
    check_may_stop_at_console(session, account, why, break_glass=break_glass)
    if not why.for_security:
        check_not_last(session, account)
    account.stopped_at_console = account.role in IN_CHARGE
    session.flush()
    return stop_at_once(session, outgoing, actor, account, why, reason)


def confirm_stop(session: Session, viewer: Viewer, account_id: int, reason: str) -> Account:
    """Stand behind a stop that one officer, or the console, made alone. Whoever made it does not confirm it.

    Whoever does not stand behind it proposes its release instead. Raises ``Forbidden``, ``Conflict`` (nothing waits to
    be confirmed), ``NotFound``.
    """
    if session.get(Account, account_id) is None:
        raise NotFound
    hold_people(session, [account_id, viewer.account_id])
    account = hold_person(session, account_id)
    check_may(viewer, PersonAct.CONFIRM_STOP, account)
    check_fits(PersonAct.CONFIRM_STOP, account)
    check_still_in_office(session, viewer)
    details = {"login_id": account.login_id, "stopped_by": account.stopped_alone_by or "console", "reason": reason}
    account.stopped_alone_by, account.stopped_at_console = None, False
    session.flush()
    about = f"account:{account_id}"
    record(session, Event(EventName.ACCOUNT_STOP_CONFIRMED, viewer.actor, object=about, details=details))
    return account


def _difference(session: Session, approval: Approval) -> Difference:
    account = session.get_one(Account, approval.subject_id, populate_existing=True)
    living = account.state in {AccountState.ISSUED, AccountState.ACTIVE}
    return Difference(
        about=f"{account.person_name}（{account.login_id}、{account.organisation.name}）",
        changes=(
            Change("役割", account.role.label, account.role.label),
            Change("状態", account.state.label, f"停止（{StopReason(approval.payload['why']).label}）"),
            Change("サインインの状態", "", "すべて終了"),
        ),
        people=frozenset({account.id}),
        impossible="" if living else "このアカウントは、すでに停止又は抹消されています。",
    )


def _may_propose(session: Session, viewer: Viewer, approval: Approval) -> bool:
    account = session.get(Account, approval.subject_id)
    if account is None or account.role not in IN_CHARGE:
        return False
    return account.id == viewer.actor.account_id or may(viewer, PersonAct.STOP, account)


def _held_with_everybody_in_charge(session: Session, account_id: int) -> Account:
    """The account as it is now, held; of those who watch, with all of them, so that two stops at once count each other.

    Raises ``NotFound``.
    """
    watching = session.scalars(select(Account.id).where(Account.role_code.in_(IN_CHARGE))).all()
    if account_id in watching:
        hold_people(session, watching)
    return hold_person(session, account_id)


def _carry_out(session: Session, outgoing: Outgoing, actor: Actor, approval: Approval) -> None:
    account = _held_with_everybody_in_charge(session, approval.subject_id)
    check_not_last_officer(session, account)
    stop_at_once(session, outgoing, actor, account, StopReason(approval.payload["why"]), approval.reason)


STOP_WATCHER = TwoPersonAct(
    proposers=frozenset({Permission.ACCOUNT_STRIKE_OFF}),
    # Where there are two officers alone, the manager is the second person for the stop of one of them.
    approvers=frozenset({Permission.ACCOUNT_STRIKE_OFF, Permission.REQUEST_DECIDE}),
    difference=_difference,
    carry_out=_carry_out,
    may_propose=_may_propose,
)
