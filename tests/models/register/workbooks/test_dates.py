"""Dates and months as they were published over the years."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.register.workbooks.cells import CellError, RawCell, parse_date, parse_month
from models.register.workbooks.dates import EARLIEST, LATEST

_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


def _reiwa(day: date) -> int:
    return day.year - 2018


@given(st.dates(EARLIEST, LATEST))
def test_a_day_reads_the_same_however_it_is_written(day: date) -> None:
    for text in (
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year}年{day.month:02d}月{day.day:02d}日".translate(_FULL_WIDTH),
        f"{day.month}月{day.day}日{day.year}年",
        f"{day:%A, %B %d, %Y}",
        day.isoformat(),
        f"{day.isoformat()}T00:00:00",
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}.{day.month}.{day.day}",
        str((day - date(1899, 12, 30)).days),
    ):
        assert parse_date(text) == day
    assert parse_date(float((day - date(1899, 12, 30)).days)) == day


@given(st.dates(date(2019, 5, 1), LATEST))
def test_a_day_of_the_reiwa_era_reads_in_kanji_and_in_letters(day: date) -> None:
    assert parse_date(f"令和{_reiwa(day)}年{day.month}月{day.day}日") == day
    assert parse_date(f"R{_reiwa(day)}.{day.month}.{day.day}") == day
    assert parse_date(f"Ｒ{_reiwa(day)}／{day.month}／{day.day}") == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("令和元年5月1日", date(2019, 5, 1)),
        ("平成29年3月16日", date(2017, 3, 16)),
        ("H29.3.16", date(2017, 3, 16)),
        ("12月12日2023年", date(2023, 12, 12)),
        ("Thursday, March 31, 2016", date(2016, 3, 31)),
        ("2017年3月16日\u3000", date(2017, 3, 16)),
    ],
)
def test_published_examples_of_days(text: str, day: date) -> None:
    assert parse_date(text) == day


@pytest.mark.parametrize(
    "raw", ["2017年2月29日", "2017年13月1日", "1905年7月9日", 2017.0, "明日", "3/16", -1.0, 1e300, True]
)
def test_what_is_no_day_of_the_calendar_is_refused(raw: RawCell) -> None:
    with pytest.raises(CellError, match="日付"):
        parse_date(raw)


@given(st.dates(EARLIEST, LATEST))
def test_a_month_reads_the_same_however_it_is_written(day: date) -> None:
    month = f"{day.year}-{day.month:02d}"
    for text in (
        f"{day.year}年{day.month}月",
        f"{day.month}月{day.year}年",
        f"{day.year}/{day.month}",
        f"{day:%B %Y}",
        month,
        day.isoformat(),
    ):
        assert parse_month(text) == month


def test_a_month_of_an_era_is_read() -> None:
    assert parse_month("令和2年10月") == "2020-10"
    assert parse_month("R2.10") == "2020-10"


@pytest.mark.parametrize("raw", ["2020年", "2020年13月", "10月", 2020.1, False])
def test_what_is_no_month_is_refused(raw: RawCell) -> None:
    with pytest.raises(CellError, match="年月"):
        parse_month(raw)
