"""What two persons decide about an organisation: lifting a bar, closing it, striking everybody off (M16)."""

from sqlalchemy.orm import Session

from models.access.permissions import Permission
from models.approvals.acts import Change, Difference, TwoPersonAct
from models.approvals.approval import Approval
from models.audit.actor import Actor
from models.mail.outgoing import Outgoing
from models.organisations.kinds import Standing
from models.organisations.organisation import Organisation
from models.people.cutting import accounts_in
from models.people.debarment import close_at_once, preview, resume_at_once, strike_off_at_once


def people_in(session: Session, organisation_id: int) -> frozenset[int]:
    """The accounts of the organisation, none of which decides about it."""
    return frozenset(session.scalars(accounts_in(organisation_id)))


def _shown(session: Session, approval: Approval, after: str, kept: str, fits: frozenset[Standing]) -> Difference:
    number = approval.subject_id
    organisation = session.get_one(Organisation, number, populate_existing=True)
    standing, accounts = organisation.standing, preview(session, number).accounts
    return Difference(
        about=organisation.name,
        changes=(Change("組織の状態", standing.label, after), Change("アカウント", f"利用中 {accounts} 件", kept)),
        people=people_in(session, number),
        impossible="" if standing in fits else f"この組織の状態は「{standing.label}」です。",
    )


def _lifting(session: Session, approval: Approval) -> Difference:
    kept = "停止前の状態に戻る（サインインし直す）"
    return _shown(session, approval, Standing.ACTIVE.label, kept, frozenset({Standing.BARRED}))


def _closing(session: Session, approval: Approval) -> Difference:
    kept = "すべて利用できなくなる"
    return _shown(session, approval, Standing.CLOSED.label, kept, frozenset({Standing.ACTIVE, Standing.BARRED}))


def _striking_off(session: Session, approval: Approval) -> Difference:
    kept = "すべて抹消される（元には戻せない）"
    return _shown(session, approval, Standing.BARRED.label, kept, frozenset({Standing.BARRED}))


def _close(session: Session, outgoing: Outgoing, actor: Actor, approval: Approval) -> None:
    close_at_once(session, outgoing, actor, approval.subject_id, approval.reason)


def _strike_off(session: Session, outgoing: Outgoing, actor: Actor, approval: Approval) -> None:
    strike_off_at_once(session, outgoing, actor, approval.subject_id, approval.reason)


def _resume(session: Session, outgoing: Outgoing, actor: Actor, approval: Approval) -> None:
    resume_at_once(session, outgoing, actor, approval.subject_id, approval.reason)


LIFT_BAR = TwoPersonAct(
    proposers=frozenset({Permission.ORGANISATION_BAR}),
    approvers=frozenset({Permission.ORGANISATION_BAR}),
    difference=_lifting,
    carry_out=_resume,
)
CLOSE = TwoPersonAct(
    proposers=frozenset({Permission.ORGANISATION_CHANGE}),
    approvers=frozenset({Permission.ORGANISATION_APPROVE}),
    difference=_closing,
    carry_out=_close,
)
STRIKE_OFF_ALL = TwoPersonAct(
    proposers=frozenset({Permission.ORGANISATION_BAR}),
    approvers=frozenset({Permission.ORGANISATION_BAR}),
    difference=_striking_off,
    carry_out=_strike_off,
)
