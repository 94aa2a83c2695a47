"""Lifting a stop that was made for security, or any stop of those who watch: proposed by one, approved by another
(policy §2)."""

from sqlalchemy.orm import Session

from models.access.permissions import Permission
from models.access.viewer import Viewer
from models.accounts.account import Account, AccountState
from models.accounts.standing import StopReason
from models.approvals.acts import Acts, Change, Difference, TwoPersonAct
from models.approvals.approval import Approval, ApprovalKind
from models.approvals.proposing import propose
from models.audit.actor import Actor
from models.errors import NotFound
from models.mail.outgoing import Outgoing
from models.people.authority import PersonAct, may
from models.people.releasing import ask_release, release_at_once
from models.people.stopping import hold_person
from models.people.watchers import IN_CHARGE, release_takes_two


def ask_or_propose(
    session: Session, acts: Acts, outgoing: Outgoing, viewer: Viewer, account_id: int, reason: str
) -> Approval | None:
    """Begin to take the account back into use: by link, or before a second person where that takes two.

    The approval in the second case. Raises like ``ask_release`` and ``propose``.
    """
    found = session.get(Account, account_id)
    if found is None:
        raise NotFound
    if release_takes_two(found):
        watches = found.role in IN_CHARGE
        kind = ApprovalKind.RELEASE_WATCHER if watches else ApprovalKind.RELEASE_ACCOUNT
        return propose(session, acts, viewer, kind, f"account:{account_id}", reason)
    ask_release(session, outgoing, viewer, account_id, reason)
    return None


def difference(session: Session, approval: Approval) -> Difference:
    """What the release does to the account."""
    account = session.get_one(Account, approval.subject_id, populate_existing=True)
    stopped = account.state is AccountState.STOPPED
    why = StopReason(account.stop_reason).label if stopped and account.stop_reason else ""
    return Difference(
        about=f"{account.person_name}（{account.login_id}、{account.organisation.name}）",
        changes=(Change("状態", f"停止（{why}）" if stopped else account.state.label, "利用中"),),
        people=frozenset({account.id}),
        impossible="" if stopped else "停止されているアカウントではありません。",
    )


def may_propose(session: Session, viewer: Viewer, approval: Approval) -> bool:
    """Those who may release the person at all, each person by the kind that is theirs."""
    account = session.get(Account, approval.subject_id)
    if account is None or (account.role in IN_CHARGE) is not (approval.kind is ApprovalKind.RELEASE_WATCHER):
        return False
    return account.id == viewer.actor.account_id or may(viewer, PersonAct.LIFT, account)


def carry_out(session: Session, outgoing: Outgoing, actor: Actor, approval: Approval) -> None:
    """Put the account back into use."""
    account = hold_person(session, approval.subject_id)
    release_at_once(session, outgoing, actor, account, approval.reason)


RELEASE = TwoPersonAct(
    proposers=frozenset({Permission.REQUEST_DECIDE, Permission.ACCOUNT_STRIKE_OFF}),
    approvers=frozenset({Permission.ACCOUNT_STRIKE_OFF}),
    difference=difference,
    carry_out=carry_out,
    may_propose=may_propose,
)
RELEASE_WATCHER = TwoPersonAct(
    proposers=frozenset({Permission.ACCOUNT_STRIKE_OFF}),
    # As for the stop: of two officers one may be stopped, and then the manager is the second person.
    approvers=frozenset({Permission.ACCOUNT_STRIKE_OFF, Permission.REQUEST_DECIDE}),
    difference=difference,
    carry_out=carry_out,
    may_propose=may_propose,
)
