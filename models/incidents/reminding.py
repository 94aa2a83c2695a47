"""Writing to the officers about a report to the authority whose last day is near, or has passed without it (M8).

The timeline remembers what they were told: once that it is near and once that it was missed, for each last day. Facts
that move the last day make it another one.
"""

from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models import clock
from models.audit.actor import Actor
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.db import SessionFactory, begin_writing, one_transaction
from models.incidents.deadlines import Deadline, deadlines_of, is_near, is_overdue
from models.incidents.incident import Incident, IncidentEntry, in_words, write
from models.incidents.kinds import EntryKind
from models.incidents.telling import tell_of_deadline
from models.mail.outgoing import Outgoing


def remind_of_deadlines(sessions: SessionFactory, outgoing: Outgoing, now: datetime) -> int:
    """Write about every report that is due soon or overdue and was not written about; returns how many reports.

    Of cases that have come to the officers alone. Two at once do no harm.
    """
    today = clock.day_in_japan(now)
    chosen = select(Incident).where(Incident.passed_on_at.is_not(None), or_(is_near(today), is_overdue(today)))
    with sessions() as session:
        found = session.scalars(chosen.order_by(Incident.id)).all()
        numbers = [one.id for one in found if _untold(session, one, today)]
    return sum(_remind(sessions, outgoing, number, now) for number in numbers)


def _remind(sessions: SessionFactory, outgoing: Outgoing, number: int, now: datetime) -> int:
    today = clock.day_in_japan(now)
    with one_transaction(sessions) as session:
        begin_writing(session)
        chosen = select(Incident).where(Incident.id == number, or_(is_near(today), is_overdue(today)))
        incident = session.scalar(chosen.with_for_update(of=Incident, key_share=True))
        if incident is None:
            return 0  # meanwhile it was reported, or closed
        untold = _untold(session, incident, today)
        for deadline, kind in untold:
            write(session, incident, kind, None, _line(deadline), now)
            tell_of_deadline(session, outgoing, incident, deadline, now)
        for _deadline, kind in untold:
            about, details = f"incident:{number}", {"what": kind.value}
            record(session, Event(EventName.INCIDENT_NOTED, Actor.worker(), object=about, details=details))
    return len(untold)


def _untold(session: Session, incident: Incident, today: date) -> list[tuple[Deadline, EntryKind]]:
    """What the timeline does not tell yet, and the kind of line that will tell it."""
    lines = select(IncidentEntry.kind_code, IncidentEntry.text).where(IncidentEntry.incident_id == incident.id)
    told = {(row.kind_code, row.text) for row in session.execute(lines)}
    due = [(one, kind) for one in deadlines_of(incident) if (kind := _kind_of(one, today)) is not None]
    return [(one, kind) for one, kind in due if (kind.value, _line(one)) not in told]


def _kind_of(deadline: Deadline, today: date) -> EntryKind | None:
    if deadline.overdue(today):
        return EntryKind.DEADLINE_MISSED
    return EntryKind.DEADLINE_NEAR if deadline.near(today) else None


def _line(deadline: Deadline) -> str:
    return f"{deadline.report.label}：{in_words(deadline.last_day)}まで"
