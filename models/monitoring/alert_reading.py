"""Looking at alerts: the list, one of them, and the acts that led to it. Nobody sees one about themselves."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, String, and_, cast, exists, false, literal, or_, select, true
from sqlalchemy.orm import Session, joinedload

from models.access.permissions import Permission
from models.access.viewer import Viewer
from models.accounts.account import Account
from models.audit.event_names import EventName, Outcome
from models.audit.recorder import Event, record
from models.audit.tables import AuditEvent
from models.detection.alert import Severity
from models.detection.rules.guessing import FAILED_SIGN_INS, SPRAYING
from models.errors import NotFound
from models.lists import ListFilter, ListSpec, contains, equals
from models.monitoring.rules_in_force import rule_labels
from models.monitoring.signals import ACCOUNT, TRIED, WATCHED
from models.monitoring.tables import AlertState, MonitoringAlert
from models.organisations.organisation import Organisation

BEFORE = timedelta(days=1)
"""So far back the acts are shown that led to an alert."""
MOST_ACTS = 200
_OF_GUESSING = frozenset({FAILED_SIGN_INS.code, SPRAYING.code})
_PERIODS = {"1": "24時間以内", "7": "7日以内", "30": "30日以内", "90": "90日以内"}


def seen_by(viewer: Viewer) -> ColumnElement[bool]:
    """The condition that the viewer may look at the alert: those in charge and the auditor, none about themselves."""
    if Permission.MONITORING_LOOK not in viewer.permissions:
        return false()
    own = viewer.actor.account_id
    return or_(MonitoringAlert.account_id.is_(None), MonitoringAlert.account_id != own) if own is not None else true()


def alerts_for(viewer: Viewer, now: datetime) -> ListSpec[MonitoringAlert]:
    """The alerts, newest first."""
    return ListSpec(
        select(MonitoringAlert).where(seen_by(viewer)).options(joinedload(MonitoringAlert.account)),
        MonitoringAlert.id,
        {"at": MonitoringAlert.at},
        (
            ListFilter("severity", "程度", equals(MonitoringAlert.severity_code), [(x, x.label) for x in Severity]),
            ListFilter("state", "対応", equals(MonitoringAlert.state_code), [(x, x.label) for x in AlertState]),
            ListFilter("rule", "規則", equals(MonitoringAlert.rule), list(rule_labels().items())),
            ListFilter("organisation", "組織", contains(MonitoringAlert.organisation_name)),
            ListFilter("person", "利用者ID", contains(MonitoringAlert.login_id)),
            ListFilter(
                "days",
                "期間",
                lambda value: MonitoringAlert.at > now - timedelta(days=int(value)),
                list(_PERIODS.items()),
            ),
        ),
        descending=True,
    )


def alert_for(session: Session, viewer: Viewer, number: int) -> MonitoringAlert:
    """One alert; that it was read is recorded. Raises ``NotFound``, for one about the viewer too."""
    found = session.scalar(select(MonitoringAlert).where(MonitoringAlert.id == number, seen_by(viewer)))
    if found is None:
        raise NotFound
    record(session, Event(EventName.ALERT_READ, viewer.actor, object=f"alert:{number}"))
    return found


def people_in_question(session: Session) -> frozenset[int]:
    """The accounts about which an alarm is not settled yet: they do not decide by what they are watched."""
    chosen = _in_question().distinct()
    return frozenset(number for number in session.scalars(chosen) if number is not None)


def is_in_question(viewer: Viewer) -> ColumnElement[bool]:
    """The condition that the viewer is one of these people."""
    return exists(_in_question().where(MonitoringAlert.account_id == viewer.actor.account_id))


def _in_question() -> Select[int | None]:
    still_open = MonitoringAlert.state_code.in_([AlertState.NEW.value, AlertState.IN_CASE.value])
    return select(MonitoringAlert.account_id).where(still_open, MonitoringAlert.account_id.is_not(None))


def acts_behind(session: Session, alert: MonitoringAlert) -> Sequence[AuditEvent]:
    """What the person, or the organisation's people, did in the day before the alert: the latest first, 200 at most.

    Of guessing at many IDs: the sign-ins that failed, at the organisation's accounts or, where none is meant, anywhere.
    """
    until = alert.event_number
    chosen = select(AuditEvent).where(
        _whose(alert), AuditEvent.name.in_(WATCHED), AuditEvent.at > alert.at - BEFORE, AuditEvent.at <= alert.at
    )
    if until is not None:
        chosen = chosen.where(AuditEvent.number <= until)
    return session.scalars(chosen.order_by(AuditEvent.number.desc()).limit(MOST_ACTS)).all()


def organisation_of(session: Session, alert: MonitoringAlert) -> Organisation | None:
    """The organisation an alert is about, or belongs to whom it is about."""
    return session.get(Organisation, alert.organisation_id) if alert.organisation_id is not None else None


def _whose(alert: MonitoringAlert) -> ColumnElement[bool]:
    if alert.account_id is not None:
        tried = AuditEvent.object == f"{ACCOUNT}{alert.account_id}"
        return or_(AuditEvent.account_id == alert.account_id, tried)
    if alert.rule in _OF_GUESSING:
        return _tries(alert.organisation_id)
    if alert.organisation_id is not None:
        return AuditEvent.organisation_id == alert.organisation_id
    return AuditEvent.number == alert.event_number if alert.event_number is not None else false()


def _tries(organisation_id: int | None) -> ColumnElement[bool]:
    """Nobody has signed in yet when a try fails: the account that was tried says whose it is, the event does not."""
    failed = and_(AuditEvent.name.in_(TRIED), AuditEvent.outcome == Outcome.REFUSED.value)
    if organisation_id is None:
        return failed
    theirs = select(literal(ACCOUNT) + cast(Account.id, String)).where(Account.organisation_id == organisation_id)
    return and_(failed, AuditEvent.object.in_(theirs))
