"""Letters before a course is due and after: each once."""

from datetime import date, datetime, time, timedelta

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from models import clock
from models.accounts.account import Account, AccountState
from models.audit.event_names import EventName
from models.db import SessionFactory
from models.mail.outbox import OutboxLetter
from models.mail.outgoing import Outgoing
from models.organisations.kinds import Standing
from models.training import reminders
from models.training.record import TrainingReminder
from tests.models.accounts.people import BOX, PUBLIC, add_person
from tests.models.accounts.test_sign_in import events
from tests.models.training.people import GENERAL, add_pass

OUTGOING = Outgoing(BOX, PUBLIC)
DUE = date(2026, 8, 11)


@pytest.fixture
def sessions(session: Session) -> SessionFactory:
    return sessionmaker(session.get_bind(), expire_on_commit=False)


@pytest.fixture
def person(session: Session) -> Account:
    """Somebody whose training is due on 11 August."""
    return add_person(session)


def remind(session: Session, sessions: SessionFactory, hands: time_machine.Traveller, on: date, at: time) -> int:
    hands.move_to(datetime.combine(on, at, clock.JST))
    session.rollback()
    return reminders.remind(sessions, OUTGOING, clock.now())


def letters(session: Session) -> list[tuple[str, str]]:
    session.rollback()
    found = session.scalars(select(OutboxLetter).order_by(OutboxLetter.id)).all()
    return [(one.subject, BOX.open("letter", one.sealed_body)) for one in found]


def test_letters_are_written_thirty_and_seven_days_before_and_when_it_is_late(
    session: Session, sessions: SessionFactory, person: Account, hands: time_machine.Traveller
) -> None:
    last, first = time(23, 59, 59), time(0)
    written = [
        remind(session, sessions, hands, DUE + timedelta(days=days), at)
        for days, at in (
            (-31, last),
            (-30, first),
            (-30, last),
            (-8, last),
            (-7, first),
            (0, last),
            (1, first),
            (9, first),
        )
    ]
    assert written == [0, 1, 0, 0, 1, 0, 1, 0]
    subjects = [subject for subject, _body in letters(session)]
    assert ["期限は2026年8月11日です" in subject for subject in subjects] == [True, True, False]
    assert "期限を過ぎています" in subjects[2]
    assert all(f"{PUBLIC}/training" in body and "佐藤 花子 様" in body for _subject, body in letters(session))
    told = [event.details["occasion"] for event in events(session, EventName.TRAINING_REMINDED)]
    assert told == ["month", "week", "overdue"]
    assert {event.object for event in events(session, EventName.TRAINING_REMINDED)} == {f"account:{person.id}"}


def test_whoever_missed_occasions_gets_the_letter_of_the_latest_alone(
    session: Session, sessions: SessionFactory, person: Account, hands: time_machine.Traveller
) -> None:
    assert remind(session, sessions, hands, DUE + timedelta(days=40), time(9)) == 1
    assert "期限を過ぎています" in letters(session)[0][0]


def test_whoever_has_passed_is_left_in_peace_until_the_next_year(
    session: Session, sessions: SessionFactory, person: Account, hands: time_machine.Traveller
) -> None:
    add_pass(session, person, DUE)
    session.commit()
    assert remind(session, sessions, hands, DUE + timedelta(days=1), time(9)) == 0
    assert remind(session, sessions, hands, date(2027, 7, 20), time(9)) == 1
    assert session.scalars(select(TrainingReminder.due_on)).all() == [date(2027, 8, 11)]


def test_people_who_may_not_sign_in_get_no_letter(
    session: Session, sessions: SessionFactory, person: Account, hands: time_machine.Traveller
) -> None:
    stopped = add_person(session, "jiro.mori", person.organisation, state=AccountState.STOPPED)
    stopped.organisation.standing_code = Standing.BARRED.value
    session.commit()
    assert remind(session, sessions, hands, DUE, time(9)) == 0


def test_people_of_a_kind_that_is_stopped_get_no_letter_until_it_is_lifted(
    session: Session, sessions: SessionFactory, person: Account, hands: time_machine.Traveller
) -> None:
    person.organisation.kind_standing.stopped_at = clock.now()
    session.commit()
    assert remind(session, sessions, hands, DUE, time(9)) == 0
    person.organisation.kind_standing.stopped_at = None
    session.commit()
    assert remind(session, sessions, hands, DUE, time(9)) == 1


def test_whoever_is_past_their_last_day_gets_no_letter(
    session: Session, sessions: SessionFactory, person: Account, hands: time_machine.Traveller
) -> None:
    person.ends_on = DUE - timedelta(days=3)
    session.commit()
    assert remind(session, sessions, hands, DUE, time(9)) == 0


def test_many_letters_are_written_in_several_turns(
    session: Session,
    sessions: SessionFactory,
    person: Account,
    hands: time_machine.Traveller,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(reminders, "AT_ONCE", 2)
    for number in range(4):
        add_person(session, f"person-{number}", person.organisation, credentials=False)
    assert remind(session, sessions, hands, DUE, time(9)) == 5
    assert len(letters(session)) == 5
    found = session.execute(select(TrainingReminder.course, TrainingReminder.occasion)).all()
    assert set(found) == {(GENERAL, "week")}
