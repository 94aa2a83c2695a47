"""Procurement prices by day, source and output."""

from datetime import date
from decimal import Decimal

import pytest

from models.reference.tariffs import TARIFFS, tariffs_on


@pytest.mark.parametrize(
    ("day", "source", "output", "price"),
    [
        (date(2012, 7, 1), "太陽光", "49.5", "40"),
        (date(2013, 3, 31), "太陽光", "1990", "40"),
        (date(2013, 4, 1), "太陽光", "49.5", "36"),
        (date(2015, 6, 30), "太陽光", "49.5", "29"),
        (date(2015, 7, 1), "太陽光", "49.5", "27"),
        (date(2021, 4, 1), "太陽光", "49.9", "12"),
        (date(2021, 4, 1), "太陽光", "50", "11"),
        (date(2018, 5, 1), "風力", "19.9", None),
        (date(2017, 5, 1), "風力", "19.9", "55"),
        (date(2012, 8, 1), "水力", "199.9", "34"),
        (date(2012, 8, 1), "水力", "200", "29"),
    ],
)
def test_the_day_the_source_and_the_output_decide_the_price(
    day: date, source: str, output: str, price: str | None
) -> None:
    fixed = {t.price for t in tariffs_on(day, source, Decimal(output)) if t.minimum_kw or t.below_kw}

    assert fixed == ({Decimal(price)} if price else set())


def test_a_class_left_to_auction_has_no_price() -> None:
    (auction,) = [t for t in tariffs_on(date(2017, 5, 1), "太陽光", Decimal(2000)) if t.minimum_kw == 2000]

    assert auction.price is None


def test_before_the_scheme_began_there_is_no_tariff() -> None:
    assert tariffs_on(date(2012, 6, 30), "太陽光") == ()


def test_every_tariff_has_a_period_in_order_and_a_known_tax_treatment() -> None:
    for tariff in TARIFFS:
        assert tariff.valid_from < tariff.valid_until
        assert tariff.tax in {"税込", "税抜"}
        assert tariff.years in {10, 15, 20}
