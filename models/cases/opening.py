"""From alert to case: opened by itself, several alerts about one person within a day being one (M8, M11).

What joins a case after its explanation was not explained by it: the case waits for another one, with its time anew.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import clock
from models.access.viewer import Viewer
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.cases.case import CaseAlert, WatchCase, write
from models.cases.kinds import JOINS_WITHIN, TIME_TO_SETTLE, CaseEntryKind
from models.cases.telling import tell_of_alert
from models.cases.visibility import seen_by
from models.db import SessionFactory, begin_writing, one_transaction
from models.detection.alert import Severity
from models.mail.outgoing import Outgoing
from models.monitoring.feeding import DETECTOR
from models.monitoring.rules_in_force import label_of
from models.monitoring.tables import AlertState, DetectorHead, MonitoringAlert


def open_due(sessions: SessionFactory, outgoing: Outgoing) -> int:
    """Put every new alert into a case, each in a transaction of its own; returns how many there were.

    One whose account is still to be stopped waits for that: the letters say what was done.
    """
    waiting = (MonitoringAlert.state_code == AlertState.NEW.value, ~MonitoringAlert.due_to_stop)
    with sessions() as session:
        numbers = session.scalars(select(MonitoringAlert.id).where(*waiting).order_by(MonitoringAlert.id)).all()
    return sum(_open(sessions, outgoing, number) for number in numbers)


def alerts_of(session: Session, case: WatchCase) -> Sequence[MonitoringAlert]:
    """The case's alerts, oldest first."""
    chosen = select(CaseAlert).where(CaseAlert.case_id == case.id).order_by(CaseAlert.alert_id)
    return [one.alert for one in session.scalars(chosen)]


def case_of(session: Session, viewer: Viewer, alert: MonitoringAlert) -> WatchCase | None:
    """The case an alert belongs to, as far as the viewer may look at it."""
    chosen = select(WatchCase).join(CaseAlert, CaseAlert.case_id == WatchCase.id)
    return session.scalar(chosen.where(CaseAlert.alert_id == alert.id, seen_by(viewer)))


def _open(sessions: SessionFactory, outgoing: Outgoing, number: int) -> bool:
    with one_transaction(sessions) as session:
        begin_writing(session)
        # The detector's head is held so that two alerts about one person cannot open two cases.
        session.scalars(select(DetectorHead).with_for_update(key_share=True)).one()
        chosen = select(MonitoringAlert).where(
            MonitoringAlert.id == number, MonitoringAlert.state_code == AlertState.NEW.value
        )
        alert = session.scalar(chosen.execution_options(populate_existing=True))
        if alert is None:
            return False  # another process was first
        put_in_case(session, outgoing, alert, clock.now())
    return True


def put_in_case(session: Session, outgoing: Outgoing, alert: MonitoringAlert, now: datetime) -> None:
    """Put a new alert into the open case it belongs to, or open one. The caller holds the detector's head."""
    case = _open_case(session, alert)
    joined, graver = case is not None, alert.severity is Severity.STOP
    anew = case is not None and case.explained_at is not None
    if case is None:
        case = WatchCase(
            account_id=alert.account_id,
            organisation_id=alert.organisation_id,
            severity_code=alert.severity_code,
            opened_at=now,
            due_at=now + TIME_TO_SETTLE[alert.severity],
        )
        session.add(case)
    elif graver and case.severity is not Severity.STOP:
        case.severity_code = alert.severity_code
        case.due_at = min(case.due_at, now + TIME_TO_SETTLE[alert.severity])
    if anew:
        case.explained_at = case.escalated_at = case.told_again_at = None
        case.due_at = now + TIME_TO_SETTLE[case.severity]
    session.flush()
    session.add(CaseAlert(alert_id=alert.id, case_id=case.id))
    alert.state_code = AlertState.IN_CASE.value
    write(session, case, CaseEntryKind.ALERT, None, f"{label_of(alert.rule)}：{alert.reason}", alert.at)
    if alert.stopped_at is not None:
        text = "アカウントを停止し、サインインの状態をすべて終了しました。"
        write(session, case, CaseEntryKind.STOPPED, None, text, alert.stopped_at)
    if anew:
        text = "説明の後に検知が加わったため、改めて説明が必要です。期限を改めました。"
        write(session, case, CaseEntryKind.ASKED_ANEW, None, text, now)
    if not joined or graver or anew:
        tell_of_alert(session, outgoing, case, alert, now)
    _record(session, case, alert, joined=joined)


def _open_case(session: Session, alert: MonitoringAlert) -> WatchCase | None:
    """The open case this alert belongs to, held; an alert about an organisation joins one about it as a whole."""
    chosen = select(WatchCase).where(
        WatchCase.account_id.is_not_distinct_from(alert.account_id),
        WatchCase.organisation_id.is_not_distinct_from(alert.organisation_id),
        WatchCase.closed_at.is_(None),
        WatchCase.opened_at > alert.at - JOINS_WITHIN,
    )
    newest = chosen.order_by(WatchCase.id.desc()).limit(1)
    return session.scalar(newest.with_for_update(of=WatchCase, key_share=True))


def _record(session: Session, case: WatchCase, alert: MonitoringAlert, *, joined: bool) -> None:
    details: dict[str, object] = {"alert": alert.id, "severity": alert.severity_code}
    name = EventName.CASE_JOINED
    if not joined:
        name, details = EventName.CASE_OPENED, details | {"organisation": alert.organisation_name}
    record(session, Event(name, DETECTOR, object=f"case:{case.id}", details=details))
