"""Files of items, written as a person or an export writes them."""

import csv
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter


def write_item_csv(
    path: Path, header: Sequence[str], rows: Iterable[Sequence[Any]], above: Sequence[Sequence[str]] = (),
    encoding: str = "utf-8-sig",
) -> Path:  # fmt: skip
    """A CSV file, with lines above its header if any are given."""
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows([*above, header, *rows])
    return path


def write_item_xlsx(
    path: Path, header: Sequence[str], rows: Iterable[Sequence[Any]], above: Sequence[Sequence[str]] = ()
) -> Path:
    """A workbook of two sheets, the facts of an act and the table; values in cells of their own type."""
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(path, options) as workbook:
        formats = {date: {"num_format": "yyyy/m/d"}, datetime: {"num_format": "yyyy/m/d hh:mm"}}
        formatted = {kind: workbook.add_format(form) for kind, form in formats.items()}
        facts = workbook.add_worksheet("この書き出しについて")
        for number, line in enumerate(above):
            facts.write_row(number, 0, line)
        sheet = workbook.add_worksheet("認定情報")
        for number, row in enumerate([header, *rows]):
            for column, value in enumerate(row):
                if type(value) in formatted:
                    sheet.write_datetime(number, column, value, formatted[type(value)])
                elif value not in ("", None):
                    sheet.write(number, column, value)
    return path
