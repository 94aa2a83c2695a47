"""A year's end of a small register, written into the trail."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from sqlalchemy.orm import Session

from tests.factories.months import write_months

EVENTS = 400
NOVEMBER = datetime(2026, 11, 10, 1, 0, tzinfo=UTC)


@pytest.fixture
def hands() -> Iterator[time_machine.Traveller]:
    """It is the tenth of November 2026 until a test moves the clock."""
    with time_machine.travel(NOVEMBER, tick=False) as coordinates:
        yield coordinates


@pytest.fixture
def filled(session: Session) -> Session:
    """The session over a register whose people have been at work since June."""
    write_months(session, EVENTS)
    return session
