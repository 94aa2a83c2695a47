"""Everybody who is in office, with every course they have to do and how they stand: by SQL, for lists and letters."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import product

from sqlalchemy import (
    ColumnElement,
    Date,
    FromClause,
    Select,
    Subquery,
    and_,
    case,
    false,
    func,
    literal,
    select,
    tuple_,
    union_all,
)
from sqlalchemy.orm import Session, join

from models import clock
from models.accounts.account import Account, AccountState, Role
from models.organisations.kinds import OrganisationKind
from models.organisations.organisation import Organisation
from models.training.courses import Course, current_courses, required_since
from models.training.due_day import months_after_day
from models.training.record import TrainingRecord
from models.training.standing import FIRST_MONTHS, SOON, TrainingState

MOST_COURSES = 100
IN_OFFICE = (AccountState.ISSUED.value, AccountState.ACTIVE.value)


@dataclass(frozen=True, slots=True)
class Duties:
    """The rows (person × course they have to do) as they stand on the day ``today`` in Japan.

    ``source`` is what to select from: the duties with their accounts and organisations. ``number`` tells a row from
    every other; ``course`` is the course's name; ``due_on``, ``passed_on`` and ``valid_until`` as in
    ``models.training.standing``.
    """

    today: date
    source: FromClause
    number: ColumnElement[int]
    course: ColumnElement[str]
    due_on: ColumnElement[date]
    passed_on: ColumnElement[date]
    valid_until: ColumnElement[date]

    def in_state(self, state: TrainingState) -> ColumnElement[bool]:
        """The condition that a row is in a state."""
        late, soon = self.due_on < self.today, self.due_on <= self.today + SOON
        done = func.coalesce(self.valid_until >= self.today, false())
        match state:
            case TrainingState.OVERDUE:
                return late
            case TrainingState.SOON:
                return and_(~late, soon)
            case TrainingState.DONE:
                return and_(~soon, done)
            case TrainingState.TO_DO:
                return and_(~soon, ~done)

    def number_in(self, state: TrainingState) -> ColumnElement[int]:
        """How many rows of a group are in a state."""
        return func.coalesce(func.sum(case((self.in_state(state), 1), else_=0)), 0)


def required_courses(today: date) -> tuple[Course, ...]:
    """The courses that somebody has to do."""
    return tuple(course for course in current_courses(today) if course.required)


def duties_on(today: date) -> Duties:
    """The duties of everybody whose account is issued or in use."""
    duty, passed = _all_duties(today), _all_passed()
    source = (
        join(duty, Account, duty.c.account_id == Account.id)
        .join(Organisation, Organisation.id == Account.organisation_id)
        .outerjoin(passed, and_(passed.c.account_id == Account.id, passed.c.course == duty.c.course))
    )
    return Duties(
        today=today,
        source=source,
        number=Account.id * MOST_COURSES + duty.c.position,
        course=duty.c.course,
        due_on=_given_back(_later(duty.c.first_due_on, func.coalesce(passed.c.valid_until, duty.c.first_due_on))),
        passed_on=passed.c.passed_on,
        valid_until=passed.c.valid_until,
    )


@dataclass(frozen=True, slots=True)
class CourseFigures:
    """How many have to do a course, and how many of them are in which state."""

    course: Course
    people: int
    by_state: dict[TrainingState, int]


def figures(session: Session, today: date) -> tuple[CourseFigures, ...]:
    """The numbers of every course that somebody has to do."""
    duties = duties_on(today)
    states = tuple(TrainingState)
    counted = select(duties.course, func.count(), *map(duties.number_in, states)).select_from(duties.source)
    found = {row[0]: row[1:] for row in session.execute(counted.group_by(duties.course))}
    nobody = (0,) * (1 + len(states))
    return tuple(
        CourseFigures(course, numbers[0], dict(zip(states, numbers[1:], strict=True)))
        for course in required_courses(today)
        for numbers in (found.get(course.name, nobody),)
    )


def _all_duties(today: date) -> Subquery:
    arms = [
        _arm(course, position, since, people)
        for position, course in enumerate(required_courses(today))
        for since, people in _by_beginning(course, today)
    ]
    return union_all(*arms or [_nobody()]).subquery("duties")


def _by_beginning(course: Course, today: date) -> Iterator[tuple[date, list[tuple[str, str]]]]:
    """The kinds and roles that have to do a course, by the day from which they do."""
    found: dict[date, list[tuple[str, str]]] = {}
    for kind, role in product(OrganisationKind, Role):
        since = required_since(course.name, kind, role, today)
        if since is not None:
            found.setdefault(since, []).append((kind.value, role.value))
    yield from found.items()


def _arm(course: Course, position: int, since: date, people: list[tuple[str, str]]) -> Select[int, int, str, date]:
    begun = func.coalesce(Account.role_since, Account.issued_at) if course.for_some_roles else Account.issued_at
    from_publication = literal(clock.months_after(since, FIRST_MONTHS), Date())
    rows = select(
        Account.id.label("account_id"),
        literal(position).label("position"),
        literal(course.name).label("course"),
        _later(months_after_day(begun), from_publication).label("first_due_on"),
    )
    has_to = tuple_(Organisation.kind_code, Account.role_code).in_(people)
    return rows.join(Organisation, Organisation.id == Account.organisation_id).where(
        Account.state_code.in_(IN_OFFICE), has_to
    )


def _nobody() -> Select[int, int, str, date]:
    """The duties of a day on which no course is required."""
    rows = select(
        Account.id.label("account_id"),
        literal(0).label("position"),
        literal("").label("course"),
        months_after_day(Account.issued_at).label("first_due_on"),
    )
    return rows.where(false())


def _all_passed() -> Subquery:
    chosen = select(
        TrainingRecord.account_id,
        TrainingRecord.course,
        func.max(TrainingRecord.passed_on).label("passed_on"),
        func.max(TrainingRecord.valid_until).label("valid_until"),
    )
    return chosen.group_by(TrainingRecord.account_id, TrainingRecord.course).subquery("passed")


def _given_back(due_on: ColumnElement[date]) -> ColumnElement[date]:
    fell_due = and_(due_on >= Account.cut_off_on, due_on < Account.nothing_due_before)
    return case((fell_due, Account.nothing_due_before), else_=due_on)


def _later(one: ColumnElement[date], other: ColumnElement[date]) -> ColumnElement[date]:
    return case((one > other, one), else_=other)
