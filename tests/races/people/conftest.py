"""An office to race in, and two threads."""

from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session

from tests.models.people.office import Office, staff
from tests.races.racing import Racers


@pytest.fixture
def office(session: Session) -> Office:
    return staff(session)


@pytest.fixture
def two(session: Session) -> Iterator[Racers]:
    racers = Racers(session.get_bind().engine, 2)
    yield racers
    racers.close()
