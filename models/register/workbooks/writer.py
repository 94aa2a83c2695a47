"""Writing registers in the published layouts, from rows of the same item keys the reader yields.

What is written here stands for what is published, so text is written as it is: these are not the exports a viewer
takes away (those are made by ``models.certifications``).
"""

import csv
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter

from models.register.workbooks.layouts import FACILITY_LABELS, REPRESENTATIVE_SITE_LABEL, SITE_LABELS, Edition
from models.register.workbooks.rows import CellValue

FACILITIES_SHEET = "認定設備"
SITES_SHEET = "すべての設備所在地"

Row = Mapping[str, CellValue]

_NOTE = "※複数住所を持つ設備について、代表住所以外の筆数は「すべての設備所在地」シートを参照してください"
_LEFT_EMPTY = frozenset({"representative_name", "operator_address", "operator_telephone"})
"""Published as empty cells for natural persons; other blanks are published as '-'."""
_MONTHS = frozenset({"operation_reported_month", "procurement_ends_month"})
_FIRST_COLUMN = 1
_FACILITIES_HEADER_ROW = 2
_SITES_HEADER_ROW = 1


def write_xlsx(path: Path, edition: Edition, facilities: Iterable[Row], sites: Iterable[Row] = ()) -> None:
    """A workbook of two sheets: column A empty, facilities from row 5, parcels from row 3.

    Rows are streamed: memory does not grow with their number.
    """
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(path, options) as workbook:
        day = workbook.add_format({"num_format": "yyyy/m/d"})
        labels = FACILITY_LABELS[edition]
        sheet = workbook.add_worksheet(FACILITIES_SHEET)
        sheet.write_string(_FACILITIES_HEADER_ROW - 1, _FIRST_COLUMN, _NOTE)
        sheet.write_row(_FACILITIES_HEADER_ROW, _FIRST_COLUMN, _upper_header(labels))
        sheet.write_row(_FACILITIES_HEADER_ROW + 1, _FIRST_COLUMN, _lower_header(labels))
        _write_rows(sheet, _FACILITIES_HEADER_ROW + 2, list(labels), facilities, day)
        sheet = workbook.add_worksheet(SITES_SHEET)
        sheet.write_row(_SITES_HEADER_ROW, _FIRST_COLUMN, list(SITE_LABELS.values()))
        _write_rows(sheet, _SITES_HEADER_ROW + 1, list(SITE_LABELS), sites, day)


def write_csv(path: Path, edition: Edition, facilities: Iterable[Row], encoding: str = "utf-8-sig") -> None:
    """A CSV file of facilities, header in line 1, dates as published since 2025 (12月12日2023年)."""
    labels = FACILITY_LABELS[edition]
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file)
        writer.writerow(labels.values())
        for row in facilities:
            writer.writerow([_published_text(key, row.get(key)) for key in labels])


def _upper_header(labels: Mapping[str, str]) -> list[str]:
    return ["" if key == "other_parcels" else label for key, label in labels.items()]


def _lower_header(labels: Mapping[str, str]) -> list[str]:
    lower = {"site_address": REPRESENTATIVE_SITE_LABEL, "other_parcels": labels["other_parcels"]}
    return [lower.get(key, "") for key in labels]


def _write_rows(sheet: Any, start: int, keys: Sequence[str], rows: Iterable[Row], day: Any) -> None:
    for number, row in enumerate(rows, start):
        for column, key in enumerate(keys, _FIRST_COLUMN):
            value = row.get(key)
            if isinstance(value, date):
                sheet.write_datetime(number, column, value, day)
            elif isinstance(value, int | Decimal):
                sheet.write_number(number, column, value)
            elif text := _published_text(key, value):
                sheet.write_string(number, column, text)


def _published_text(key: str, value: CellValue) -> str:
    if value is None:
        return "" if key in _LEFT_EMPTY else "-"
    if key in _MONTHS:
        year, month = str(value).split("-")
        return f"{year}年{int(month)}月"
    if isinstance(value, date):
        return f"{value.month}月{value.day}日{value.year}年"
    if isinstance(value, Decimal):
        return f"{value:.1f}" if value == round(value, 1) else f"{value:f}"
    return str(value)
