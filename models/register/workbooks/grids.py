"""Rows of a checked file as a grid of raw cells, whether it is a workbook or a CSV file."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from models.register.workbooks import csv_text
from models.register.workbooks.layouts import HEADER_SEARCH_DEPTH, Layout, recognise
from models.register.workbooks.refusals import NoHeader, NotARegisterWorkbook, UnsafeFile
from models.register.workbooks.safety import FileKind

MAX_SHEETS = 10

NumberedRows = Iterator[tuple[int, Sequence[Any]]]
"""(row number as Excel shows it, or line of a CSV file; raw cells)."""


@dataclass(frozen=True)
class Grid:
    """One sheet with its layout. ``height`` counts all its rows, for a progress bar."""

    sheet: str
    layout: Layout
    height: int
    rows: Callable[[], NumberedRows]
    titles: tuple[str, ...]
    """Texts above the header."""

    def data_rows(self) -> NumberedRows:
        """The rows below the header."""
        for index, numbered in enumerate(self.rows()):
            if index >= self.layout.first_data_index:
                yield numbered


def open_grids(path: Path, kind: FileKind) -> list[Grid]:
    """The sheets of a file that hold a register; others may stand beside them.

    Raises NotARegisterWorkbook when there is none, and when one has the header but not all of its labels.
    """
    return [_text_grid(path)] if kind is FileKind.TEXT else _workbook_grids(path)


def _text_grid(path: Path) -> Grid:
    codec = csv_text.detect_encoding(path)
    height = csv_text.count_lines(path)
    return _grid("", height, lambda: csv_text.read_rows(path, codec))


def _workbook_grids(path: Path) -> list[Grid]:
    grids: list[Grid] = []
    refusal: NotARegisterWorkbook = NotARegisterWorkbook("シートがありません。")
    for sheet in _sheets(path):
        try:
            grid = _grid(sheet.name, sheet.end[0] + 1 if sheet.end else 0, _rows_of(sheet))
        except NoHeader as error:
            refusal = error
            continue
        # At once, not at the end: every sheet kept is a grid in memory.
        if any(other.layout.kind is grid.layout.kind for other in grids):
            raise NotARegisterWorkbook("同じ種類の表を持つシートが2つ以上あります。")
        grids.append(grid)
    if not grids:
        raise refusal
    return grids


def _sheets(path: Path) -> Iterator[CalamineSheet]:
    """Sheets one after another. The library's failures, and its panics on odd files, become one refusal."""
    try:
        # Through a file object the format is taken from the content, never from the name.
        with path.open("rb") as file, CalamineWorkbook.from_filelike(file) as workbook:
            _check_number(workbook.sheet_names)
            for name in workbook.sheet_names:
                yield workbook.get_sheet_by_name(name)
    except (CalamineError, ValueError, OSError) as error:
        raise UnsafeFile("ブックの内部が壊れているため、読み取れません。") from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise UnsafeFile("ブックの内部が壊れているため、読み取れません。") from error


def _check_number(sheet_names: list[str]) -> None:
    if len(sheet_names) > MAX_SHEETS:
        raise NotARegisterWorkbook(f"シートが多すぎます（上限 {MAX_SHEETS}）。")


def _rows_of(sheet: CalamineSheet) -> Callable[[], NumberedRows]:
    def rows() -> NumberedRows:
        # Blank rows above the first filled one are yielded too, so counting gives the number Excel shows.
        return enumerate(sheet.iter_rows(), 1)

    return rows


def _grid(sheet: str, height: int, rows: Callable[[], NumberedRows]) -> Grid:
    top = [cells for (_, cells), _ in zip(rows(), range(HEADER_SEARCH_DEPTH + 1), strict=False)]
    layout = recognise(top)
    titles = tuple(cell for row in top[: layout.header_index] for cell in row if isinstance(cell, str) and cell)
    return Grid(sheet, layout, height, rows, titles)
