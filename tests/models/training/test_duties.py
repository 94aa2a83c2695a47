"""Who has to do what, by SQL: the same as the rule says person by person."""

from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest
from sqlalchemy import literal, select
from sqlalchemy.orm import Session

from models import clock
from models.accounts.account import Account, AccountState, Role
from models.db import UtcDateTime
from models.lists import ask, every_row, list_page
from models.organisations.kinds import OrganisationKind
from models.training.due_day import months_after_day
from models.training.duties import figures
from models.training.passes import own_standings
from models.training.people import TrainedPerson, trained_people
from models.training.standing import FIRST_MONTHS, TrainingState
from tests.models.accounts.people import add_organisation, add_person
from tests.models.training.people import GENERAL, LEADING, add_pass

TODAY = date(2027, 3, 1)
ISSUED = [
    datetime(2026, 5, 11, 1, tzinfo=UTC),
    datetime(2026, 11, 30, 14, 59, 59, tzinfo=UTC),  # the last second of the day in Japan: due on 28 February
    datetime(2026, 11, 30, 15, 0, tzinfo=UTC),  # the first of 1 December: due on 1 March
    datetime(2026, 12, 1, 15, 0, tzinfo=UTC),
    datetime(2026, 12, 31, 15, 0, tzinfo=UTC),
    datetime(2027, 1, 2, 15, 0, tzinfo=UTC),
]


def test_the_database_counts_months_as_the_clock_does(session: Session) -> None:
    moments = [datetime(2027, 1, 1, hour, 30, tzinfo=UTC) + timedelta(days=day) for day in range(430) for hour in (1, 16)]
    found = [session.scalar(select(months_after_day(literal(moment, UtcDateTime())))) for moment in moments]
    assert found == [clock.months_after(clock.day_in_japan(moment), FIRST_MONTHS) for moment in moments]
