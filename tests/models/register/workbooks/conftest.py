"""Invented registers, made from code, and ways to spoil them."""

import zipfile
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from models.register.workbooks.layouts import FACILITY_LABELS, Edition
from models.register.workbooks.writer import write_xlsx

SHEET = "xl/worksheets/sheet1.xml"
Spoil = Callable[[dict[str, bytes]], None]


def _facility(number: int, edition: Edition = Edition.COLUMNS_18, **changes: Any) -> dict[str, Any]:
    natural_person = number % 3 == 0
    whole = {
        "facility_id": f"A{number:06d}C22",
        "operator_name": "見本　花子" if natural_person else f"見本{number}株式会社",
        "representative_name": None if natural_person else "代表取締役　見本　太郎",
        "operator_address": None if natural_person else "静岡県静岡市葵区見本町１－１",
        "operator_telephone": None if natural_person else "000-000-0000",
        "source": "風力（陸上風力リプレースを除く）" if number % 5 == 0 else "太陽光",
        "output_kw": Decimal("49.5") + number,
        "site_address": f"静岡県浜松市中央区見本町{number}",
        "other_parcels": number % 4,
        "panel_output_kw": None if number % 5 == 0 else Decimal("60.25"),
        "certified_on": date(2017, 3, 16),
        "operation_planned_on": date(2027, 4, 1) if number % 2 else None,
        "operation_reported_month": "2020-10" if number % 2 else None,
        "self_sustained_operation": "有",
        "supply_outlet": None,
        "disposal_reserve_method": "外部積立て",
        "disposal_reserve_status": "20-40%" if number % 2 else None,
        "procurement_ends_month": "2040-09",
    }
    return {key: whole[key] for key in FACILITY_LABELS[edition]} | changes


@pytest.fixture
def facility() -> Callable[..., dict[str, Any]]:
    """One invented facility of an edition, by number."""
    return _facility


@pytest.fixture
def site() -> Callable[..., dict[str, Any]]:
    """One invented parcel of a facility."""

    def make(number: int, parcel: int) -> dict[str, Any]:
        whole = _facility(number)
        shared = ("facility_id", "operator_name", "representative_name", "source", "output_kw", "panel_output_kw")
        address = f"静岡県浜松市中央区見本町{number}－{parcel}"
        return {key: whole[key] for key in shared} | {"parcel_number": parcel, "parcel_address": address}

    return make


@pytest.fixture
def spoiled(tmp_path: Path) -> Callable[[Spoil], Path]:
    """A good workbook whose parts were changed by a function; parts are stored unless the ratio is the point."""

    def make(spoil: Spoil, compression: int = zipfile.ZIP_STORED) -> Path:
        good, bad = tmp_path / "good.xlsx", tmp_path / "bad.xlsx"
        write_xlsx(good, Edition.COLUMNS_12, [_facility(1), _facility(2)])
        with zipfile.ZipFile(good) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        spoil(parts)
        with zipfile.ZipFile(bad, "w", compression) as archive:
            for name, content in parts.items():
                archive.writestr(name, content)
        return bad

    return make


@pytest.fixture
def csv_file(tmp_path: Path) -> Callable[..., Path]:
    """A CSV file of the given lines."""

    def make(*lines: str, encoding: str = "utf-8-sig") -> Path:
        path = tmp_path / "register.csv"
        path.write_bytes("\r\n".join([*lines, ""]).encode(encoding))
        return path

    return make
