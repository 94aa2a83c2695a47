"""From the responsible person to the owner's officers: with an assessment, or by the clock without one (M8)."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import clock
from models.access.viewer import Viewer
from models.accounts.account import Account
from models.audit.actor import Actor
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.db import SessionFactory, begin_writing, one_transaction
from models.errors import Conflict
from models.incidents.incident import Incident, write
from models.incidents.kinds import EntryKind, IncidentState, Severity, Way, YesNo
from models.incidents.telling import tell_of_overdue, tell_officers
from models.incidents.visibility import hold_report, is_theirs
from models.mail.outgoing import Outgoing


@dataclass(frozen=True, slots=True)
class Assessment:
    """What a responsible person says of a report. ``measures`` is what they have done first."""

    severity: Severity
    personal_data: YesNo
    measures: str

    def in_words(self) -> str:
        """The assessment for the timeline."""
        return (
            f"重大度：{self.severity.label}\n個人データにかかわるか：{self.personal_data.label}\n"
            f"初動の措置：{self.measures}"
        )


def why_not_assess(incident: Incident, viewer: Viewer, now: datetime) -> str:
    """Why this viewer has nothing to assess; empty when they have."""
    if is_theirs(incident, viewer):
        return "自分の報告は、自分では評価できません。"
    if incident.state_at(now) is IncidentState.CLOSED:
        return "この報告への対応は終了しています。"
    return "この報告は、すでに評価されています。" if incident.assessed_at is not None else ""


def pass_on(session: Session, outgoing: Outgoing, viewer: Viewer, number: int, assessment: Assessment) -> Incident:
    """Pass a report on with an assessment. Is the time over already, the assessment follows it.

    Raises ``NotFound``, and ``Conflict`` when there is nothing to assess: of two who press at once, one does.
    """
    incident, now = hold_report(session, viewer, number), clock.now()
    if reason := why_not_assess(incident, viewer, now):
        raise Conflict(reason)
    person = session.get_one(Account, viewer.account_id)
    followed = incident.way_at(now) is not None
    incident.assessed_at = now
    incident.severity_code, incident.personal_data_code = assessment.severity.value, assessment.personal_data.value
    write(session, incident, EntryKind.ASSESSED, person, assessment.in_words(), now)
    details = {"severity": assessment.severity.value, "personal_data": assessment.personal_data.value}
    if followed:
        name = EventName.INCIDENT_ASSESSED
    else:
        name, details = EventName.INCIDENT_PASSED_ON, details | {"way": Way.RESPONSIBLE_PERSON.value}
        _come(session, outgoing, incident, Way.RESPONSIBLE_PERSON, person, now, now)
    record(session, Event(name, viewer.actor, object=f"incident:{number}", details=details))
    return incident


def escalate(sessions: SessionFactory, outgoing: Outgoing, now: datetime) -> int:
    """Write down what the clock has passed on, and tell everybody concerned; returns how many there were."""
    due = select(Incident.id).where(Incident.passed_on_at.is_(None), Incident.due_at <= now).order_by(Incident.id)
    with sessions() as session:
        numbers = session.scalars(due).all()
    return sum(_escalate(sessions, outgoing, number, now) for number in numbers)


def _escalate(sessions: SessionFactory, outgoing: Outgoing, number: int, now: datetime) -> bool:
    with one_transaction(sessions) as session:
        begin_writing(session)
        chosen = select(Incident).where(Incident.id == number, Incident.passed_on_at.is_(None))
        incident = session.scalar(chosen.with_for_update(of=Incident, key_share=True))
        if incident is None or incident.due_at is None:
            return False  # another process was first
        _come(session, outgoing, incident, Way.OVERDUE, None, incident.due_at, now)
        tell_of_overdue(session, outgoing, incident, now)
        details = {
            "way": Way.OVERDUE.value,
            "severity": incident.severity_code,
            "personal_data": incident.personal_data_code,
        }
        event = Event(EventName.INCIDENT_PASSED_ON, Actor.worker(), object=f"incident:{number}", details=details)
        record(session, event)
    return True


def _come(
    session: Session, outgoing: Outgoing, incident: Incident, way: Way, by: Account | None, at: datetime, now: datetime
) -> None:
    """It comes to the officers: from ``at`` on by the clock, written down ``now``."""
    incident.way_code, incident.passed_on_at = way.value, at
    session.flush()
    write(session, incident, EntryKind.PASSED_ON, by, f"資源エネルギー庁の担当に引き継ぎました（{way.label}）。", now)
    tell_officers(session, outgoing, incident, way, now)
