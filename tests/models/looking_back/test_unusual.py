"""What stands out among looks, at its edges."""

from datetime import UTC, datetime, timedelta

import pytest

from models.audit.event_names import EventName
from models.looking_back.unusual import AGAIN_WITHIN, Happened, Mark, is_odd_hour, marks_of

MONDAY_NOON = datetime(2026, 5, 11, 3, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def look(number: int, at: datetime = MONDAY_NOON, name: str = "READ", who: int = 1, session: int = 1) -> Happened:
    names = {"READ": EventName.CERTIFICATION_READ, "LIST": EventName.CERTIFICATIONS_LISTED}
    return Happened(number, at, names[name].value, who, session)


@pytest.mark.parametrize(
    ("japan", "odd"),
    [
        ("2026-05-11 05:59:59", True),
        ("2026-05-11 06:00:00", False),
        ("2026-05-11 21:59:59", False),
        ("2026-05-11 22:00:00", True),
        ("2026-05-15 12:00:00", False),
        ("2026-05-16 12:00:00", True),
        ("2026-05-17 23:59:59", True),
        ("2026-05-05 12:00:00", True),  # こどもの日, a Tuesday
        ("2026-05-07 12:00:00", False),
    ],
)
def test_nights_weekends_and_holidays_are_those_of_japan(japan: str, *, odd: bool) -> None:
    assert is_odd_hour(datetime.fromisoformat(f"{japan}+09:00")) is odd


def test_the_third_look_of_an_organisation_within_a_day_stands_out_and_one_a_moment_later_does_not() -> None:
    for last, again in ((AGAIN_WITHIN - SECOND, True), (AGAIN_WITHIN, False)):
        looks = [look(1), look(2, MONDAY_NOON + SECOND), look(3, MONDAY_NOON + last)]
        assert (Mark.AGAIN in marks_of(looks)[3]) is again
    others = [look(1), look(2, who=2), look(3, who=3), look(4, name="LIST"), look(5, name="LIST")]
    assert not [marks for marks in marks_of(others).values() if Mark.AGAIN in marks]


def test_looks_that_a_wrong_clock_dated_far_ahead_are_not_counted_with_later_ones() -> None:
    ahead, later = MONDAY_NOON + timedelta(days=900), MONDAY_NOON + SECOND
    assert Mark.AGAIN not in marks_of([look(1, ahead), look(2, ahead), look(3, later)])[3]
    assert Mark.AGAIN in marks_of([look(1, later), look(2, later), look(3)])[3], "a second is no matter"


def test_a_record_opened_without_any_list_in_the_session_stands_out() -> None:
    looks = [look(1, name="LIST", session=1), look(2, session=1), look(3, session=2), look(4, name="LIST", session=2)]
    assert {number for number, marks in marks_of(looks).items() if Mark.NO_SEARCH in marks} == {3}
