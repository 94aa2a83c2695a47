"""A case that an officer opens of something they were told another way: at once in the officers' hands (M8)."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from models import clock
from models.access.viewer import Viewer
from models.accounts.account import Account
from models.accounts.lifecycle import find_by_login_id
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.db import begin_writing
from models.incidents.answers import Answers
from models.incidents.incident import Incident, write
from models.incidents.kinds import EntryKind, Way
from models.incidents.reporting import enter
from models.incidents.telling import tell_officers
from models.mail.outgoing import Outgoing


def open_by_officer(
    session: Session, outgoing: Outgoing, viewer: Viewer, answers: Answers, concerned: Sequence[Account]
) -> Incident:
    """Open it; the other officers are told. ``answers`` name the person it is about by login ID, or nobody.

    ``concerned`` are those whom what it is made of is about: they are neither told nor shown it, whoever that person
    turns out to be.
    """
    begin_writing(session)
    officer, now = session.get_one(Account, viewer.account_id), clock.now()
    person = find_by_login_id(session, answers.person) if answers.person else None
    incident = enter(session, answers, officer, person, now, direct=True)
    incident.concerned = list(concerned)
    session.flush()
    write(session, incident, EntryKind.REPORTED, officer, answers.kind.label, now)
    tell_officers(session, outgoing, incident, Way.DIRECT, now)
    details = {"kind": answers.kind.value, "way": Way.DIRECT.value}
    event = Event(EventName.INCIDENT_REPORTED, viewer.actor, object=f"incident:{incident.id}", details=details)
    record(session, event)
    return incident
