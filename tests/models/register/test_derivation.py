"""What follows from published values."""

from datetime import date

import pytest

from models.register.derivation import fiscal_year, operator_kind, other_id, output_class, serial_of, status


@pytest.mark.parametrize(
    ("kw", "expected"),
    [
        (0.0, "10kW未満"),
        (9.9, "10kW未満"),
        (10.0, "10～50kW未満"),
        (49.99, "10～50kW未満"),
        (50.0, "50kW以上"),
        (None, None),
    ],
)
def test_the_class_of_an_output_changes_at_10_and_50_kw(kw: float | None, expected: str | None) -> None:
    assert output_class(kw) == expected


@pytest.mark.parametrize(
    ("day", "year"), [(date(2024, 3, 31), 2023), (date(2024, 4, 1), 2024), (date(2025, 1, 1), 2024)]
)
def test_a_fiscal_year_begins_in_april(day: date, year: int) -> None:
    assert fiscal_year(day) == year


@pytest.mark.parametrize(("name", "kind"), [("見本 太郎", "法人"), (None, "個人"), ("", "個人")])
def test_an_empty_representative_marks_a_natural_person(name: str | None, kind: str) -> None:
    assert operator_kind(name) == kind


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, "認定"),
        ({"operation_reported_month": "2016-02"}, "運転中"),
        ({"operation_started_on": date(2016, 2, 1)}, "運転中"),
        ({"status": "認定", "operation_reported_month": "2016-02"}, "運転中"),
        ({"status": "失効", "operation_reported_month": "2016-02"}, "失効"),
        ({"status": "廃止"}, "廃止"),
    ],
)
def test_the_status_follows_the_report_of_operation_unless_someone_set_it(
    values: dict[str, object], expected: str
) -> None:
    assert status(values) == expected


def test_the_two_ids_of_a_facility_share_a_serial() -> None:
    assert other_id("A123456B06") == "A123456206"
    assert other_id("A123456206") == "A123456B06"
    assert serial_of("A123456206") == serial_of("A123456B06") == "A123456B06"
