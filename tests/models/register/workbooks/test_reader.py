"""Reading whole registers."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from models.register.workbooks.layouts import FACILITY_LABELS, Edition, SheetKind
from models.register.workbooks.reader import open_workbook
from models.register.workbooks.refusals import BrokenText, NotARegisterWorkbook, UnsafeFile
from models.register.workbooks.rows import FacilityRow, RefusedRow, SiteRow
from models.register.workbooks.writer import SITES_SHEET, write_csv, write_xlsx

Make = Callable[..., dict[str, Any]]
HEADER = ",".join(FACILITY_LABELS[Edition.COLUMNS_12].values())
GOOD = "A000001C22,見本株式会社,,,,太陽光,49.5,静岡県浜松市見本町１,0,60,2017年3月16日,-"


@pytest.mark.parametrize("edition", list(Edition))
def test_a_workbook_reads_back_as_it_was_written(tmp_path: Path, facility: Make, site: Make, edition: Edition) -> None:
    facilities = [facility(number, edition) for number in range(1, 40)]
    sites = [site(number, parcel) for number in range(1, 40) for parcel in range(1, 4)]
    path = tmp_path / "22.静岡県_202603.xlsx"
    write_xlsx(path, edition, facilities, sites)
    register = open_workbook(path)
    assert (register.layout.kind, register.layout.edition) == (SheetKind.FACILITIES, edition)
    assert list(register.facilities()) == [FacilityRow(number, row) for number, row in enumerate(facilities, 5)]
    assert list(register.sites()) == [
        SiteRow(number, {key: row[key] for key in read.values})
        for (number, row), read in zip(enumerate(sites, 3), _sites(register.sites()), strict=True)
    ]
    assert register.row_count == len(facilities) + len(sites)
    assert register.home_prefecture_code == "22"


def _sites(rows: Any) -> list[SiteRow]:
    return [row for row in rows if isinstance(row, SiteRow)]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "utf-16", "cp932"])
@pytest.mark.parametrize("edition", list(Edition))
def test_a_csv_file_reads_back_as_it_was_written(
    tmp_path: Path, facility: Make, edition: Edition, encoding: str
) -> None:
    facilities = [facility(number, edition) for number in range(1, 40)]
    path = tmp_path / "register.csv"
    write_csv(path, edition, facilities, encoding)
    register = open_workbook(path)
    assert register.layout.edition is edition
    assert list(register.facilities()) == [FacilityRow(number, row) for number, row in enumerate(facilities, 2)]
    assert list(register.sites()) == []
    assert register.home_prefecture_code == "22"


def test_values_are_typed_and_a_natural_person_has_no_representative(csv_file: Callable[..., Path]) -> None:
    (row,) = open_workbook(csv_file(HEADER, GOOD)).facilities()
    assert isinstance(row, FacilityRow)
    assert row.values["representative_name"] is None
    assert row.values["output_kw"] == Decimal("49.5")
    assert row.values["certified_on"] == date(2017, 3, 16)
    assert row.values["disposal_reserve_status"] is None


def test_a_doubled_facility_is_refused_with_both_rows_named(csv_file: Callable[..., Path]) -> None:
    other = GOOD.replace("A000001C22", "A000002C22")
    rows = list(
        open_workbook(csv_file(HEADER, GOOD, other, GOOD.replace("A000001C22", "ａ０００００１Ｃ２２"))).facilities()
    )
    assert [type(row) for row in rows] == [FacilityRow, FacilityRow, RefusedRow]
    assert rows[2] == RefusedRow("", 4, "設備ID", "設備IDが2行目と重複しています（4行目）。")


def test_a_doubled_parcel_is_refused(tmp_path: Path, facility: Make, site: Make) -> None:
    path = tmp_path / "register.xlsx"
    write_xlsx(path, Edition.COLUMNS_12, [facility(1)], [site(1, 1), site(1, 2), site(1, 1)])
    refused = list(open_workbook(path).sites())[2]
    assert isinstance(refused, RefusedRow)
    assert (refused.sheet, refused.row, refused.column) == (SITES_SHEET, 5, "連番")


@pytest.mark.parametrize(
    ("change", "column"),
    [
        (("49.5", "約50"), "発電出力（kW）"),
        (("49.5", "-"), "発電出力（kW）"),
        (("2017年3月16日", "2017年2月30日"), "新規認定日"),
        (("A000001C22", "A1"), "設備ID"),
        (("A000001C22", ""), "設備ID"),
        (("見本株式会社", ""), "発電事業者名"),
    ],
)
def test_a_wrong_value_refuses_its_row_only_and_does_not_quote_it(
    csv_file: Callable[..., Path], change: tuple[str, str], column: str
) -> None:
    good = GOOD.replace("A000001C22", "A000009C22")
    refused, read = open_workbook(csv_file(HEADER, GOOD.replace(*change), good)).facilities()
    assert isinstance(refused, RefusedRow)
    assert isinstance(read, FacilityRow)
    assert (refused.row, refused.column) == (2, column)
    assert "50" not in refused.reason


def test_blank_rows_and_notes_below_the_table_are_no_rows(csv_file: Callable[..., Path]) -> None:
    rows = list(open_workbook(csv_file(HEADER, "", "," * 11, GOOD, "　,,,", ",※令和7年7月末時点")).facilities())
    assert [(type(row), row.row_number) for row in rows if isinstance(row, FacilityRow)] == [(FacilityRow, 4)]
    assert len(rows) == 1


def test_a_short_row_is_read_as_if_its_last_cells_were_blank(csv_file: Callable[..., Path]) -> None:
    (row,) = open_workbook(csv_file(HEADER, GOOD.rsplit(",", 1)[0])).facilities()
    assert isinstance(row, FacilityRow)


def test_the_name_the_person_gave_tells_the_prefecture_of_a_temporary_file(csv_file: Callable[..., Path]) -> None:
    path = csv_file(HEADER, GOOD)
    assert open_workbook(path, "06.山形県.csv").home_prefecture_code == "06"


def test_a_cover_sheet_is_passed_over_and_a_spoiled_register_sheet_is_not(
    spoiled: Callable[..., Path],
) -> None:
    sheet, second = "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"
    cover = spoiled(lambda parts: parts.update({second: parts[second].replace("設備ID".encode(), b"cover")}))
    assert list(open_workbook(cover).sites()) == []
    broken = spoiled(lambda parts: parts.update({second: parts[second].replace("所在地".encode(), b"place")}))
    with pytest.raises(NotARegisterWorkbook, match="発電設備の所在地"):
        open_workbook(broken)
    neither = spoiled(lambda parts: parts.update({name: parts[name].replace(b"ID", b"") for name in (sheet, second)}))
    with pytest.raises(NotARegisterWorkbook, match="この形式のファイルではありません"):
        open_workbook(neither)


def test_two_sheets_of_the_same_kind_are_refused(spoiled: Callable[..., Path]) -> None:
    first, second = "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"
    with pytest.raises(NotARegisterWorkbook, match="2つ以上"):
        open_workbook(spoiled(lambda parts: parts.update({second: parts[first]})))


@pytest.mark.parametrize("content", [b"<worksheet", b"", b"<worksheet><sheetData><row r='x'><c r='?'/></row>"])
def test_a_workbook_whose_inside_is_broken_is_refused_in_plain_words(
    spoiled: Callable[..., Path], content: bytes
) -> None:
    path = spoiled(lambda parts: parts.update({"xl/workbook.xml": content}))
    with pytest.raises((UnsafeFile, NotARegisterWorkbook)) as refusal:
        open_workbook(path)
    assert refusal.value.reason.endswith("。")


def test_a_csv_fault_below_the_header_is_told_with_its_line_while_reading(csv_file: Callable[..., Path]) -> None:
    register = open_workbook(csv_file(HEADER, *[GOOD] * 30, '"' + GOOD))
    with pytest.raises(BrokenText, match="32行目"):
        list(register.facilities())
