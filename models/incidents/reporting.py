"""Sending a report, and where it goes first: to a responsible person, or past them to the owner's officers (M8)."""

from datetime import datetime

from sqlalchemy.orm import Session

from models import clock
from models.access.permissions import Permission
from models.access.viewer import Viewer
from models.accounts.account import Account
from models.accounts.lifecycle import find_by_login_id
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.db import begin_writing
from models.errors import Conflict
from models.incidents.answers import Answers
from models.incidents.drafts import draft_of, drop_draft
from models.incidents.incident import TO_PASS_ON, Incident, write
from models.incidents.kinds import EntryKind, Way
from models.incidents.telling import responsible_for, tell_officers, tell_responsible
from models.legal.dated import digest
from models.mail.outgoing import Outgoing


def send(session: Session, outgoing: Outgoing, viewer: Viewer, shown: str) -> Incident:
    """Send the draft whose answers were ``shown`` (``mark_of``); letters go out and the clock starts.

    It goes straight to the officers when the reporter wishes so, is a responsible person themselves, or there is nobody
    else in that place. Raises ``Conflict`` when there is no such draft any more: pressed twice, it is sent once.
    """
    begin_writing(session)
    answers = draft_of(session, viewer)
    if answers is None or digest(answers.as_json()) != shown or not drop_draft(session, viewer):
        raise Conflict("送信する報告がありません。すでに送信したか、別の画面で書き直しています。")
    now, reporter = clock.now(), session.get_one(Account, viewer.account_id)
    person = find_by_login_id(session, answers.person) if answers.person else None
    responsible = responsible_for(session, reporter, {person.id} if person else ())
    direct = answers.direct or Permission.DESK in viewer.permissions or not responsible
    incident = enter(session, answers, reporter, person, now, direct=direct)
    incident.concerned = [person] if person else []  # the report goes on naming them, whatever is stated later
    session.flush()
    way = Way.DIRECT.value if direct else Way.RESPONSIBLE_PERSON.value
    write(session, incident, EntryKind.REPORTED, reporter, answers.kind.label, now)
    if direct:
        tell_officers(session, outgoing, incident, Way.DIRECT, now)
    else:
        tell_responsible(session, outgoing, incident, responsible, now)
    details = {"kind": answers.kind.value, "way": way}
    record(session, Event(EventName.INCIDENT_REPORTED, viewer.actor, object=f"incident:{incident.id}", details=details))
    return incident


def enter(
    session: Session, answers: Answers, reporter: Account, person: Account | None, now: datetime, *, direct: bool
) -> Incident:
    """Write a report down as a case, without its first line; ``direct`` brings it past the responsible persons."""
    incident = Incident(
        answers=answers.as_json(),
        reporter=reporter,
        reporter_organisation_id=reporter.organisation_id,
        confidential=answers.direct,
        reported_at=now,
        due_at=None if direct else now + TO_PASS_ON,
        way_code=Way.DIRECT.value if direct else "",
        passed_on_at=now if direct else None,
        kind_code=answers.kind.value,
        personal_data_code=answers.personal_data.value,
        malicious_code=answers.malicious.value,
        learned_on=answers.noticed_on,
        person=person,
        organisation=person.organisation if person else None,
        period_from=answers.happened_on,
        period_to=answers.noticed_on if answers.happened_on else None,
    )
    session.add(incident)
    session.flush()
    return incident
