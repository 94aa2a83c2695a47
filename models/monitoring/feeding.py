"""Feeding the detector: the trail in its order, each event once, alerts kept beside what raised them.

One at a time: whoever feeds holds the detector's head, one row, after any account and before the trail's own head. What
feeds it writes states, alerts and how far it has come in one transaction, so that a crash repeats nothing and loses
nothing.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import clock
from models.accounts.account import Account
from models.accounts.lifecycle import find_by_login_id
from models.accounts.standing import StopReason
from models.audit.actor import Actor
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.audit.tables import AuditEvent
from models.db import begin_writing
from models.detection.alert import Alert, Severity
from models.detection.signal import Signal
from models.detection.states import VERSION
from models.monitoring.rules_in_force import detector_of, rules_in_force
from models.monitoring.signals import WATCHED, signals_of
from models.monitoring.stored_states import StoredStates
from models.monitoring.tables import AlertState, DetectorHead, MonitoringAlert
from models.organisations.organisation import Organisation
from models.organisations.registration import find_by_name

LATE = timedelta(seconds=60)
"""Detection that is further behind than this watches nobody who takes files: exports wait until it is there again."""
A_STEP_BACK, A_WEEK = timedelta(minutes=10), timedelta(weeks=1)
"""Acts recorded so much before the last one were recorded by a clock that was set back."""
CLOCK = "clock"
"""The subject under which the detector keeps how many weeks its own time is ahead."""
FOR_SECURITY = frozenset(why.value for why in StopReason if why.for_security)
DETECTOR = Actor(login_id="detector")
"""Who raises alerts and stops accounts for them, in the trail."""


class Feeding:
    """The detector in one transaction. ``alerts`` are those raised so far."""

    def __init__(self, session: Session) -> None:
        """Take the head, and load the rules in force. Raises whatever keeps either from being read."""
        begin_writing(session)
        chosen = select(DetectorHead).with_for_update(key_share=True).execution_options(populate_existing=True)
        self._session, self.head = session, session.scalars(chosen).one()
        self.edition, rules = rules_in_force(session)
        self._states = StoredStates(session)
        self._detector = detector_of(rules, self._states)
        self.alerts: list[MonitoringAlert] = []

    def catch_up(self, most: int) -> bool:
        """Take in what was recorded since, ``most`` events at most; whether that was all."""
        chosen = select(AuditEvent).where(AuditEvent.number > self.head.number).order_by(AuditEvent.number).limit(most)
        events = self._session.scalars(chosen).all()
        watched = [one for one in events if one.name in WATCHED and one.number not in self.head.ahead]
        signals = dict(signals_of(self._session, watched))
        for one in events:
            if one.number in signals:
                self.feed(signals[one.number], one.number)
            elif one.name == EventName.ACCOUNT_RELEASED.value and one.details["was"] in FOR_SECURITY:
                # Two persons have looked into it; a release by mail answers nothing that detection raised.
                self._detector.answered(one.details["login_id"])
            elif one.name == EventName.CASE_CLOSED and (excused := one.details.get("excuses")):
                self._detector.excused(excused)
        if events:
            self.head.number = events[-1].number
            self.head.ahead = [number for number in self.head.ahead if number > self.head.number]
        return len(events) < most

    def feed(self, signal: Signal, number: int | None = None) -> None:
        """Take one act in; the alerts bear the moment at which it was recorded."""
        self.head.at = self._moment(signal.at)
        for alert in self._detector.feed(replace(signal, at=self.head.at)):
            self.alerts.append(_kept(self._session, replace(alert, at=signal.at), self.edition, number))

    def _moment(self, at: datetime) -> datetime:
        """Detection's own time of an act recorded at ``at``: it never goes back, and never stands still for long.

        Had it to wait until a clock that was set back has come as far again, months of work would count as one moment,
        and stop everybody. So it goes on from there, whole weeks ahead: hours and weekdays stay what they are.
        """
        weeks: int = (self._states.get(CLOCK) or {"weeks": 0})["weeks"]
        moment = at + weeks * A_WEEK
        last = self.head.at or moment
        if moment < last - A_STEP_BACK:
            weeks -= (moment - last) // A_WEEK
            self._states.put(CLOCK, {"v": VERSION, "weeks": weeks})
            moment = at + weeks * A_WEEK
        return max(moment, last)

    def save(self) -> None:
        """Write what was learnt."""
        self.head.taken_at, self.head.edition = clock.now(), self.edition
        self._states.save()
        self._session.flush()

    def record(self) -> None:
        """State the alerts in the trail: the last thing, for whoever has recorded takes no other lock."""
        for one in self.alerts:
            details = {
                "rule": one.rule,
                "severity": one.severity_code,
                "login_id": one.login_id,
                "organisation": one.organisation_name,
                "edition": one.edition,
                "event": one.event_number,
            }
            event = Event(EventName.ALERT_RAISED, DETECTOR, object=f"alert:{one.id}", details=details)
            record(self._session, event)

    def fed_ahead(self, number: int) -> None:
        """Note that event ``number`` was fed before it was recorded."""
        self.head.ahead = [*self.head.ahead, number]
        self._session.flush()


def is_late(session: Session, now: datetime) -> bool:
    """Whether something recorded more than a minute ago has not been looked at yet."""
    return waiting_since(session, now) > LATE


def waiting_since(session: Session, now: datetime) -> timedelta:
    """How long the oldest act that detection has not looked at has waited; nothing when there is none."""
    last = select(DetectorHead.number).scalar_subquery()
    chosen = select(AuditEvent.at).where(AuditEvent.number > last).order_by(AuditEvent.number).limit(1)
    oldest = session.scalar(chosen)
    return max(now - oldest, timedelta()) if oldest is not None else timedelta()


def _kept(session: Session, alert: Alert, edition: int, number: int | None) -> MonitoringAlert:
    account = find_by_login_id(session, alert.login_id) if alert.login_id else None
    organisation = _organisation(session, alert, account)
    row = MonitoringAlert(
        at=alert.at,
        rule=alert.rule,
        severity_code=alert.severity.value,
        login_id=alert.login_id,
        account_id=account.id if account else None,
        organisation_name=alert.organisation,
        organisation_id=organisation.id if organisation else None,
        reason=alert.reason,
        edition=edition,
        event_number=number,
        state_code=(AlertState.NEW if alert.severity.is_alarm else AlertState.NOTED).value,
        due_to_stop=alert.severity is Severity.STOP and account is not None,
    )
    session.add(row)
    session.flush()
    return row


def _organisation(session: Session, alert: Alert, account: Account | None) -> Organisation | None:
    if account is not None:
        return account.organisation
    return find_by_name(session, alert.organisation) if alert.organisation else None
