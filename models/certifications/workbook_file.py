"""A list as an Excel workbook: one sheet for the facts of the act, one for the rows (B4).

Text stays text: codes keep their leading zeros, and nothing is a formula, neither when the workbook is opened nor when
a cell is edited afterwards (format ``@`` with the prefix that marks text). CSV's apostrophes are not needed here.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Protocol

import xlsxwriter

from models.catalogue.file_cells import Cell
from models.catalogue.item import Item, ItemType, Store
from models.certifications.csv_file import Batches
from models.certifications.export_head import column_head, facts_of
from models.certifications.export_order import ExportOrder
from models.words import words

FACTS_SHEET = "書き出しの記録"
# Excel's calendar begins in 1900 and believes in a 29 February of that year; earlier days stand as text.
FIRST_DAY = date(1900, 3, 1)
LABEL_WIDTH, VALUE_WIDTH = 26, 100
SHORT_WIDTH, LONG_WIDTH = 14, 32
_LONG = frozenset({ItemType.STRING, ItemType.TEXT})
Writer = Callable[[int, int, Any], object]


class Target(Protocol):
    """Where the finished workbook goes, front to back."""

    def write(self, data: bytes, /) -> int:
        """Take bytes."""
        ...

    def flush(self) -> None:
        """Nothing has to happen."""
        ...


def write_workbook(
    order: ExportOrder, rows: int, batches: Batches, target: Target, folder: Path | None
) -> Iterator[int]:
    """Write the workbook; yields how many rows it has after each batch, and is whole when it ends.

    Sheets in the making lie in ``folder``, and memory does not grow with the rows; without a folder nothing touches the
    disk.
    """
    options: dict[str, Any] = {"strings_to_formulas": False, "strings_to_urls": False}
    options |= {"in_memory": True} if folder is None else {"constant_memory": True, "tmpdir": str(folder)}
    workbook = xlsxwriter.Workbook(target, options)
    text = workbook.add_format({"num_format": "@", "quote_prefix": True})
    bold = workbook.add_format({"num_format": "@", "quote_prefix": True, "bold": True})
    day = workbook.add_format({"num_format": "yyyy-mm-dd"})
    _write_facts(workbook.add_worksheet(FACTS_SHEET), facts_of(order, rows), text, bold)
    sheet = workbook.add_worksheet(words().records)
    _write_heads(sheet, order.criteria.columns, bold)
    writers = [_writer(item, sheet, text, day) for item in order.criteria.columns]
    written = 0
    try:
        for columns in batches:
            for row in zip(*columns, strict=True):
                written += 1
                for number, (write, value) in enumerate(zip(writers, row, strict=True)):
                    if value is not None:
                        write(written, number, value)
            yield written
    except BaseException:
        _abandon(workbook)
        raise
    workbook.close()


def _abandon(workbook: xlsxwriter.Workbook) -> None:
    """Let the sheets in the making go; the workbook is not written."""
    for sheet in workbook.worksheets():
        if sheet.row_data_fh is not None:
            sheet.row_data_fh.close()


def _write_facts(sheet: Any, facts: Sequence[tuple[str, str]], text: Any, bold: Any) -> None:
    sheet.set_column(0, 0, LABEL_WIDTH)
    sheet.set_column(1, 1, VALUE_WIDTH)
    for number, (label, value) in enumerate(facts):
        sheet.write_string(number, 0, label, bold)
        sheet.write_string(number, 1, value, text)


def _write_heads(sheet: Any, columns: Sequence[Item], bold: Any) -> None:
    sheet.freeze_panes(1, 1)
    for number, item in enumerate(columns):
        sheet.set_column(number, number, LONG_WIDTH if item.type in _LONG else SHORT_WIDTH)
        sheet.write_string(0, number, column_head(item), bold)


def _writer(item: Item, sheet: Any, text: Any, day: Any) -> Writer:
    """What writes one value of an item: numbers as numbers, days as days, everything else as text."""

    def as_text(row: int, column: int, value: Cell) -> object:
        return sheet.write_string(row, column, str(value), text)

    def as_number(row: int, column: int, value: Cell) -> object:
        return sheet.write_number(row, column, value) if isinstance(value, int | float) else as_text(row, column, value)

    def as_day(row: int, column: int, value: str) -> object:
        stated = _day(value)
        return sheet.write_datetime(row, column, stated, day) if stated else as_text(row, column, value)

    if item.type is ItemType.DATE:
        return as_day
    return as_number if item.type.numeric or item.store is Store.DOCUMENT else as_text


def _day(value: str) -> date | None:
    try:
        stated = date.fromisoformat(value)
    except ValueError:
        return None
    return stated if stated >= FIRST_DAY else None
