"""How somebody stands with a course on a day: to be done by when, overdue since, or done until when (M17).

Pure: the account's row, what was passed, the day in Japan. A course is due three months after the issue of the account,
after its own publication, or, when it comes with a role, after that role was given, whichever is last; once passed,
when the validity ends. What fell due while the whole organisation was cut off, or too soon after, is due a fair time
after that. The due day itself is still in time. ``models.training.duties`` says the same in SQL.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from models import clock
from models.accounts.account import Account
from models.training.courses import Course, current_courses, required_since

FIRST_MONTHS = 3
SOON = timedelta(days=30)


class TrainingState(StrEnum):
    """Where somebody stands with a course."""

    OVERDUE = "overdue"
    SOON = "soon"
    TO_DO = "to_do"
    DONE = "done"

    @property
    def label(self) -> str:
        """The state in words."""
        return _STATES[self]


_STATES = {
    TrainingState.OVERDUE: "期限超過",
    TrainingState.SOON: "期限が近い",
    TrainingState.TO_DO: "未受講",
    TrainingState.DONE: "修了",
}


@dataclass(frozen=True, slots=True)
class Passed:
    """When somebody last passed a course, and until which day that counts."""

    passed_on: date
    valid_until: date


@dataclass(frozen=True, slots=True)
class Standing:
    """How one person stands with one course. ``due_on`` is the last day in time; ``None`` for one left to them."""

    course: Course
    state: TrainingState
    due_on: date | None
    passed: Passed | None

    @property
    def overdue_since(self) -> date | None:
        """The first day on which it is late."""
        return self.due_on + timedelta(days=1) if self.due_on and self.state is TrainingState.OVERDUE else None


def state_of(due_on: date | None, passed: Passed | None, today: date) -> TrainingState:
    """The state of a course that is due on a day."""
    if due_on is not None and due_on < today:
        return TrainingState.OVERDUE
    if due_on is not None and due_on - today <= SOON:
        return TrainingState.SOON
    return TrainingState.DONE if passed is not None and today <= passed.valid_until else TrainingState.TO_DO


def due_day(account: Account, first: date | None, passed: Passed | None) -> date | None:
    """The last day in time, from the one of somebody who never passed and what was passed.

    The first due day may be the later one: somebody given a role again has three months, whatever ended meanwhile.
    """
    due_on = first if first is None or passed is None else max(first, passed.valid_until)
    cut_off_on, again_on = account.cut_off_on, account.nothing_due_before
    if due_on is None or cut_off_on is None or again_on is None:
        return due_on
    return again_on if cut_off_on <= due_on < again_on else due_on


def first_due_on(course: Course, account: Account, today: date) -> date | None:
    """The last day for somebody who never passed the course; ``None`` when they need not."""
    since = required_since(course.name, account.organisation.kind, account.role, today)
    if since is None:
        return None
    begun = (account.role_since if course.for_some_roles else None) or account.issued_at
    return clock.months_after(max(clock.day_in_japan(begun), since), FIRST_MONTHS)


def first_dues(account: Account, today: date) -> dict[str, date]:
    """The first due day of every course the person has to do, by the course's name."""
    found = {course.name: first_due_on(course, account, today) for course in current_courses(today)}
    return {name: due_on for name, due_on in found.items() if due_on is not None}


def standings(account: Account, passed: Mapping[str, Passed], today: date) -> tuple[Standing, ...]:
    """How the person stands with every course they may do, ``passed`` being what they passed by the course's name."""
    mine = [one for one in current_courses(today) if one.is_for(account.organisation.kind, account.role)]
    return tuple(_standing(one, account, passed.get(one.name), today) for one in mine)


def _standing(course: Course, account: Account, passed: Passed | None, today: date) -> Standing:
    due_on = due_day(account, first_due_on(course, account, today), passed)
    return Standing(course, state_of(due_on, passed, today), due_on, passed)
