"""The rows of a small table that a person uploads, a workbook or a CSV file, opened only once it was found harmless."""

import unicodedata
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from models.register.workbooks.bounds import Bounds
from models.register.workbooks.refusals import RefusedFile
from models.register.workbooks.safety import check_file
from models.register.workbooks.sheets import open_sheets

__all__ = ["RefusedFile", "cell_text", "rows_of"]

BOUNDS = Bounds(columns=64, line_length=65_536, lines_of_a_row=1_000)
"""Some columns of codes and names, and cells of some hundred characters with line breaks in them."""
_KEPT = "\n\t"


def rows_of(path: Path) -> Iterator[tuple[int, list[str]]]:
    """(line or row number, cells as text) of a CSV file or of the first sheet of a workbook.

    Raises ``RefusedFile``, at a CSV file's later line too.
    """
    for sheet in open_sheets(path, check_file(path, BOUNDS), BOUNDS):
        for number, cells in sheet.rows():
            yield number, [cell_text(value) for value in cells]
        return


def cell_text(value: Any) -> str:
    """A cell as text: a day as an ISO date, a whole number without its point; control characters but ends of lines and
    tabs are left out.
    """
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    lines = str(value).replace("\r\n", "\n").replace("\r", "\n")
    if lines.isprintable():
        return lines.strip()
    return "".join(one for one in lines if one in _KEPT or unicodedata.category(one) != "Cc").strip()
