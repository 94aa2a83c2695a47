"""A list as CSV: UTF-8 with a byte order mark, the act's facts above the table, no cell a formula (B4)."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from models.catalogue.choices import name_of_code, name_of_truth
from models.catalogue.item import Item
from models.certifications.export import ExportOrder
from models.legal.notices import ExportFacts, export_header

BYTE_ORDER_MARK = "\ufeff"
# What spreadsheets take for the beginning of a formula, full-width forms included.
FORMULA_SIGNS = tuple("=+-@\t\r\n＝＋－＠")
ROWS_A_CHUNK = 200


def file_name(export: ExportOrder) -> str:
    """The file's name: it carries the number by which a leaked file is traced to the act."""
    return f"saiene-{export.file_number}.csv"


def csv_chunks(export: ExportOrder, person: str, rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """The file, a few rows at a time."""
    columns = export.criteria.columns
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    buffer.write(BYTE_ORDER_MARK)
    writer.writerows((neutral(label), neutral(value)) for label, value in _head(export, person))
    writer.writerow([])
    writer.writerow([neutral(f"{item.label}（{item.unit}）" if item.unit else item.label) for item in columns])
    for number, row in enumerate(rows, start=1):
        writer.writerow([cell(item, value) for item, value in zip(columns, row, strict=True)])
        if number % ROWS_A_CHUNK == 0:
            yield _taken(buffer)
    yield _taken(buffer)


def cell(item: Item, value: Any) -> str | int | float:
    """A value as it stands in a file: dates ISO, lists joined, codes by name, numbers as numbers."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return name_of_truth(value)
    if isinstance(value, int | float):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return neutral("、".join(str(one) for one in value))
    return neutral(name_of_code(item, str(value)))


def neutral(text: str) -> str:
    """``text`` so that no spreadsheet takes it for a formula. A lone mark for "none" is harmless and stays."""
    return f"'{text}" if len(text) > 1 and text.startswith(FORMULA_SIGNS) else text


def _head(export: ExportOrder, person: str) -> tuple[tuple[str, str], ...]:
    facts = ExportFacts(
        file_number=export.file_number,
        exported_at=export.at,
        person=f"{person}（{export.viewer.actor.login_id}）",
        organisation=export.viewer.actor.organisation,
        purpose=export.purpose,
        note=export.note,
        conditions=export.criteria.describe(),
        rows=len(export.keys),
        columns=len(export.criteria.columns),
    )
    return (*export_header(facts), ("閲覧権限の版", f"第{export.viewer.items.edition}版"))


def _taken(buffer: io.StringIO) -> bytes:
    chunk = buffer.getvalue().encode()
    buffer.seek(0)
    buffer.truncate()
    return chunk
