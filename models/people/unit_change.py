"""Moving somebody into a unit whose people may read: proposed by the responsible person, approved by the manager."""

from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from models.access.permissions import Permission
from models.access.viewer import Viewer
from models.accounts.account import Account, AccountState
from models.approvals.acts import Acts, Change, Difference, TwoPersonAct
from models.approvals.approval import Approval, ApprovalKind
from models.approvals.proposing import propose
from models.audit.actor import Actor
from models.errors import NotFound
from models.mail.outgoing import Outgoing
from models.organisations.units import unit_named
from models.people.authority import PersonAct, may
from models.people.changing import PersonDetails, change_person, opens_register, register_at_once
from models.people.stopping import hold_person


@dataclass(frozen=True, slots=True)
class Changed:
    """What came of a changed form: whether something was registered at once, and the proposal about the unit."""

    registered: bool
    approval: Approval | None


def change_or_propose(
    session: Session,
    acts: Acts,
    outgoing: Outgoing,
    viewer: Viewer,
    account_id: int,
    wanted: PersonDetails,
    reason: str,
) -> Changed:
    """Register the details; a unit that opens the register is proposed, and everything else registered all the same.

    Raises like ``change_person`` and ``propose``.
    """
    account = session.get(Account, account_id, populate_existing=True)
    if account is None:
        raise NotFound
    if not opens_register(account, wanted.unit):
        change_person(session, outgoing, viewer, account_id, wanted, reason)
        return Changed(registered=True, approval=None)
    rest = replace(wanted, unit=account.unit)
    others = bool(rest.differences(account))

    def register_rest() -> None:
        if others:
            change_person(session, outgoing, viewer, account_id, rest, reason)

    kind, about, payload = ApprovalKind.OPEN_UNIT, f"account:{account_id}", {"unit": wanted.unit}
    return Changed(others, propose(session, acts, viewer, kind, about, reason, payload, beside=register_rest))


def difference(session: Session, approval: Approval) -> Difference:
    """What the move opens."""
    account = session.get_one(Account, approval.subject_id, populate_existing=True)
    unit = str(approval.payload["unit"])
    organisation = account.organisation
    fits = unit_named(organisation.units, unit) is not None and account.state is not AccountState.STRUCK_OFF
    return Difference(
        about=f"{account.person_name}（{account.login_id}、{organisation.name}）",
        changes=(
            Change("部門", account.unit, unit),
            Change("認定情報の閲覧", _reads(account, account.unit), _reads(account, unit)),
        ),
        people=frozenset({account.id}),
        impossible="" if fits else "この部門がなくなったか、アカウントが抹消されています。",
    )


def _reads(account: Account, unit: str) -> str:
    return "できる" if account.organisation.unit_reads(unit) else "できない"


def _may_propose(session: Session, viewer: Viewer, approval: Approval) -> bool:
    account = session.get(Account, approval.subject_id)
    return account is not None and (account.id == viewer.actor.account_id or may(viewer, PersonAct.CHANGE, account))


def _carry_out(session: Session, outgoing: Outgoing, actor: Actor, approval: Approval) -> None:
    account = hold_person(session, approval.subject_id)
    wanted = replace(PersonDetails.of(account), unit=str(approval.payload["unit"]))
    register_at_once(session, outgoing, actor, account, wanted, approval.reason)


OPEN_UNIT = TwoPersonAct(
    proposers=frozenset({Permission.DESK}),
    approvers=frozenset({Permission.REQUEST_DECIDE}),
    difference=difference,
    carry_out=_carry_out,
    may_propose=_may_propose,
)
