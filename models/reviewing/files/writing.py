"""The matrix as a file: CSV or an Excel workbook, in the wide or the long form. No cell is a formula."""

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import xlsxwriter

from models.catalogue.catalogue import catalogue
from models.catalogue.file_cells import neutral
from models.catalogue.item import Item, can_be_granted
from models.organisations.kinds import OrganisationKind
from models.reviewing.cells import CellKey, Cells, GrantTerms
from models.reviewing.files.columns import LONG_COLUMNS, MARK, TERMS, WIDE_COLUMNS, FileForm, personal_words

BYTE_ORDER_MARK = "\ufeff"
Value = str | date
SHEET = "閲覧項目"
# Excel's calendar begins in 1900 and believes in a 29 February of that year; earlier days stand as text.
FIRST_DAY = date(1900, 3, 1)
WIDTH, WIDE_WIDTH, NAMES = 14, 36, 3


def heads_of(form: FileForm, attributes: Sequence[OrganisationKind]) -> list[str]:
    """The first line."""
    if form is FileForm.LONG:
        return [column.value for column in LONG_COLUMNS]
    return [*(column.value for column in WIDE_COLUMNS), *(attribute.label for attribute in attributes)]


def lines_of(
    form: FileForm, items: Sequence[Item], attributes: Sequence[OrganisationKind], cells: Cells
) -> Iterator[list[Value]]:
    """The lines below it. The long form has the cells that are not granted too, to be marked."""
    labels = {section.number: section.label for section in catalogue().sections}
    for item in items:
        if form is FileForm.WIDE:
            marks = [MARK if CellKey(item.key, attribute) in cells else "" for attribute in attributes]
            yield [item.code, item.key, item.label, labels[item.section], personal_words(item), *marks]
            continue
        for attribute in attributes:
            if can_be_granted(item, attribute):
                terms = cells.get(CellKey(item.key, attribute))
                mark = MARK if terms is not None else ""
                yield [item.code, item.key, item.label, attribute.label, mark, *_terms(terms or GrantTerms())]


def as_csv(heads: Sequence[str], lines: Sequence[Sequence[Value]]) -> bytes:
    """A CSV file in UTF-8 with a byte order mark."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow([neutral(head) for head in heads])
    writer.writerows([neutral(str(value)) for value in line] for line in lines)
    return (BYTE_ORDER_MARK + buffer.getvalue()).encode()


def as_workbook(heads: Sequence[str], lines: Sequence[Sequence[Value]]) -> bytes:
    """An Excel workbook of one sheet: text stays text, days are days."""
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    workbook = xlsxwriter.Workbook(target, options)
    text = workbook.add_format({"num_format": "@", "quote_prefix": True})
    bold = workbook.add_format({"num_format": "@", "quote_prefix": True, "bold": True, "text_wrap": True})
    day = workbook.add_format({"num_format": "yyyy-mm-dd"})
    sheet = workbook.add_worksheet(SHEET)
    sheet.freeze_panes(1, NAMES)
    sheet.set_column(0, len(heads) - 1, WIDTH)
    sheet.set_column(NAMES - 1, NAMES - 1, WIDE_WIDTH)
    for place, head in enumerate(heads):
        sheet.write_string(0, place, head, bold)
    for row, line in enumerate(lines, start=1):
        for place, value in enumerate(line):
            _write(sheet, row, place, value, text, day)
    sheet.autofilter(0, 0, len(lines), len(heads) - 1)
    workbook.close()
    return target.getvalue()


def _write(sheet: Any, row: int, place: int, value: Value, text: Any, day: Any) -> None:
    if isinstance(value, date) and value >= FIRST_DAY:
        sheet.write_datetime(row, place, value, day)
    elif value != "":
        sheet.write_string(row, place, str(value), text)


def _terms(terms: GrantTerms) -> Iterator[Value]:
    for name in TERMS:
        value = getattr(terms, name)
        yield value.label if name == "ground" and value else value or ""
