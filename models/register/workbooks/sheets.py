"""The sheets of a checked file as rows of raw cells, whether it is a workbook or a CSV file."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from models.register.workbooks import csv_text
from models.register.workbooks.bounds import REGISTER_BOUNDS, Bounds
from models.register.workbooks.refusals import NotARegisterWorkbook, UnsafeFile
from models.register.workbooks.safety import FileKind

MAX_SHEETS = 10
_BROKEN = "ブックの内部が壊れているため、読み取れません。"

NumberedRows = Iterator[tuple[int, Sequence[Any]]]
"""(row number as Excel shows it, or line of a CSV file; raw cells)."""


@dataclass(frozen=True)
class Sheet:
    """One sheet, its name empty for CSV. ``height`` counts all its rows, for a progress bar; ``rows`` begins anew."""

    name: str
    height: int
    rows: Callable[[], NumberedRows]


def open_sheets(path: Path, kind: FileKind, bounds: Bounds = REGISTER_BOUNDS) -> Iterator[Sheet]:
    """The sheets of a file that was found harmless, one after the other: each that is kept is a grid in memory.

    Raises UnsafeFile, NotARegisterWorkbook or BrokenText.
    """
    return iter([_text(path, bounds)]) if kind is FileKind.TEXT else _of_workbook(path)


def _text(path: Path, bounds: Bounds) -> Sheet:
    codec = csv_text.detect_encoding(path)
    return Sheet("", csv_text.count_lines(path), lambda: csv_text.read_rows(path, codec, bounds))


def _of_workbook(path: Path) -> Iterator[Sheet]:
    try:
        with path.open("rb") as file:
            yield from sheets_of(file)
    except OSError as error:
        raise UnsafeFile(_BROKEN) from error


def sheets_of(file: BinaryIO) -> Iterator[Sheet]:
    """The sheets of a workbook that was found harmless. Raises UnsafeFile, NotARegisterWorkbook."""
    # Through a file object the format is taken from the content, never from the name.
    with _failures_refused(), CalamineWorkbook.from_filelike(file) as workbook:
        _check_number(workbook.sheet_names)
        for name in workbook.sheet_names:
            sheet = workbook.get_sheet_by_name(name)
            yield Sheet(name, sheet.end[0] + 1 if sheet.end else 0, _rows_of(sheet))


@contextmanager
def _failures_refused() -> Iterator[None]:
    """The library's failures, and its panics on odd files, become one refusal."""
    try:
        yield
    except (CalamineError, ValueError, OverflowError, OSError) as error:
        raise UnsafeFile(_BROKEN) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise UnsafeFile(_BROKEN) from error


def _check_number(sheet_names: list[str]) -> None:
    if len(sheet_names) > MAX_SHEETS:
        raise NotARegisterWorkbook(f"シートが多すぎます（上限 {MAX_SHEETS}）。")


def _rows_of(sheet: CalamineSheet) -> Callable[[], NumberedRows]:
    def rows() -> NumberedRows:
        # Blank rows above the first filled one are yielded too, so counting gives the number Excel shows.
        with _failures_refused():  # a duration of a thousand million days is no value of Python's
            yield from enumerate(sheet.iter_rows(), 1)

    return rows
