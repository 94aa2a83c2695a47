"""Months in Japan, and by when their reports are due (M11)."""

from datetime import UTC, date, datetime

import pytest

from models.reporting.month import Month, WrongMonth, last_complete


def test_a_month_begins_and_ends_at_midnight_in_japan() -> None:
    month = Month.read("2026-10")
    assert month.since == datetime(2026, 9, 30, 15, tzinfo=UTC)
    assert month.until == datetime(2026, 10, 31, 15, tzinfo=UTC)
    assert (str(month), month.label, month.last_day) == ("2026-10", "2026年10月", date(2026, 10, 31))
    assert (month.shifted(3), month.shifted(-10)) == (Month(2027, 1), Month(2025, 12))
    assert last_complete(date(2026, 1, 31)) == Month(2025, 12)


@pytest.mark.parametrize(
    ("month", "due_on"),
    [
        ("2026-05", date(2026, 6, 5)),
        ("2026-10", date(2026, 11, 9)),  # 3 November is a holiday, and the first a Sunday
        ("2025-12", date(2026, 1, 9)),  # closed until the third
        ("2026-04", date(2026, 5, 12)),  # the holidays of May
    ],
)
def test_a_report_is_due_on_the_fifth_business_day(month: str, due_on: date) -> None:
    assert Month.read(month).due_on == due_on


@pytest.mark.parametrize("written", ["", "2026", "2026-13", "2026-1", "2026-10 ", "1926-10"])
def test_what_is_no_month_is_refused(written: str) -> None:
    with pytest.raises(WrongMonth):
        Month.read(written)
