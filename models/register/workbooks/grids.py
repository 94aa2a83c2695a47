"""The sheets of a file that hold a published register, each with its layout."""

from dataclasses import dataclass
from pathlib import Path

from models.register.workbooks.layouts import HEADER_SEARCH_DEPTH, Layout, recognise
from models.register.workbooks.refusals import NoHeader, NotARegisterWorkbook
from models.register.workbooks.safety import FileKind
from models.register.workbooks.sheets import NumberedRows, Sheet, open_sheets


@dataclass(frozen=True)
class Grid:
    """One sheet with its layout."""

    table: Sheet
    layout: Layout
    titles: tuple[str, ...]
    """Texts above the header."""

    @property
    def sheet(self) -> str:
        """The sheet's name, empty for CSV."""
        return self.table.name

    @property
    def height(self) -> int:
        """All its rows, for a progress bar."""
        return self.table.height

    def data_rows(self) -> NumberedRows:
        """The rows below the header."""
        for index, numbered in enumerate(self.table.rows()):
            if index >= self.layout.first_data_index:
                yield numbered


def open_grids(path: Path, kind: FileKind) -> list[Grid]:
    """The sheets of a file that hold a register; others may stand beside them.

    Raises NotARegisterWorkbook when there is none, and when one has the header but not all of its labels.
    """
    grids: list[Grid] = []
    refusal: NotARegisterWorkbook = NotARegisterWorkbook("シートがありません。")
    for sheet in open_sheets(path, kind):
        try:
            grid = _grid(sheet)
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


def _grid(sheet: Sheet) -> Grid:
    top = [cells for (_, cells), _ in zip(sheet.rows(), range(HEADER_SEARCH_DEPTH + 1), strict=False)]
    layout = recognise(top)
    titles = tuple(cell for row in top[: layout.header_index] for cell in row if isinstance(cell, str) and cell)
    return Grid(sheet, layout, titles)
