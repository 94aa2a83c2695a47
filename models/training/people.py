"""Who has done what: a list of people and courses, for those who look after them (M17)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Date, Select, func, literal, select
from sqlalchemy.orm import Bundle

from models.accounts.account import Account
from models.lists import ListFilter, ListSpec, contains, equals
from models.organisations.kinds import kinds_in_use
from models.organisations.organisation import Organisation
from models.training.duties import Duties, duties_on, required_courses
from models.training.standing import Passed, TrainingState, state_of

NEVER = date(1900, 1, 1)


@dataclass(frozen=True, slots=True)
class TrainedPerson:
    """One person and one course they have to do. ``number`` tells the row from every other."""

    number: int
    organisation: str
    person_name: str
    login_id: str
    course: str
    due_on: date
    passed: Passed | None

    def state(self, today: date) -> TrainingState:
        """Where the person stands."""
        return state_of(self.due_on, self.passed, today)


def everybody(today: date) -> ListSpec[TrainedPerson]:
    """Everybody in office with each course they have to do, the most pressing first."""
    duties = duties_on(today)
    kinds = [(one.value, one.label) for one in kinds_in_use()]
    more = (
        ListFilter("kind", "組織の区分", equals(Organisation.kind_code), kinds),
        ListFilter("organisation", "組織の名称", contains(Organisation.name)),
    )
    return _listed(duties, _rows(duties), (*_filters(duties), *more))


def people_of(organisation_id: int, today: date) -> ListSpec[TrainedPerson]:
    """The same of one organisation's people."""
    duties = duties_on(today)
    return _listed(duties, _rows(duties).where(Account.organisation_id == organisation_id), _filters(duties))


def _listed(duties: Duties, rows: Select[TrainedPerson], filters: Sequence[ListFilter]) -> ListSpec[TrainedPerson]:
    return ListSpec(
        rows,
        duties.number,
        {
            "due": duties.due_on,
            "organisation": Organisation.name,
            "person": Account.person_name,
            "passed": func.coalesce(duties.passed_on, literal(NEVER, Date())),
        },
        filters,
    )


def _filters(duties: Duties) -> Sequence[ListFilter]:
    titles = [(course.name, course.title) for course in required_courses(duties.today)]
    return (
        ListFilter(
            "state",
            "状態",
            lambda value: duties.in_state(TrainingState(value)),
            [(one.value, one.label) for one in TrainingState],
        ),
        ListFilter("course", "研修", equals(duties.course), titles),
        ListFilter("person", "氏名・ID", contains(Account.person_name, Account.login_id)),
    )


def _rows(duties: Duties) -> Select[TrainedPerson]:
    rows: Select[Any] = select(
        _Row(
            "person",
            duties.number.label("number"),
            Organisation.name.label("organisation"),
            Account.person_name,
            Account.login_id,
            duties.course.label("course"),
            duties.due_on.label("due_on"),
            duties.passed_on.label("passed_on"),
            duties.valid_until.label("valid_until"),
        )
    ).select_from(duties.source)
    return rows


class _Row(Bundle[Any]):
    """The columns of a row, made into a ``TrainedPerson``."""

    def create_row_processor(
        self, _query: Any, procs: Sequence[Callable[[Any], Any]], _labels: Sequence[str]
    ) -> Callable[[Any], TrainedPerson]:
        """What the session makes of each row."""

        def make(row: Any) -> TrainedPerson:
            number, organisation, name, login_id, course, due_on, passed_on, valid_until = (each(row) for each in procs)
            passed = Passed(passed_on, valid_until) if passed_on is not None else None
            return TrainedPerson(number, organisation, name, login_id, course, due_on, passed)

        return make
