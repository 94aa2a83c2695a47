"""The second person's answer to a proposal, or its proposer's who takes it back: once, and never by one alone."""

from sqlalchemy.orm import Session

from models import clock
from models.access.permissions import permissions_of
from models.access.viewer import Viewer
from models.accounts.account import Account
from models.accounts.standing import what_bars
from models.approvals.acts import Acts, Difference, NotTheirs, SamePerson, TwoPersonAct
from models.approvals.approval import Approval, ApprovalState, hold_approval
from models.approvals.recording import record_step
from models.audit.event_names import EventName
from models.errors import Conflict, NotFound
from models.mail.outgoing import Outgoing

PROPOSER_IN_QUESTION = (
    "提案した人について、対応の終わっていない検知があるため、今は承認できません。"
    "検知があることは、提案した人に知らせないでください。"
)
_OVER = {
    ApprovalState.CARRIED_OUT: "この提案は、すでに承認され、実施されています。",
    ApprovalState.DECLINED: "この提案は、承認されませんでした。",
    ApprovalState.WITHDRAWN: "この提案は、取り下げられています。",
    ApprovalState.EXPIRED: "この提案は、期限が過ぎています。必要であれば、もう一度提案してください。",
}


def approve(session: Session, acts: Acts, outgoing: Outgoing, viewer: Viewer, number: int, shown: str) -> Approval:
    """Carry the act out, the second person having seen its difference (``shown`` is the digest of what they saw).

    Raises ``SamePerson``, ``OnThemselves``, ``NotTheirs``, ``Conflict`` (over, changed since, impossible, or the
    proposer is in question), ``ComesToNothing``, ``NotFound``. Of two who press at once, one carries it out.
    """
    approval = hold_approval(session, number)
    difference = check_may_decide(session, acts, viewer, approval)
    if approval.proposed_by in difference.in_question:
        raise Conflict(PROPOSER_IN_QUESTION)
    if difference.impossible:
        raise Conflict(difference.impossible)
    if difference.sha256 != shown:
        raise Conflict("確認している間に内容が変わりました。今の内容を確認してから、もう一度承認してください。")
    _decide(session, viewer, approval, ApprovalState.CARRIED_OUT)
    acts[approval.kind].carry_out(session, outgoing, viewer.actor, approval)
    record_step(session, EventName.APPROVAL_CARRIED_OUT, viewer.actor, approval, about=difference.about)
    return approval


def decline(session: Session, acts: Acts, viewer: Viewer, number: int, why: str) -> Approval:
    """Refuse it, with a reason. Raises like ``approve``."""
    approval = hold_approval(session, number)
    check_may_decide(session, acts, viewer, approval)
    _decide(session, viewer, approval, ApprovalState.DECLINED, why)
    record_step(session, EventName.APPROVAL_DECLINED, viewer.actor, approval, why=why)
    return approval


def withdraw(session: Session, viewer: Viewer, number: int, why: str) -> Approval:
    """Take back what one has proposed. Raises ``NotTheirs``, ``Conflict``, ``NotFound``."""
    approval = hold_approval(session, number)
    if approval.proposed_by != viewer.actor.account_id:
        raise NotTheirs
    _check_open(approval)
    _decide(session, viewer, approval, ApprovalState.WITHDRAWN, why)
    record_step(session, EventName.APPROVAL_WITHDRAWN, viewer.actor, approval, why=why)
    return approval


def check_may_decide(session: Session, acts: Acts, viewer: Viewer, approval: Approval) -> Difference:
    """The difference, for whoever may be the second person; raises what ``approve`` raises.

    Except for a proposer in question: theirs can be declined, or it would keep others from proposing the same.
    """
    act = acts[approval.kind]
    if not act.approvers & viewer.permissions:
        raise NotTheirs
    if approval.proposed_by == viewer.actor.account_id:
        raise SamePerson
    difference = act.difference(session, approval)
    difference.check_not_about(viewer)
    if viewer.actor.account_id in difference.in_question:
        raise NotFound  # as every page answers them (``models.monitoring.approval_reading``)
    _check_open(approval)
    _check_proposer(session, act, approval)
    return difference


def _check_proposer(session: Session, act: TwoPersonAct, approval: Approval) -> None:
    """Two persons stand behind an act when it is carried out: whoever was stopped since proposes nothing any more."""
    proposer = session.get_one(Account, approval.proposed_by, populate_existing=True)
    held = permissions_of(proposer.organisation.kind, proposer.role)
    if what_bars(proposer, clock.now()) is not None or not act.proposers & held:
        raise Conflict(
            "提案した人は、今はこの操作を提案できる立場にありません。必要であれば、別の人が提案し直してください。"
        )


def _check_open(approval: Approval) -> None:
    if reason := _OVER.get(approval.state_at(clock.now())):
        raise Conflict(reason)


def _decide(session: Session, viewer: Viewer, approval: Approval, state: ApprovalState, why: str = "") -> None:
    approval.state_code, approval.why = state.value, why
    approval.decided_by, approval.decided_at = viewer.account_id, clock.now()
    session.flush()
