"""Cells by item."""

from contextlib import suppress
from datetime import date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.register.workbooks.cells import (
    CellError,
    RawCell,
    parse_date,
    parse_decimal,
    parse_facility_id,
    parse_month,
    parse_text,
    parse_whole_number,
)

_FULL_WIDTH = str.maketrans("0123456789,.", "０１２３４５６７８９，．")


@pytest.mark.parametrize("blank", ["", "-", "‐", "－", "−", "ー", "\u3000", "  ", " -\u3000", None])
@pytest.mark.parametrize("parse", [parse_text, parse_decimal, parse_whole_number, parse_date, parse_month])
def test_every_published_way_of_leaving_a_cell_blank_is_none(parse: object, blank: RawCell) -> None:
    assert callable(parse)
    assert parse(blank) is None


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("見本\u3000太郎\u3000\u3000", "見本\u3000太郎"),
        (" 見本\u3000 \u3000太郎", "見本\u3000太郎"),
        ("株式会社  見本", "株式会社 見本"),
        ("見本\n商店", "見本 商店"),
        ("髙﨑－−‐（株）ｶﾌﾞ", "髙﨑－−‐（株）ｶﾌﾞ"),
        ("有", "有"),
        (12345.0, "12345"),
    ],
)
def test_text_is_trimmed_and_otherwise_kept_as_published(raw: RawCell, text: str) -> None:
    assert parse_text(raw) == text


@pytest.mark.parametrize(
    "raw", ["見本\x00社", "見本\u202e社", "見\u200b本", "#REF!", "あ" * 2001, date(2020, 1, 1), True]
)
def test_text_that_hides_something_is_refused_with_a_reason(raw: RawCell) -> None:
    with pytest.raises(CellError) as refusal:
        parse_text(raw)
    assert refusal.value.reason.endswith("。")


@given(st.decimals(min_value=0, max_value=999_999_999, places=3))
def test_a_number_reads_the_same_plain_grouped_full_width_and_spaced(number: Decimal) -> None:
    for text in (str(number), f"{number:,}", f"{number:,}".translate(_FULL_WIDTH), f"\u3000{number} "):
        assert parse_decimal(text) == number


@given(st.integers(min_value=0, max_value=9_999_999))
def test_a_number_cell_keeps_its_shown_decimals_exactly(tenths: int) -> None:
    assert parse_decimal(tenths / 10) == Decimal(tenths) / 10


@pytest.mark.parametrize("raw", ["1,23", "49.5kW", "-1", -0.1, "1e5", "1.2.3", float("nan"), 1e12, True, time(1, 2)])
def test_what_is_no_number_of_zero_or_more_is_refused(raw: RawCell) -> None:
    with pytest.raises(CellError):
        parse_decimal(raw)


def test_a_count_must_be_whole() -> None:
    assert parse_whole_number(4.0) == 4
    with pytest.raises(CellError):
        parse_whole_number("4.5")


@pytest.mark.parametrize("raw", ["a123456c22", "Ａ１２３４５６Ｃ２２", " A123456C22\u3000"])
def test_a_facility_id_is_folded_in_width_and_case(raw: str) -> None:
    assert parse_facility_id(raw) == "A123456C22"


def test_a_facility_id_of_digits_only_survives_being_kept_as_a_number() -> None:
    assert parse_facility_id(6643315325.0) == "6643315325"


def test_a_facility_id_that_became_a_power_of_ten_is_refused_and_the_cause_told() -> None:
    with pytest.raises(CellError, match="指数表記"):
        parse_facility_id("1.69445E+31")


@pytest.mark.parametrize("raw", ["", "-", "A12345C22", "A123456C48", "A123456J22", None])
def test_what_is_no_facility_id_is_refused(raw: RawCell) -> None:
    with pytest.raises(CellError):
        parse_facility_id(raw)


@given(st.text())
def test_any_text_gives_a_value_or_a_reason_for_every_kind_of_item(text: str) -> None:
    for parse in (parse_text, parse_decimal, parse_whole_number, parse_date, parse_month, parse_facility_id):
        with suppress(CellError):
            parse(text)


def test_a_moment_stands_for_its_day_and_its_month() -> None:
    assert parse_date(datetime(2017, 3, 16, 9, 30)) == date(2017, 3, 16)  # noqa: DTZ001 workbooks know no zones
    assert parse_month(date(2017, 3, 16)) == "2017-03"
