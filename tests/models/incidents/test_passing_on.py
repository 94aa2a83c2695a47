"""Where a report goes, who is told, and what the clock does to it (M8)."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import clock
from models.accounts.account import AccountState
from models.audit.event_names import EventName
from models.audit.tables import AuditEvent
from models.db import SessionFactory
from models.errors import Conflict, NotFound
from models.incidents.handling import timeline
from models.incidents.incident import TO_PASS_ON, Incident
from models.incidents.kinds import EntryKind, IncidentState, Severity, Way, YesNo
from models.incidents.lists import cases_of, is_in
from models.incidents.passing_on import Assessment, escalate, pass_on
from models.incidents.visibility import case_for, report_for
from models.lists import ask, list_page
from models.mail.outbox import OutboxLetter
from tests.factories.incidents import (
    COLLEAGUE,
    FOREIGN_LEAD,
    FOREIGN_MEMBER,
    LEAD,
    LONE,
    MANAGER,
    MEMBER,
    OFFICER,
    OUTGOING,
    SECOND_LEAD,
    SECOND_OFFICER,
    account,
    reported,
    viewer,
)  # fmt: skip

SECOND = timedelta(seconds=1)
SAID = Assessment(Severity.MEDIUM, YesNo.YES, "本人に聞き取りをした。")


def told(session: Session) -> list[str]:
    """The IDs of those who got a letter, in order."""
    session.rollback()
    return [one.partition("@")[0] for one in session.scalars(select(OutboxLetter.recipient).order_by(OutboxLetter.id))]


def sees(session: Session, login_id: str, number: int, find=report_for) -> bool:
    try:
        find(session, viewer(session, login_id), number)
    except NotFound:
        return False
    return True


def events(session: Session, *names: EventName) -> list[AuditEvent]:
    return list(session.scalars(select(AuditEvent).where(AuditEvent.name.in_(names)).order_by(AuditEvent.number)))


def test_a_report_goes_to_the_responsible_persons_first(session: Session) -> None:
    sent = reported(session)
    assert told(session) == [LEAD, SECOND_LEAD]
    assert sent.state_at(clock.now()) is IncidentState.WAITING
    assert sent.due_at == clock.now() + TO_PASS_ON
    assert [sees(session, one, sent.id) for one in (MEMBER, LEAD, SECOND_LEAD)] == [True, True, True]
    assert [sees(session, one, sent.id) for one in (COLLEAGUE, FOREIGN_MEMBER, FOREIGN_LEAD, OFFICER)] == [False] * 4
    assert [sees(session, one, sent.id, case_for) for one in (OFFICER, LEAD, MEMBER, MANAGER)] == [False] * 4


def test_a_report_goes_straight_to_the_officers_when_nobody_stands_between_or_shall(session: Session) -> None:
    reports = ((LEAD, False), (LONE, False), (MEMBER, True), (OFFICER, False))
    for number, (by, direct) in enumerate(reports, start=1):
        sent = reported(session, by, direct=direct)
        assert told(session) == [OFFICER, SECOND_OFFICER] * number
        assert (sent.way_at(clock.now()), sent.due_at) == (Way.DIRECT, None)
        assert sees(session, OFFICER, sent.id, case_for)


def test_a_direct_report_is_absent_for_the_reporters_own_responsible_persons(session: Session) -> None:
    sent = reported(session, direct=True)
    assert sees(session, MEMBER, sent.id)
    assert not sees(session, LEAD, sent.id)


def test_responsible_persons_who_are_stopped_are_not_counted_on(session: Session) -> None:
    for login_id in (LEAD, SECOND_LEAD):
        account(session, login_id).state_code = AccountState.STOPPED.value
    session.commit()
    assert reported(session).way_at(clock.now()) is Way.DIRECT


def test_a_responsible_person_whom_it_is_about_neither_hears_nor_sees_of_it(session: Session) -> None:
    sent = reported(session, person="LEAD")
    assert told(session) == [SECOND_LEAD]
    assert not sees(session, LEAD, sent.id)
    with pytest.raises(NotFound):
        pass_on(session, OUTGOING, viewer(session, LEAD), sent.id, SAID)


def test_an_officer_whom_it_is_about_neither_hears_nor_sees_of_it(session: Session) -> None:
    sent = reported(session, direct=True, person=OFFICER)
    assert told(session) == [SECOND_OFFICER]
    assert [sees(session, one, sent.id, case_for) for one in (OFFICER, SECOND_OFFICER)] == [False, True]


def test_a_report_about_the_only_officer_is_told_to_the_system_manager_without_what_it_is_about(
    session: Session,
) -> None:
    account(session, SECOND_OFFICER).state_code = AccountState.STOPPED.value
    session.commit()
    sent = reported(session, direct=True, person=OFFICER)
    assert told(session) == [MANAGER]
    assert not sees(session, MANAGER, sent.id, case_for)


def test_an_id_that_does_not_exist_is_taken_like_any_other(session: Session) -> None:
    sent = reported(session, person="nobody-of-this-name")
    assert (sent.person_id, sent.told.person) == (None, "nobody-of-this-name")


def test_the_responsible_person_passes_it_on_with_an_assessment(session: Session) -> None:
    number = reported(session).id
    passed = pass_on(session, OUTGOING, viewer(session, LEAD), number, SAID)
    session.commit()
    assert (passed.severity, passed.personal_data, passed.way_at(clock.now())) == (
        Severity.MEDIUM, YesNo.YES, Way.RESPONSIBLE_PERSON,
    )  # fmt: skip
    assert told(session)[2:] == [OFFICER, SECOND_OFFICER]
    found = case_for(session, viewer(session, OFFICER), number)
    assert [one.kind for one in timeline(session, found)] == [
        EntryKind.REPORTED, EntryKind.LETTERS, EntryKind.ASSESSED, EntryKind.PASSED_ON, EntryKind.LETTERS,
    ]  # fmt: skip
    with pytest.raises(Conflict):
        pass_on(session, OUTGOING, viewer(session, SECOND_LEAD), number, SAID)


def test_nobody_assesses_their_own_report(session: Session) -> None:
    number = reported(session, LEAD).id
    with pytest.raises(Conflict):
        pass_on(session, OUTGOING, viewer(session, LEAD), number, SAID)
    session.rollback()
    assert sees(session, SECOND_LEAD, number)


@pytest.mark.parametrize(("late", "reached"), [(-SECOND, False), (timedelta(), True), (SECOND, True)])
def test_the_clock_passes_it_on_after_24_hours_whether_anybody_tidies_or_not(
    sessions: SessionFactory, session: Session, hands: time_machine.Traveller, late: timedelta, reached: bool
) -> None:
    number = reported(session).id
    hands.shift(TO_PASS_ON + late)
    now = clock.now()
    assert sees(session, OFFICER, number, case_for) is reached
    spec = cases_of(viewer(session, OFFICER), now, clock.today())
    assert len(list_page(session, spec, ask(spec, {})).rows) == reached
    assert len(list_page(session, spec, ask(spec, {"way": "overdue"})).rows) == reached
    state = IncidentState.OPEN if reached else IncidentState.WAITING
    found = session.get_one(Incident, number)
    assert (found.state_at(now), found.way_at(now)) == (state, Way.OVERDUE if reached else None)
    assert session.scalars(select(Incident.id).where(is_in(state, now))).all() == [number]
    session.rollback()
    assert escalate(sessions, OUTGOING, now) == reached


def test_what_the_clock_passed_on_is_written_down_once_and_told_to_everybody(
    sessions: SessionFactory, session: Session, hands: time_machine.Traveller
) -> None:
    sent = reported(session)
    hands.shift(TO_PASS_ON * 3)
    assert escalate(sessions, OUTGOING, clock.now()) == 1
    assert escalate(sessions, OUTGOING, clock.now()) == 0
    assert told(session)[2:] == [OFFICER, SECOND_OFFICER, LEAD, SECOND_LEAD]
    found = session.get_one(Incident, sent.id, populate_existing=True)
    assert (found.way_code, found.passed_on_at) == (Way.OVERDUE.value, sent.due_at)
    [event] = events(session, EventName.INCIDENT_PASSED_ON)
    assert (event.login_id, event.details["way"], event.object) == ("worker", "overdue", f"incident:{sent.id}")


def test_an_assessment_that_comes_too_late_still_follows(
    sessions: SessionFactory, session: Session, hands: time_machine.Traveller
) -> None:
    number = reported(session).id
    hands.shift(TO_PASS_ON)
    pass_on(session, OUTGOING, viewer(session, LEAD), number, SAID)
    session.commit()
    found = session.get_one(Incident, number)
    assert (found.severity, found.way_at(clock.now())) == (Severity.MEDIUM, Way.OVERDUE)
    assert [one.name for one in events(session, EventName.INCIDENT_ASSESSED, EventName.INCIDENT_PASSED_ON)] == [
        "incidents:incident:assess"
    ]
    session.rollback()
    assert escalate(sessions, OUTGOING, clock.now()) == 1


def test_nothing_that_was_typed_stands_in_the_trail(session: Session) -> None:
    number = reported(session).id
    pass_on(session, OUTGOING, viewer(session, LEAD), number, SAID)
    session.commit()
    for event in events(session, EventName.INCIDENT_REPORTED, EventName.INCIDENT_PASSED_ON):
        assert not any(word in str(event.details) for word in ("別の会社", "どこかの設備", "聞き取り"))
