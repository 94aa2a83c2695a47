"""A clock that tests move."""

from collections.abc import Iterator

import pytest
import time_machine

from tests.models.accounts.people import START


@pytest.fixture(autouse=True)
def hands() -> Iterator[time_machine.Traveller]:
    """The clock's hands: it stands still until a test moves it."""
    with time_machine.travel(START, tick=False) as coordinates:
        yield coordinates
