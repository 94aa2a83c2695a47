"""Files of items in every form people save them in: exported, edited in a spreadsheet, of any encoding (M1)."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.catalogue.file_cells import cell
from models.certifications.item_columns import typed
from models.certifications.item_intake import import_items
from models.register.certification import Certification
from models.register.tripwire import opened
from tests.factories.facilities import IMPORTER, fill
from tests.factories.item_files import write_item_csv, write_item_xlsx
from tests.factories.stock import (
    CORRECTED,
    LAPSED,
    TWO_AREAS,
)
from tests.models.certifications.item_intake.conftest import IN_FILES, refusals, stored

AWKWARD: dict[str, dict[str, Any]] = {
    TWO_AREAS: {
        "facility_name": "=1+1", "module_makers": ["甲、乙", "丙"], "corporate_number": "0012345678901",
        "fence_status": "'=すでに引用符", "maintenance_plan": "一 点検\n二  除草 ", "battery_capacity_kwh": 5.0,
        "attachment_power_of_attorney": "委任状.pdf", "owner_approved_at": "2024-05-01", "roof_mounted": False,
        "connection_works_period": ["2024-05-01", "2024-06-02"], "officer_birth_dates": ["1950-01-02"],
        "guidance": "-1 件", "law_03_status": "＝手続中",
    },
    LAPSED: {"voltage_class": "一覧にない電圧", "output_before_extension_kw": 55.255, "inverter_count": 0},
}  # fmt: skip
"""Also values that no file could bring in: what an export wrote passes all the same."""


@pytest.mark.parametrize(("name", "write"), [("export.csv", write_item_csv), ("export.xlsx", write_item_xlsx)])
def test_what_was_exported_changes_nothing_when_it_is_imported(
    stock: Session, tmp_path: Path, name: str, write: Callable[..., Path]
) -> None:
    fill(stock, AWKWARD)
    header = [f"{item.label}（{item.unit}）" if item.unit else item.label for item in IN_FILES]
    with opened():
        ids = list(stock.scalars(select(Certification.facility_id).order_by(Certification.id)))
    values = [stored(stock, each) for each in ids]
    rows = [[cell(item, typed(item, found.get(item.key))) for item in IN_FILES] for found in values]
    path = write(tmp_path / name, header, rows, [["目的", "点検"], []])
    report = import_items(stock, IMPORTER, path)
    assert (report.changed, report.unchanged, refusals(report)) == (0, len(ids), [])
    assert [stored(stock, each) for each in ids] == values


def test_codes_and_leading_zeros_survive_a_workbook_and_a_number_in_their_place_is_refused(
    stock: Session, tmp_path: Path
) -> None:
    header = ["設備ID", "法人番号", "purchase_contracted_on"]
    rows = [[TWO_AREAS, "0012345678901", date(2024, 5, 1)], [CORRECTED, 12345678901, date(2024, 5, 1)]]
    report = import_items(stock, IMPORTER, write_item_xlsx(tmp_path / "items.xlsx", header, rows))
    assert stored(stock, TWO_AREAS)["corporate_number"] == "0012345678901"
    assert stored(stock, TWO_AREAS)["purchase_contracted_on"] == "2024-05-01"
    assert [(row.sheet, row.row, row.column) for row in report.refused] == [("認定情報", 3, "法人番号")]
    assert "書式を「文字列」" in report.refused[0].reason


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp932"])
def test_every_encoding_people_save_in_is_taken(stock: Session, tmp_path: Path, encoding: str) -> None:
    rows = [[TWO_AREAS, "髙﨑～発電所"]]
    path = write_item_csv(tmp_path / "items.csv", ["設備ID", "設備名称"], rows, encoding=encoding)
    assert import_items(stock, IMPORTER, path).changed == 1
    assert stored(stock, TWO_AREAS)["facility_name"] == "髙﨑～発電所"
