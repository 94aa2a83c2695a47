"""What is done in a case: notes, answers, measures, reports to the authority, closing and reopening (M8).

Every act is a line of the timeline and an event of the trail. What somebody typed stands in the timeline alone.
"""

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import clock
from models.access.permissions import Permission, permissions_of
from models.access.viewer import Viewer
from models.accounts.account import Account
from models.audit.actor import Actor
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.db import begin_writing
from models.errors import Conflict, DomainError, NotFound
from models.incidents.deadlines import AuthorityReport
from models.incidents.facts import check_open
from models.incidents.incident import Incident, IncidentEntry, in_words, write
from models.incidents.kinds import EntryKind, IncidentOutcome, IncidentState, YesNo
from models.incidents.telling import tell_of_word, tell_reporter
from models.incidents.visibility import hold_case, hold_report
from models.mail.outgoing import Outgoing


class WrongDay(DomainError):
    """A report cannot have been made on this day."""


def timeline(session: Session, incident: Incident) -> list[IncidentEntry]:
    """Every line, oldest first."""
    chosen = select(IncidentEntry).where(IncidentEntry.incident_id == incident.id).order_by(IncidentEntry.id)
    return list(session.scalars(chosen))


def record_reading(session: Session, viewer: Viewer, incident: Incident, part: str) -> None:
    """Record that somebody other than its author has read an incident, or a part of it."""
    _record(session, EventName.INCIDENT_READ, viewer.actor, incident.id, part=part)


def add_word(session: Session, outgoing: Outgoing, viewer: Viewer, number: int, text: str) -> None:
    """Something more from who reported, or from their responsible person. Raises ``NotFound``."""
    incident = hold_report(session, viewer, number)
    tell_of_word(session, outgoing, incident, clock.now())
    _add(session, viewer, incident, EntryKind.WORD, text)


def add_note(session: Session, viewer: Viewer, number: int, text: str) -> None:
    """Something for the officers alone; after the end of a case too. Raises ``NotFound``."""
    _add(session, viewer, hold_case(session, viewer, number), EntryKind.NOTE, text)


def answer(session: Session, outgoing: Outgoing, viewer: Viewer, number: int, text: str) -> None:
    """Something for who reported, who is told by letter that it is there. Raises ``NotFound``."""
    incident = hold_case(session, viewer, number)
    tell_reporter(session, outgoing, incident, clock.now())
    _add(session, viewer, incident, EntryKind.ANSWER, text)


def note_measure(session: Session, actor: Actor, number: int, sentence: str) -> None:
    """State in the timeline what was done elsewhere because of it: somebody was stopped, an organisation barred.

    For the acts that do so, whose rows they hold already: it holds no row itself. Raises ``NotFound`` for a case that
    is not the actor's to handle.
    """
    begin_writing(session)
    by = session.get(Account, actor.account_id) if actor.account_id is not None else None
    incident = session.get(Incident, number)
    held = permissions_of(by.organisation.kind, by.role) if by is not None else frozenset()
    if by is None or incident is None or Permission.INCIDENT_HANDLE not in held or by.id in incident.about:
        raise NotFound
    write(session, incident, EntryKind.MEASURE, by, sentence, clock.now())
    _record(session, EventName.INCIDENT_NOTED, actor, number, what=EntryKind.MEASURE.value)


def tell_authority(session: Session, viewer: Viewer, number: int, report: AuthorityReport, on: date) -> None:
    """State that a report was made to the Personal Information Protection Commission on this day; again corrects it.

    Raises ``WrongDay``, ``Conflict`` (closed, or nothing is to be reported), ``NotFound``.
    """
    incident = hold_case(session, viewer, number)
    check_open(incident, clock.now())
    if incident.personal_data is YesNo.NO:
        raise Conflict(
            "この事案は、個人情報保護委員会への報告の対象ではないとされています。先に事実を更新してください。"
        )
    if not incident.learned_on <= on <= clock.today():
        raise WrongDay("報告した日は、事態を知った日から今日までの日付で入力してください。")
    if report is AuthorityReport.PROMPT:
        incident.prompt_reported_on = on
    else:
        incident.final_reported_on = on
    by = session.get_one(Account, viewer.account_id)
    text = f"{report.label}：{in_words(on)}"
    write(session, incident, EntryKind.AUTHORITY_TOLD, by, text, clock.now())
    _record(session, EventName.INCIDENT_AUTHORITY_TOLD, viewer.actor, number, report=report.value, on=on.isoformat())


def why_not_close(incident: Incident) -> str:
    """Why the case cannot be closed yet; empty when it can."""
    if incident.personal_data is YesNo.UNKNOWN:
        return "個人情報保護委員会への報告の対象かどうかが決まっていません。先に事実を更新してください。"
    if incident.personal_data is YesNo.YES and incident.final_reported_on is None:
        return "個人情報保護委員会への確報が記録されていません。報告した日を先に記録してください。"
    return ""


def close(
    session: Session, viewer: Viewer, number: int, outcome: IncidentOutcome, cause: str, prevention: str
) -> Incident:
    """End the case. Raises ``Conflict`` (closed already, or something is left to be reported), ``NotFound``."""
    incident, now = hold_case(session, viewer, number), clock.now()
    check_open(incident, now)
    if reason := why_not_close(incident):
        raise Conflict(reason)
    incident.closed_at, incident.outcome_code = now, outcome.value
    incident.cause, incident.prevention = cause, prevention
    text = f"結果：{outcome.label}\n原因：{cause}\n再発防止：{prevention}"
    write(session, incident, EntryKind.CLOSED, session.get_one(Account, viewer.account_id), text, now)
    _record(session, EventName.INCIDENT_CLOSED, viewer.actor, number, outcome=outcome.value)
    return incident


def reopen(session: Session, viewer: Viewer, number: int, why: str) -> Incident:
    """Take a closed case up again; what it was closed with stays in the timeline. Raises ``Conflict``, ``NotFound``."""
    incident = hold_case(session, viewer, number)
    if incident.state_at(clock.now()) is not IncidentState.CLOSED:
        raise Conflict("この事案は、対応中です。")
    incident.closed_at, incident.outcome_code = None, ""
    incident.cause = incident.prevention = ""
    write(session, incident, EntryKind.REOPENED, session.get_one(Account, viewer.account_id), why, clock.now())
    _record(session, EventName.INCIDENT_REOPENED, viewer.actor, number)
    return incident


def _add(session: Session, viewer: Viewer, incident: Incident, kind: EntryKind, text: str) -> None:
    write(session, incident, kind, session.get_one(Account, viewer.account_id), text, clock.now())
    _record(session, EventName.INCIDENT_NOTED, viewer.actor, incident.id, what=kind.value)


def _record(session: Session, name: EventName, actor: Actor, number: int, **details: Any) -> None:
    record(session, Event(name, actor, object=f"incident:{number}", details=details))
