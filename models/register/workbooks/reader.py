"""Opening a published register and reading its rows."""

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any

from models.register.workbooks import home_prefecture
from models.register.workbooks.cells import CellError, parse_facility_id, parser_of
from models.register.workbooks.grids import Grid, open_grids
from models.register.workbooks.layouts import Layout, SheetKind
from models.register.workbooks.rows import CellValue, FacilityRow, RefusedRow, SiteRow
from models.register.workbooks.safety import check_file

_SAMPLE = 500
"""Addresses looked at to tell the prefecture of a file whose name does not."""

_NOTE_MARKS = ("※", "注")
_MOST_REMEMBERED = 4_096
_NEVER_BLANK = {
    SheetKind.FACILITIES: ("operator_name", "source", "output_kw", "certified_on"),
    SheetKind.SITES: ("parcel_number",),
}


class RegisterFile:
    """One file that was found harmless and recognised. Rows are read anew at each call of ``facilities``."""

    def __init__(self, file_name: str, grids: Sequence[Grid]) -> None:
        self._file_name = file_name
        self._facilities = _only(grids, SheetKind.FACILITIES)
        self._sites = _only(grids, SheetKind.SITES)

    @property
    def layout(self) -> Layout:
        """The layout of the facilities, or of the sites in a file that holds nothing else."""
        return self._grids[0].layout

    @property
    def layouts(self) -> tuple[Layout, ...]:
        """The layouts of all its sheets."""
        return tuple(grid.layout for grid in self._grids)

    @property
    def lists_facilities(self) -> bool:
        """Whether the file holds a list of facilities, be it empty."""
        return self._facilities is not None

    @property
    def row_count(self) -> int:
        """Rows below the headers of all sheets, blank ones included: what a progress bar runs up to."""
        return sum(max(grid.height - grid.layout.first_data_index, 0) for grid in self._grids)

    @cached_property
    def home_prefecture_code(self) -> str | None:
        """Two digits (JIS X 0401), or None when nothing tells it: file name, then titles, then most addresses."""
        titles = [text for grid in self._grids for text in (grid.sheet, *grid.titles)]
        return (
            home_prefecture.from_file_name(self._file_name)
            or home_prefecture.from_titles(titles)
            or home_prefecture.from_addresses(self._addresses())
        )

    def facilities(self) -> Iterator[FacilityRow | RefusedRow]:
        """Facilities in file order; a 設備ID that was already met is refused, both rows named."""
        if self._facilities is None:
            return
        seen: dict[str, int] = {}
        for number, values in _values(self._facilities):
            if isinstance(values, RefusedRow):
                yield values
                continue
            facility_id = str(values["facility_id"])
            first = seen.setdefault(facility_id, number)
            if first == number:
                yield FacilityRow(number, values)
            else:
                reason = f"設備IDが{first}行目と重複しています（{number}行目）。"
                yield _refused(self._facilities, number, "facility_id", reason, facility_id)

    def sites(self) -> Iterator[SiteRow | RefusedRow]:
        """Parcels in file order; the same 連番 of the same facility is refused the second time."""
        if self._sites is None:
            return
        seen: dict[tuple[CellValue, CellValue], int] = {}
        for number, values in _values(self._sites):
            if isinstance(values, RefusedRow):
                yield values
                continue
            first = seen.setdefault((values["facility_id"], values["parcel_number"]), number)
            if first == number:
                yield SiteRow(number, values)
            else:
                reason = f"同じ設備の同じ連番が{first}行目と重複しています（{number}行目）。"
                yield _refused(self._sites, number, "parcel_number", reason, str(values["facility_id"]))

    def refuse(self, row: FacilityRow | SiteRow, key: str | None, reason: str) -> RefusedRow:
        """A row that can be read but not be taken over, named as a refusal of the reader's own is."""
        grid = self._facilities if isinstance(row, FacilityRow) else self._sites
        if grid is None:
            raise ValueError("the row is not from this file")
        return _refused(grid, row.row_number, key, reason, row.facility_id)

    @property
    def _grids(self) -> list[Grid]:
        return [grid for grid in (self._facilities, self._sites) if grid is not None]

    def _addresses(self) -> Iterator[str]:
        grid = self._grids[0]
        place = grid.layout.columns["site_address" if grid is self._facilities else "parcel_address"]
        for _, cells in islice(grid.data_rows(), _SAMPLE):
            if place < len(cells) and isinstance(cells[place], str):
                yield cells[place].strip()


def open_workbook(path: Path, file_name: str | None = None) -> RegisterFile:
    """A published register, .xlsx or .csv, in any layout.

    ``file_name`` is the name the person gave the file when ``path`` is a temporary one; it only helps to tell the
    prefecture. Raises UnsafeFile, NotARegisterWorkbook or BrokenText, each with a reason, before any row is read.
    A CSV file can still raise BrokenText at a later line while its rows are read.
    """
    return RegisterFile(file_name or path.name, open_grids(path, check_file(path)))


def _only(grids: Sequence[Grid], kind: SheetKind) -> Grid | None:
    return next((grid for grid in grids if grid.layout.kind is kind), None)


def _refused(grid: Grid, number: int, key: str | None, reason: str, facility_id: str | None) -> RefusedRow:
    return RefusedRow(grid.sheet, number, grid.layout.labels.get(key) if key else None, reason, facility_id)


class _Remembered(dict[Any, CellValue]):
    """Values by cell, of one type of cells: what comes again soon is understood once."""

    def __init__(self, parse: Callable[[Any], CellValue]) -> None:
        self._parse = parse

    def __missing__(self, cell: Any) -> CellValue:
        value = self._parse(cell)
        if len(self) >= _MOST_REMEMBERED:
            self.clear()
        self[cell] = value
        return value


class _Parser(dict[type, _Remembered]):
    """The parser of an item, by type of cell: 1, 1.0 and true are equal, but not the same in a workbook."""

    def __init__(self, key: str) -> None:
        self._key = key

    def __missing__(self, kind: type) -> _Remembered:
        parsed = self[kind] = _Remembered(parser_of(self._key))
        return parsed


_Columns = Sequence[tuple[str, int, _Parser]]


def _values(grid: Grid) -> Iterator[tuple[int, dict[str, CellValue] | RefusedRow]]:
    columns = [(key, place, _Parser(key)) for key, place in grid.layout.columns.items()]
    width = max(place for _, place, _ in columns) + 1
    needed = _NEVER_BLANK[grid.layout.kind]
    place_of_id = grid.layout.columns["facility_id"]
    for number, cells in grid.data_rows():
        if len(cells) < width:
            cells = [*cells, *[""] * (width - len(cells))]
        if _no_facility_id(cells[place_of_id]) and _is_no_record(cells):
            continue
        yield number, _parse(grid, number, cells, columns, needed)


def _parse(
    grid: Grid, number: int, cells: Sequence[Any], columns: _Columns, needed: Sequence[str]
) -> dict[str, CellValue] | RefusedRow:
    values: dict[str, CellValue] = {}
    key = ""
    try:
        for key, place, parser in columns:
            cell = cells[place]
            values[key] = parser[cell.__class__][cell]
    except CellError as error:
        return _refused(grid, number, key, error.reason, _id_in(grid, cells))
    for key in needed:
        if values[key] is None:
            return _refused(grid, number, key, "値がありません。", str(values["facility_id"]))
    return values


def _id_in(grid: Grid, cells: Sequence[Any]) -> str | None:
    """The 設備ID of a row at fault, if that is not the fault."""
    try:
        return parse_facility_id(cells[grid.layout.columns["facility_id"]])
    except CellError:
        return None


def _no_facility_id(cell: Any) -> bool:
    return cell is None or (isinstance(cell, str) and (not cell.strip() or cell.lstrip().startswith(_NOTE_MARKS)))


def _is_no_record(cells: Sequence[Any]) -> bool:
    """A blank row, or a note (※) below the table."""
    filled = [cell for cell in cells if not (cell is None or (isinstance(cell, str) and not cell.strip()))]
    return not filled or (len(filled) == 1 and isinstance(filled[0], str) and filled[0].strip().startswith(_NOTE_MARKS))
