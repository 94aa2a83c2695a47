"""A report as an Excel workbook: a sheet of facts, and one sheet for each section."""

import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter

from models.reporting.document import Document, Section, Table, Value

FACTS_SHEET = "表紙"
LABEL_WIDTH, VALUE_WIDTH = 30, 100
FIRST_WIDTH, OTHER_WIDTH = 28, 18
LONGEST_NAME = 31
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", "・"))


def workbook_of(document: Document, facts: Sequence[tuple[str, str]]) -> bytes:
    """The workbook's bytes. Texts stay texts, and nothing in it is a formula."""
    target = io.BytesIO()
    workbook = xlsxwriter.Workbook(
        target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )  # fmt: skip
    text = workbook.add_format({"num_format": "@", "quote_prefix": True})
    bold = workbook.add_format({"num_format": "@", "quote_prefix": True, "bold": True})
    number = workbook.add_format({"num_format": "#,##0"})
    cover = workbook.add_worksheet(FACTS_SHEET)
    cover.set_column(0, 0, LABEL_WIDTH)
    cover.set_column(1, 1, VALUE_WIDTH)
    for row, (label, value) in enumerate(facts):
        cover.write_string(row, 0, label, bold)
        cover.write_string(row, 1, value, text)
    for position, section in enumerate(document.sections, 1):
        sheet = workbook.add_worksheet(f"{position} {section.title}".translate(_FORBIDDEN)[:LONGEST_NAME])
        _write_section(sheet, section, text, bold, number)
    workbook.close()
    return target.getvalue()


def _write_section(sheet: Any, section: Section, text: Any, bold: Any, number: Any) -> None:
    sheet.set_column(0, 0, FIRST_WIDTH)
    sheet.set_column(1, 20, OTHER_WIDTH)
    sheet.write_string(0, 0, section.title, bold)
    sheet.write_string(1, 0, section.sentence, text)
    row = 3
    for table in section.tables:
        row = _write_table(sheet, row, table, text, bold, number) + 1


def _write_table(sheet: Any, row: int, table: Table, text: Any, bold: Any, number: Any) -> int:
    """Write a table from a row on; returns the first row after it."""
    sheet.write_string(row, 0, table.caption, bold)
    if table.note:
        sheet.write_string(row, 1, table.note, text)
    for column, head in enumerate(table.columns):
        sheet.write_string(row + 1, column, head.label, bold)
    for line in table.rows:
        row += 1
        for column, value in enumerate(line):
            _write_value(sheet, row + 1, column, value, text, number)
    return row + 2


def _write_value(sheet: Any, row: int, column: int, value: Value, text: Any, number: Any) -> None:
    if isinstance(value, int):
        sheet.write_number(row, column, value, number)
    else:
        sheet.write_string(row, column, value, text)
