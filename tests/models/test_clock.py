"""The clock: aware, in UTC, and a day that begins at midnight in Japan."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from models import clock


def test_now_is_aware_and_in_utc() -> None:
    assert clock.now().tzinfo is UTC


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 3, 31, 14, 59, 59, 999_999, UTC), date(2026, 3, 31)),
        (datetime(2026, 3, 31, 15, 0, tzinfo=UTC), date(2026, 4, 1)),
        (datetime(2025, 12, 31, 15, 0, tzinfo=UTC), date(2026, 1, 1)),
    ],
)
def test_the_day_changes_at_midnight_in_japan(moment: datetime, day: date) -> None:
    with time_machine.travel(moment, tick=False):
        assert clock.today() == day
        assert clock.in_japan(clock.now()).date() == day
        assert clock.in_japan(clock.now()) == clock.now()


def test_a_day_begins_and_ends_at_midnight_in_japan() -> None:
    day = date(2026, 3, 31)
    assert clock.day_begins(day) == datetime(2026, 3, 30, 15, 0, tzinfo=UTC)
    assert clock.day_ends(day) == datetime(2026, 3, 31, 15, 0, tzinfo=UTC) == clock.day_begins(date(2026, 4, 1))
