"""What waits for somebody, and what is overdue: for the first page of each role."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from models import clock
from models.access.permissions import Permission
from models.access.viewer import Viewer
from models.administration.two_person_acts import ACTS
from models.approvals.approval import Approval, ApprovalState
from models.assurance.finding_lists import OVERDUE, count_late, count_own, count_to_confirm
from models.assurance.run import count_unacknowledged
from models.audit.event_names import EventName
from models.audit.tables import AuditEvent
from models.auditing.verifying import is_in_doubt
from models.cases import lists as case_lists
from models.cases.kinds import CaseState
from models.certifications.excess import reading as excess
from models.incidents import lists as incident_lists
from models.incidents.kinds import IncidentState
from models.inquiries import lists as inquiry_lists
from models.inquiries.inquiry import InquiryState
from models.mail.outbox import LetterState, OutboxLetter
from models.monitoring.approval_reading import told_to
from models.monitoring.feeding import LATE as BEHIND
from models.monitoring.feeding import waiting_since
from models.organisations.kind_standing import KindStanding
from models.organisations.kinds import Standing
from models.organisations.organisation import Organisation
from models.people.answered_for import lacks_responsible
from models.people.may_apply import PRIVILEGED
from models.people.pursuing import asked_back_to
from models.people.request import AccountRequest, RequestState
from models.people.roll_call import open_roll_call
from models.people.roll_call_acts import count_to_answer
from models.people.watcher_stop import STOP_WATCHER
from models.people.watchers import count_unconfirmed
from models.reporting.lists import count_unsigned, missing_report
from models.reviewing.review_dates import Due, count_overdue

LATE = timedelta(days=3)
ALARM_SHOWN = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits: how many, where it is done, whether some of it is late.

    ``endpoint`` and ``values`` name the page in the terms of the blueprints. ``overdue`` is for how long the first of
    what is overdue has been so.
    """

    label: str
    number: int
    endpoint: str
    values: dict[str, str | int]
    late: bool = False
    overdue: timedelta | None = None


def waiting_for(session: Session, viewer: Viewer) -> list[Waiting]:
    """Everything that waits for this person; nothing of what does not."""
    return [one for one in _everything(session, viewer) if one.number]


def _everything(session: Session, viewer: Viewer) -> Iterator[Waiting]:
    held = viewer.permissions
    yield from _papers(session, viewer)
    yield from _findings(session, viewer)
    if Permission.TRAIL_LOOK in held:
        yield Waiting("異常の見つかった監査の証跡", int(is_in_doubt(session)), "audit.checkpoints", {}, late=True)
    if Permission.ADMINISTRATION not in held:
        return
    yield from _incidents(session, viewer)
    if Permission.MONITORING_LOOK in held:
        yield _watching(session)
    yield _approvals(session, viewer)
    yield _unconfirmed(session, viewer)
    yield from _requests(session, viewer)
    yield from _roll_call(session, viewer)
    yield from _cases(session, viewer)
    if Permission.EXPORT_DECIDE in held:
        yield _exports_asked(session, viewer)
    if Permission.INQUIRY_ANSWER in held:
        yield from _inquiries(session, viewer)
    if Permission.PEOPLE_LOOK in held:
        yield _without_responsible(session)
    if Permission.GRANTS_REVIEW in held:
        yield Waiting(
            "点検の期限を過ぎた許可", count_overdue(session), "items.due", {"due": Due.OVERDUE.value}, late=True
        )
    if Permission.KIND_STOP in held:
        yield _stopped_kinds(session)
    if Permission.OPERATION_LOOK in held:
        yield _letters(session)
        yield _rescues(session)


def _papers(session: Session, viewer: Viewer) -> Iterator[Waiting]:
    """The monthly report while it is not there, and what the owner has not signed."""
    today = clock.today()
    if Permission.REPORT_DRAFT in viewer.permissions and (month := missing_report(session, today)) is not None:
        yield Waiting(f"{month.label}分の月次報告の作成・署名", 1, "reports.index", {}, late=today > month.due_on)
    if Permission.REPORT_SIGN in viewer.permissions:
        yield Waiting("署名を待つ月次報告", count_unsigned(session), "reports.index", {"signed": "no"})
        yield Waiting("確認を待つ自己点検の結果", count_unacknowledged(session), "inspection.index", {})


def _findings(session: Session, viewer: Viewer) -> Iterator[Waiting]:
    """Findings that are the viewer's to see to or to confirm, and for the owner all that are late."""
    held, today = viewer.permissions, clock.today()
    if Permission.FINDING_HANDLE in held:
        number, late = count_own(session, viewer, today)
        yield Waiting("担当している指摘", number, "findings.index", {"state": "open"}, late)
    if Permission.FINDING_CONFIRM in held:
        number = count_to_confirm(session, viewer)
        yield Waiting("完了の確認を待つ指摘", number, "findings.index", {"state": "done"})
        yield Waiting("期限を過ぎた指摘", count_late(session, today), "findings.index", {"state": OVERDUE}, late=True)


def _incidents(session: Session, viewer: Viewer) -> Iterator[Waiting]:
    """Leaks first of all: what a responsible person has to pass on, and what the officers have in hand."""
    held, now = viewer.permissions, clock.now()
    if Permission.DESK in held:
        number, _over = incident_lists.count_to_assess(session, viewer, now)
        asked: dict[str, str | int] = {"assessment": incident_lists.TO_ASSESS}
        yield Waiting("引継ぎ・評価を待つ情報漏えい等の報告", number, "incidents.own", asked, late=True)
    if Permission.INCIDENT_HANDLE in held:
        unassessed, near, overdue = incident_lists.count_cases(session, viewer, now, clock.today())
        asked = {"state": IncidentState.OPEN.value, "severity": incident_lists.NONE}
        yield Waiting("評価を待つ情報漏えい等の事案", unassessed, "incident_cases.index", asked, late=True)
        asked = {"deadline": incident_lists.NEAR}
        yield Waiting("期限の近い個人情報保護委員会への報告", near, "incident_cases.index", asked)
        asked = {"deadline": incident_lists.OVERDUE}
        yield Waiting("期限を過ぎた個人情報保護委員会への報告", overdue, "incident_cases.index", asked, late=True)


def _watching(session: Session) -> Waiting:
    """Minutes that detection is behind, whether it is slow or fails; until it is there again no file is handed out."""
    waited = waiting_since(session, clock.now())
    minutes = waited // timedelta(minutes=1) if waited > BEHIND else 0
    return Waiting("監視の遅れ（分。書き出しは受け付けていません）", minutes, "monitoring.index", {}, late=True)


def _approvals(session: Session, viewer: Viewer) -> Waiting:
    now = clock.now()
    kinds = [kind for kind, act in ACTS.items() if act.approvers & viewer.permissions]
    chosen = select(func.count(), func.min(Approval.proposed_at)).where(
        Approval.kind_code.in_(kinds),
        Approval.state_code == ApprovalState.PROPOSED.value,
        Approval.expires_at > now,
        Approval.proposed_by != viewer.actor.account_id,
        told_to(viewer),
    )
    number, oldest = session.execute(chosen).one()
    late = oldest is not None and now - oldest > LATE
    return Waiting("承認を待つ操作", number, "approvals.index", {"state": "proposed"}, late)


def _unconfirmed(session: Session, viewer: Viewer) -> Waiting:
    second = STOP_WATCHER.approvers & viewer.permissions
    number = count_unconfirmed(session, viewer) if second else 0
    return Waiting("確認を待つ停止（管理・監査の担当者）", number, "people.index", {"confirm": "waiting"}, late=True)


def _requests(session: Session, viewer: Viewer) -> Iterator[Waiting]:
    now, held = clock.now(), viewer.permissions
    counted = select(func.count(), func.min(AccountRequest.applied_at))
    privileged = AccountRequest.role_code.in_(PRIVILEGED)
    sent = AccountRequest.state_code == RequestState.SENT.value
    mine: ColumnElement[bool] | None = None
    if Permission.REQUEST_DECIDE in held:
        mine = ~privileged
    elif Permission.PRIVILEGED_ACCOUNT_APPLY in held:
        mine = privileged & (AccountRequest.applied_by != viewer.actor.account_id)
    if mine is not None:
        number, oldest = session.execute(counted.where(sent, mine)).one()
        late = oldest is not None and now - oldest > LATE
        yield Waiting("確認を待つアカウントの申請", number, "requests.index", {"state": "sent"}, late)
    number = session.scalar(select(func.count()).where(asked_back_to(viewer))) or 0
    yield Waiting("回答を待つ照会（申請）", number, "requests.index", {"state": "asked_back"})


def _roll_call(session: Session, viewer: Viewer) -> Iterator[Waiting]:
    opened = open_roll_call(session)
    if opened is None:
        return
    number = count_to_answer(session, viewer, opened)
    late = opened.due_at - clock.now() < timedelta(days=7)
    yield Waiting("棚卸しの回答（名）", number, "desk.roll_call", {"number": opened.id}, late)


def _cases(session: Session, viewer: Viewer) -> Iterator[Waiting]:
    held, now = viewer.permissions, clock.now()
    if Permission.CASE_HANDLE in held:
        number, overdue, since = case_lists.count_open(session, viewer, now)
        yield Waiting("対応中の検知の案件", number, "cases.index", {"state": case_lists.OPEN})
        late_for = now - since if since else None
        yield Waiting("期限を過ぎた検知の案件", overdue, "cases.index", {"state": case_lists.OVERDUE}, True, late_for)
    if Permission.DESK in held:
        number, overdue, since = case_lists.count_to_explain(session, viewer, now)
        state, late_for = CaseState.WAITING.value, now - since if since else None
        yield Waiting("説明を待つ検知の案件", number, "desk.cases", {"state": state}, overdue > 0, late_for)


def _exports_asked(session: Session, viewer: Viewer) -> Waiting:
    number, goes_to = excess.count_to_decide(session, viewer, clock.now())
    return Waiting(
        "承認を待つ書き出し", number, "export_requests.index", {"state": "asked", "goes_to": goes_to}, late=True
    )


def _inquiries(session: Session, viewer: Viewer) -> Iterator[Waiting]:
    number, overdue, last_day = inquiry_lists.count_open(session, viewer, clock.today())
    yield Waiting("回答を待つ問合せ（閲覧）", number, "inquiry_cases.index", {"state": InquiryState.OPEN.value})
    late_for = clock.now() - clock.day_ends(last_day) if last_day else None
    asked: dict[str, str | int] = {"state": inquiry_lists.OVERDUE}
    yield Waiting("期限を過ぎた問合せ（閲覧）", overdue, "inquiry_cases.index", asked, True, late_for)


def _without_responsible(session: Session) -> Waiting:
    chosen = select(func.count()).where(Organisation.standing_code == Standing.ACTIVE.value, lacks_responsible())
    number = session.scalar(chosen) or 0
    return Waiting(
        "責任者のいない組織", number, "organisations.index", {"responsible": "no", "standing": "active"}, True
    )


def _stopped_kinds(session: Session) -> Waiting:
    number = session.scalar(select(func.count()).where(KindStanding.stopped_at.is_not(None))) or 0
    return Waiting("緊急停止中の組織の種類", number, "kinds.index", {}, late=True)


def _letters(session: Session) -> Waiting:
    number = session.scalar(select(func.count()).where(OutboxLetter.state_code == LetterState.FAILED.value)) or 0
    return Waiting("送信できなかったメール", number, "operation.mail", {"state": "failed"}, late=True)


def _rescues(session: Session) -> Waiting:
    chosen = select(func.count()).where(
        AuditEvent.name == EventName.ACCOUNT_RESCUED.value, AuditEvent.at > clock.now() - ALARM_SHOWN
    )
    number = session.scalar(chosen) or 0
    return Waiting("非常用の復旧（30日以内）", number, "people.index", {}, late=True)
