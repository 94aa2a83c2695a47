"""Opening a file of items and reading its rows: any items of the catalogue, in any order, beside a 設備ID."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from models.catalogue.catalogue import catalogue
from models.catalogue.item import Item
from models.register.workbooks.bounds import ITEM_BOUNDS
from models.register.workbooks.cells import CellError, RawCell, parse_facility_id
from models.register.workbooks.item_cells import Blank, Reader, reader_of
from models.register.workbooks.item_header import FACILITY_ID, ItemColumns, names_of, printable, read_header
from models.register.workbooks.refusals import NoHeader, NotARegisterWorkbook
from models.register.workbooks.rows import RefusedRow
from models.register.workbooks.safety import check_file
from models.register.workbooks.sheets import Sheet, open_sheets

_NOTE_MARKS = ("※", "注")
_REMEMBERED = 50_000
"""Values remembered while a file is read, in all its columns together: what repeats is understood once."""


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One certification's row. ``values`` are what filled cells say, by item key; None empties the item.

    ``faults`` are the reasons why cells could not be read. Whether that matters, only what is stored can tell: an
    export may have written it.
    """

    row_number: int
    facility_id: str
    values: Mapping[str, Any]
    faults: Mapping[str, str]
    cells: Sequence[RawCell]
    places: Mapping[str, int]

    def given(self, key: str) -> str:
        """The text that stands in the item's cell."""
        cell = self.cells[self.places[key]]
        return cell.strip() if isinstance(cell, str) else str(cell)


class ItemFile:
    """One file that was found harmless and whose header was understood. Rows are read anew at each call of ``rows``."""

    def __init__(self, sheet: Sheet, columns: ItemColumns) -> None:
        self._sheet = sheet
        self._columns = columns

    @property
    def item_keys(self) -> tuple[str, ...]:
        """The items the file has columns for, the 設備ID apart."""
        return tuple(self._columns.places)

    @property
    def row_count(self) -> int:
        """Rows below the header, blank ones included: what a progress bar runs up to."""
        return max(self._sheet.height - self._columns.line, 0)

    def rows(self) -> Iterator[ItemRow | RefusedRow]:
        """Rows in file order. A CSV file can raise BrokenText at a later line."""
        columns = self._columns
        by_key = catalogue().by_key
        remembered = max(_REMEMBERED // len(columns.places), 16)
        readers = [
            (key, place, lru_cache(remembered, typed=True)(reader_of(by_key[key])))
            for key, place in columns.places.items()
        ]
        for number, cells in self._sheet.rows():
            if number > columns.line and not _is_no_record(cells, columns.facility_place):
                padded = cells if len(cells) >= columns.width else [*cells, *[""] * (columns.width - len(cells))]
                yield self._row(number, padded, readers)

    def refuse(self, row_number: int, key: str | None, reason: str) -> RefusedRow:
        """A row that cannot be taken over, in words that name its column and never its values."""
        return RefusedRow(printable(self._sheet.name), row_number, self._columns.labels.get(key or ""), reason)

    def _row(
        self, number: int, cells: Sequence[RawCell], readers: Sequence[tuple[str, int, Reader]]
    ) -> ItemRow | RefusedRow:
        if any(_filled(cells[place]) for place in (*self._columns.unlabelled, *range(self._columns.width, len(cells)))):
            return self.refuse(number, None, "見出しのない列に値があります。")
        try:
            facility_id = parse_facility_id(cells[self._columns.facility_place])
        except CellError as error:
            return self.refuse(number, FACILITY_ID, error.reason)
        values: dict[str, Any] = {}
        faults: dict[str, str] = {}
        for key, place, read in readers:
            cell = cells[place]
            if cell is None or cell == "":
                continue
            try:
                value = read(cell)
            except CellError as error:
                faults[key] = error.reason
            else:
                if value is not Blank.LEFT:
                    values[key] = value
        return ItemRow(number, facility_id, values, faults, cells, self._columns.places)


def open_items(path: Path, items: Sequence[Item] | None = None) -> ItemFile:
    """A file of items, .xlsx or .csv; other sheets may stand beside the one with the table.

    ``items`` are those that may be named, the whole catalogue unless given; a label of any other is unknown.
    Raises UnsafeFile, NotARegisterWorkbook, WrongHeader or BrokenText, each with a reason, before any row is read.
    """
    names = names_of(catalogue().items if items is None else tuple(items))
    found: ItemFile | None = None
    refusal = NoHeader("シートがありません。")
    for sheet in open_sheets(path, check_file(path, ITEM_BOUNDS), ITEM_BOUNDS):
        try:
            columns = read_header(sheet.rows(), names)
        except NoHeader as error:
            refusal = error
            continue
        if found is not None:
            raise NotARegisterWorkbook("設備IDの見出しを持つシートが2つ以上あります。")
        found = ItemFile(sheet, columns)
    if found is None:
        raise refusal
    return found


def _filled(cell: RawCell) -> bool:
    return cell is not None and not (isinstance(cell, str) and not cell.strip())


def _is_no_record(cells: Sequence[RawCell], facility_place: int) -> bool:
    """A blank row, or a note (※) below the table."""
    named = cells[facility_place] if facility_place < len(cells) else None
    if _filled(named) and not _is_note(named):
        return False
    filled = [cell for cell in cells if _filled(cell)]
    return not filled or (len(filled) == 1 and _is_note(filled[0]))


def _is_note(cell: RawCell) -> bool:
    return isinstance(cell, str) and cell.lstrip().startswith(_NOTE_MARKS)
