"""How a case ends: with a finding; about a colleague of one's own organisation, by two persons (policy §2)."""

from datetime import datetime, timedelta

from sqlalchemy import exists, or_, select, update
from sqlalchemy.orm import Session

from models import clock
from models.access.permissions import Permission
from models.access.viewer import Viewer
from models.accounts.account import Account
from models.approvals.acts import Acts, Change, Difference, TwoPersonAct
from models.approvals.approval import Approval, ApprovalKind
from models.approvals.proposing import propose
from models.audit.actor import Actor
from models.audit.event_names import EventName
from models.cases.case import CaseAlert, WatchCase, write
from models.cases.handling import check_open, record_in
from models.cases.kinds import CaseEntryKind, CaseOutcome
from models.cases.visibility import case_for, hold_case, is_own
from models.db import begin_writing
from models.detection.habit import HELD_DAYS
from models.errors import Conflict, Forbidden
from models.mail.outgoing import Outgoing
from models.monitoring.tables import AlertState, MonitoringAlert
from models.organisations.kinds import Standing

CHOSEN = tuple(one for one in CaseOutcome if one is not CaseOutcome.PASSED_ON)
"""The findings somebody can state."""


def why_not(case: WatchCase, outcome: CaseOutcome) -> str:
    """Why the case cannot end with this finding yet; empty when it can."""
    if outcome is CaseOutcome.JUSTIFIED and case.explained_at is None:
        return "すべての検知についての、所属組織のシステム利用責任者の説明が、まだありません。"
    if outcome is CaseOutcome.BARRED:
        barred = case.organisation is not None and case.organisation.standing is Standing.BARRED
        return "" if barred else "組織の利用は停止されていません。先に停止してください。"
    return ""


def close(
    session: Session, acts: Acts, viewer: Viewer, number: int, outcome: CaseOutcome, conclusion: str
) -> Approval | None:
    """End the case with a finding; about the viewer's own organisation, lay that before a second person.

    The approval in the second case. Raises ``NotFound``, ``Forbidden``, ``Conflict`` (closed already, or the finding
    does not fit).
    """
    if Permission.CASE_DECIDE not in viewer.permissions:
        raise Forbidden("案件を終了する権限がありません。")
    seen = case_for(session, viewer, number)
    if is_own(viewer, seen):
        payload = {"outcome": outcome.value, "conclusion": conclusion, "account": seen.account_id}
        about, why = f"case:{number}", f"結果：{outcome.label}"
        return propose(session, acts, viewer, ApprovalKind.CLOSE_CASE, about, why, payload)
    case = hold_case(session, viewer, number)
    check_open(case)
    if reason := why_not(case, outcome):
        raise Conflict(reason)
    end(session, viewer.actor, case, outcome, conclusion)
    return None


def end(session: Session, actor: Actor, case: WatchCase, outcome: CaseOutcome, conclusion: str) -> None:
    """Write the end of a case that is held."""
    now, by = clock.now(), session.get_one(Account, actor.account_id)
    case.closed_at, case.outcome_code, case.conclusion = now, outcome.value, conclusion
    mine = select(CaseAlert.alert_id).where(CaseAlert.case_id == case.id)
    settled = update(MonitoringAlert).where(MonitoringAlert.id.in_(mine)).values(state_code=AlertState.SETTLED.value)
    session.execute(settled)
    write(session, case, CaseEntryKind.CLOSED, by, f"結果：{outcome.label}\n{conclusion}", now)
    excuses = _excused(session, case, outcome, now)
    record_in(session, EventName.CASE_CLOSED, actor, case.id, outcome=outcome.value, excuses=excuses)


def _excused(session: Session, case: WatchCase, outcome: CaseOutcome, now: datetime) -> str:
    """The login ID of whom the finding excuses; empty where nobody is, or something else about them is unanswered.

    Two persons stand behind what detection is to take for somebody's work: a responsible person who explained it, and
    whoever ends the case. Detection excuses all of a person at once. What another alert or case holds against them must
    not become their habit because a lesser matter, which they may have caused for that, was harmless.
    """
    if case.account is None or not outcome.excuses or case.explained_at is None:
        return ""
    waiting = exists().where(
        MonitoringAlert.account_id == case.account_id,
        MonitoringAlert.state_code.in_([AlertState.NEW.value, AlertState.IN_CASE.value]),
    )
    found = [one.value for one in CaseOutcome if not one.excuses]
    against = exists().where(
        WatchCase.account_id == case.account_id,
        WatchCase.outcome_code.in_(found),
        WatchCase.closed_at > now - timedelta(days=HELD_DAYS),
    )
    return case.account.login_id if not session.scalar(select(or_(waiting, against))) else ""


def _difference(session: Session, approval: Approval) -> Difference:
    case = session.get_one(WatchCase, approval.subject_id, populate_existing=True)
    outcome = CaseOutcome(approval.payload["outcome"])
    reason = "この案件は、すでに終了しています。" if case.closed_at is not None else why_not(case, outcome)
    return Difference(
        about=f"検知の案件 {case.reference}",
        changes=(
            Change("状態", case.state.label, f"終了（{outcome.label}）"),
            Change("結論", "", approval.payload["conclusion"]),
        ),
        people=frozenset({case.account_id} if case.account_id is not None else ()),
        impossible=reason,
    )


def _carry_out(session: Session, _outgoing: Outgoing, actor: Actor, approval: Approval) -> None:
    begin_writing(session)
    chosen = select(WatchCase).where(WatchCase.id == approval.subject_id)
    held = chosen.with_for_update(of=WatchCase, key_share=True).execution_options(populate_existing=True)
    case = session.scalars(held).one()
    check_open(case)
    outcome = CaseOutcome(approval.payload["outcome"])
    if reason := why_not(case, outcome):  # another alert may have joined since the difference was read
        raise Conflict(reason)
    end(session, actor, case, outcome, approval.payload["conclusion"])


CLOSE_CASE = TwoPersonAct(
    proposers=frozenset({Permission.CASE_DECIDE}),
    # Where there are two officers alone, the manager is the second person for a case about one of them.
    approvers=frozenset({Permission.CASE_DECIDE, Permission.CASE_HANDLE}),
    difference=_difference,
    carry_out=_carry_out,
)
