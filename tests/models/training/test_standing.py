"""By when a course is to be done, to the second: days begin at midnight in Japan."""

from datetime import UTC, date, datetime, timedelta

import pytest

from models import clock
from models.accounts.account import Account, Role
from models.organisations.kinds import OrganisationKind
from models.organisations.organisation import Organisation
from models.training.rule import TrainingRule
from models.training.standing import Passed, Standing, TrainingState, first_dues, standings
from tests.models.training.people import GENERAL, LEADING

SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)


def in_japan(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=clock.JST)  # type: ignore[arg-type, misc]


def account(issued_at: datetime, role: Role = Role.MEMBER) -> Account:
    organisation = Organisation(kind_code=OrganisationKind.BUREAU.value)
    return Account(role_code=role.value, issued_at=issued_at, organisation=organisation)


def general(issued_at: datetime, now: datetime, passed: Passed | None = None) -> Standing:
    known = {GENERAL: passed} if passed else {}
    return standings(account(issued_at), known, clock.day_in_japan(now))[0]


@pytest.mark.parametrize(
    ("issued", "due"),
    [
        (in_japan(2026, 5, 11, 10), date(2026, 8, 11)),
        (in_japan(2026, 11, 30, 23, 59), date(2027, 2, 28)),
        (in_japan(2027, 11, 30), date(2028, 2, 29)),
        (in_japan(2026, 12, 1), date(2027, 3, 1)),
        # Early in the morning in Japan it is still the day before in UTC.
        (in_japan(2026, 7, 1, 3).astimezone(UTC), date(2026, 10, 1)),
        # Older than the course: three months after its publication.
        (in_japan(2025, 1, 1), date(2026, 7, 1)),
    ],
)
def test_the_first_time_is_three_calendar_months_after_issue_or_publication(issued: datetime, due: date) -> None:
    assert general(issued, issued + 500 * DAY).due_on == due


@pytest.mark.parametrize(
    ("off", "state"),
    [(-SECOND, TrainingState.SOON), (timedelta(), TrainingState.OVERDUE), (SECOND, TrainingState.OVERDUE)],
)
def test_the_due_day_itself_is_in_time_and_the_next_is_late(off: timedelta, state: TrainingState) -> None:
    standing = general(in_japan(2026, 5, 11, 10), in_japan(2026, 8, 12) + off)
    assert standing.state is state
    assert standing.overdue_since == (date(2026, 8, 12) if state is TrainingState.OVERDUE else None)


@pytest.mark.parametrize(
    ("off", "state"),
    [(-SECOND, TrainingState.TO_DO), (timedelta(), TrainingState.SOON), (SECOND, TrainingState.SOON)],
)
def test_it_is_near_from_thirty_days_before(off: timedelta, state: TrainingState) -> None:
    assert general(in_japan(2026, 5, 11), in_japan(2026, 7, 12) + off).state is state


@pytest.mark.parametrize(
    ("now", "state"),
    [
        (in_japan(2026, 6, 1), TrainingState.DONE),
        (in_japan(2027, 5, 2) - SECOND, TrainingState.DONE),
        (in_japan(2027, 5, 2), TrainingState.SOON),
        (in_japan(2027, 6, 2) - SECOND, TrainingState.SOON),
        (in_japan(2027, 6, 2), TrainingState.OVERDUE),
    ],
)
def test_passed_it_is_due_again_when_the_validity_ends(now: datetime, state: TrainingState) -> None:
    passed = Passed(date(2026, 6, 1), date(2027, 6, 1))
    standing = general(in_japan(2026, 5, 11), now, passed)
    assert (standing.state, standing.due_on) == (state, date(2027, 6, 1))


def test_a_course_of_a_role_counts_from_when_the_role_was_given() -> None:
    lead = account(in_japan(2024, 1, 1), Role.RESPONSIBLE_PERSON)
    today = date(2027, 1, 10)
    assert first_dues(lead, today) == {GENERAL: date(2026, 7, 1), LEADING: date(2026, 7, 1)}
    lead.role_since = in_japan(2026, 12, 15)
    assert first_dues(lead, today) == {GENERAL: date(2026, 7, 1), LEADING: date(2027, 3, 15)}


def test_a_role_given_again_leaves_three_months_whatever_ended_meanwhile() -> None:
    lead = account(in_japan(2024, 1, 1), Role.RESPONSIBLE_PERSON)
    lead.role_since = in_japan(2026, 12, 15)
    lapsed = Passed(date(2025, 6, 1), date(2026, 6, 1))
    standing = standings(lead, {LEADING: lapsed}, date(2027, 1, 10))[1]
    assert (standing.state, standing.due_on) == (TrainingState.TO_DO, date(2027, 3, 15))


def test_giving_a_role_notes_since_when() -> None:
    person = account(in_japan(2024, 1, 1))
    assert person.role_since is None
    person.role_code = Role.MEMBER.value
    assert person.role_since is None
    person.role_code = Role.RESPONSIBLE_PERSON.value
    assert person.role_since == clock.now()


def test_before_any_course_nothing_is_asked() -> None:
    assert standings(account(in_japan(2024, 1, 1)), {}, date(2026, 3, 31)) == ()


@pytest.mark.parametrize(
    ("off", "refused"), [(-SECOND, False), (timedelta(), True), (SECOND, True)], ids=["before", "at", "after"]
)
def test_whoever_is_late_is_refused_once_the_grace_is_over(off: timedelta, refused: bool) -> None:
    rule = TrainingRule(enforced=True, grace_days=30)
    due_on = date(2026, 8, 11)
    assert rule.refused_from(due_on) == date(2026, 9, 11)
    assert rule.refuses(due_on, clock.day_in_japan(in_japan(2026, 9, 11) + off)) is refused


def test_without_enforcement_nobody_is_refused() -> None:
    rule = TrainingRule(enforced=False, grace_days=0)
    assert rule.refused_from(date(2026, 8, 11)) is None
    assert not rule.refuses(date(2026, 8, 11), date(2030, 1, 1))
    assert not TrainingRule().refuses(None, date(2030, 1, 1))


@pytest.mark.parametrize(
    ("cut_off_on", "again_on", "due_on"),
    [
        (date(2026, 8, 11), date(2026, 8, 12), date(2026, 8, 12)),
        (date(2026, 5, 1), date(2026, 8, 12), date(2026, 8, 12)),
        (date(2026, 8, 12), date(2026, 9, 30), date(2026, 8, 11)),  # due before
        (date(2026, 5, 1), date(2026, 8, 11), date(2026, 8, 11)),  # due long enough after
    ],
)
def test_what_fell_due_while_cut_off_is_due_a_fair_time_after(cut_off_on: date, again_on: date, due_on: date) -> None:
    person = account(in_japan(2026, 5, 11))
    person.cut_off_on, person.nothing_due_before = cut_off_on, again_on
    assert standings(person, {}, date(2026, 10, 1))[0].due_on == due_on
    valid = Passed(date(2025, 8, 11), date(2026, 8, 11))
    assert standings(person, {GENERAL: valid}, date(2026, 10, 1))[0].due_on == due_on
