"""Who has to do what, by SQL: the same as the rule says person by person."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import literal, select
from sqlalchemy.orm import Session

from models import clock
from models.accounts.account import Account, AccountState, Role
from models.db import UtcDateTime
from models.lists import ListSpec, ask, every_row, list_page
from models.organisations.kinds import OrganisationKind
from models.training.due_day import months_after_day
from models.training.duties import figures
from models.training.passes import own_standings
from models.training.people import TrainedPerson, everybody, people_of
from models.training.standing import FIRST_MONTHS, TrainingState
from tests.models.accounts.people import add_organisation, add_person
from tests.models.training.people import GENERAL, LEADING, add_pass

ISSUED = [
    datetime(2024, 5, 11, 1, tzinfo=UTC),
    datetime(2026, 11, 30, 14, 59, 59, tzinfo=UTC),  # the last second of the day in Japan: due on 28 February
    datetime(2026, 11, 30, 15, 0, tzinfo=UTC),  # the first of 1 December: due on 1 March
    datetime(2026, 12, 31, 15, 0, tzinfo=UTC),
    datetime(2027, 1, 2, 15, 0, tzinfo=UTC),
]
PASSED = [None, date(2026, 4, 2), date(2026, 12, 1)]
ROLES = [Role.MEMBER, Role.RESPONSIBLE_PERSON]


@pytest.fixture
def people(session: Session) -> Sequence[Account]:
    """Somebody for every time of issue and of passing, in two organisations; one was given their role later."""
    made = []
    places = [
        add_organisation(session, "つばめ市"),
        add_organisation(session, "かもめ電力送配電", OrganisationKind.GRID_OPERATOR),
    ]
    for number, issued_at in enumerate(ISSUED):
        for other, passed in enumerate(PASSED):
            role = ROLES[(number + other) % 2]
            person = add_person(session, f"person-{number}-{other}", places[number % 2], role, credentials=False)
            person.issued_at = issued_at
            if passed is not None:
                add_pass(session, person, passed)
            made.append(person)
    for person in made[2:10:2]:
        person.cut_off_on, person.nothing_due_before = date(2027, 2, 28), date(2027, 3, 20)
    made[1].role_since = datetime(2027, 1, 20, tzinfo=UTC)
    session.commit()
    return made


def rows(session: Session, spec: ListSpec[TrainedPerson], **asked: str) -> list[TrainedPerson]:
    return list(every_row(session, spec, ask(spec, asked)))


def test_the_database_counts_months_as_the_clock_does(session: Session) -> None:
    first = datetime(2027, 1, 1, tzinfo=UTC)
    moments = [first + timedelta(days=day, hours=hour) for day in range(430) for hour in (14, 15)]
    found = [session.scalar(select(months_after_day(literal(moment, UtcDateTime())))) for moment in moments]
    assert found == [clock.months_after(clock.day_in_japan(moment), FIRST_MONTHS) for moment in moments]


def test_everybody_stands_in_the_list_as_the_rule_says(session: Session, people: Sequence[Account]) -> None:
    for today in (date(2026, 4, 1), date(2027, 2, 28), date(2027, 3, 1), date(2027, 6, 15)):
        expected = {
            (person.login_id, one.course.name, one.state, one.due_on, one.passed)
            for person in people
            for one in own_standings(session, person, today)
        }
        found = rows(session, everybody(today))
        assert {(one.login_id, one.course, one.state(today), one.due_on, one.passed) for one in found} == expected
        assert len({one.number for one in found}) == len(found) == len(expected)


def test_a_filter_by_state_gives_exactly_those_and_the_numbers_agree(
    session: Session, people: Sequence[Account]
) -> None:
    today = date(2027, 3, 1)
    every = rows(session, everybody(today))
    assert {one.state(today) for one in every} == set(TrainingState)
    for state in TrainingState:
        found = rows(session, everybody(today), state=state.value)
        assert {one.number for one in found} == {one.number for one in every if one.state(today) is state}
    for one in figures(session, today):
        course = [each for each in every if each.course == one.course.name]
        assert one.people == len(course)
        assert one.by_state == {state: sum(each.state(today) is state for each in course) for state in TrainingState}


@pytest.mark.parametrize("sort", ["due", "-due", "passed", "organisation", "-person"])
def test_the_pages_together_are_the_list(session: Session, people: Sequence[Account], sort: str) -> None:
    spec = everybody(date(2027, 3, 1))
    seen: list[TrainedPerson] = []
    asked = {"sort": sort, "size": "20"}
    while True:
        page = list_page(session, spec, ask(spec, asked))
        seen += page.rows
        if page.following is None:
            break
        asked |= dict([page.following.parameter()])
    assert seen == rows(session, spec, sort=sort)
    assert page.total == len(seen) > 20
    if sort == "due":
        assert [one.due_on for one in seen] == sorted(one.due_on for one in seen)


def test_a_cursor_of_no_day_is_not_understood(session: Session) -> None:
    spec = everybody(date(2027, 3, 1))
    for broken in ("WyIyMDI3LTEzLTAxIiwxXQ", "WzEsMV0", "WyIiLDFd"):
        assert ask(spec, {"after": broken}).cursor is None


def test_the_own_list_holds_the_own_organisation_alone(session: Session, people: Sequence[Account]) -> None:
    today, own = date(2027, 3, 1), people[0].organisation_id
    expected = {person.login_id for person in people if person.organisation_id == own}
    assert {one.login_id for one in rows(session, people_of(own, today))} == expected
    asked = ask(people_of(own, today), {"organisation": "かもめ"})
    assert asked.ignored


def test_the_list_is_filtered_by_course_kind_and_words(session: Session, people: Sequence[Account]) -> None:
    spec = everybody(date(2027, 3, 1))
    assert {one.course for one in rows(session, spec, course=LEADING)} == {LEADING}
    assert {one.organisation for one in rows(session, spec, organisation="かもめ")} == {"かもめ電力送配電"}
    assert {one.organisation for one in rows(session, spec, kind="grid_operator")} == {"かもめ電力送配電"}
    assert {one.login_id for one in rows(session, spec, person="person-1-2")} == {"person-1-2"}


@pytest.mark.parametrize("state", [AccountState.STOPPED, AccountState.STRUCK_OFF])
def test_whoever_is_out_of_office_has_nothing_to_do(session: Session, state: AccountState) -> None:
    person = add_person(session, credentials=False)
    today = clock.today()
    assert [one.course for one in rows(session, everybody(today))] == [GENERAL]
    person.state_code = state.value
    session.commit()
    assert rows(session, everybody(today)) == []
    assert [one.people for one in figures(session, today)] == [0, 0]


def test_before_any_course_the_list_is_empty(session: Session) -> None:
    add_person(session, credentials=False)
    assert rows(session, everybody(date(2026, 3, 31))) == []
    assert figures(session, date(2026, 3, 31)) == ()
