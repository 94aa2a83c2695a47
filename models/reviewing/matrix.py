"""The matrix of viewing items × attributes: an edition's or a draft's, filtered, page by page (M9, B5).

A page reads the cells of its own items alone, unless the filter asks something of cells: then it reads all of them.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy.orm import Session

from models import clock
from models.approvals.approval import Approval
from models.catalogue.catalogue import catalogue
from models.catalogue.grants import edition_in_force
from models.catalogue.item import Item, Section
from models.errors import NotFound
from models.reviewing.cells import CellKey, Cells, Changes, attributes, merged, standing_cells
from models.reviewing.draft import GrantsDraft
from models.reviewing.drafts import changes_of, find_draft_row, waits_for
from models.reviewing.item_filter import ItemFilter
from models.reviewing.matrix_cell import MatrixCell, cells_of_item
from models.reviewing.usage import Usage, usage_of

SIZES = (20, 50, 100)
DEFAULT_SIZE = 50


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is looked at: an edition (0 before the first), or an open draft that changes it.

    ``closes_overdue`` see ``models.catalogue.grants``: the draft's own rule where there is a draft.
    """

    edition: int
    closes_overdue: bool = False
    draft: GrantsDraft | None = None
    waiting: Approval | None = None

    @property
    def revision(self) -> int:
        """The draft's present state; 0 for an edition, which has one state alone."""
        return self.draft.revision if self.draft is not None else 0


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """An item and its cells, in the order of the attributes."""

    item: Item
    cells: Sequence[MatrixCell]


@dataclass(frozen=True)
class Reading:
    """The cells of some items: granted before, changed by the draft, and how they were used."""

    base: Cells
    changes: Changes
    usage: Mapping[CellKey, Usage]
    closes_overdue: bool

    @cached_property
    def cells(self) -> Cells:
        """What is, or would be, granted."""
        return merged(self.base, self.changes)

    def rows(self, items: Iterable[Item]) -> Iterator[MatrixRow]:
        """Items with their cells."""
        today, kinds = clock.today(), attributes()
        for item in items:
            cells = cells_of_item(
                item, kinds, self.cells, self.changes, self.usage, today, closes_overdue=self.closes_overdue
            )
            yield MatrixRow(item, cells)

    def row(self, item: Item) -> MatrixRow:
        """One item with its cells."""
        return next(self.rows([item]))


@dataclass(frozen=True, slots=True)
class MatrixPage:
    """One page: ``number`` of ``last``, counted from 1; ``total`` items are found."""

    rows: Sequence[MatrixRow]
    total: int
    number: int
    last: int

    @property
    def sections(self) -> list[tuple[Section, list[tuple[int, MatrixRow]]]]:
        """The rows under the sections they belong to, each with its place on the page, counted from 1."""
        placed = list(enumerate(self.rows, start=1))
        parted = ((one, [row for row in placed if row[1].item.section == one.number]) for one in catalogue().sections)
        return [(section, rows) for section, rows in parted if rows]

    @property
    def reviewers(self) -> list[str]:
        """Everybody who reviewed a cell of the page, in order: cells name them by their place in this list."""
        granted = (cell.terms for row in self.rows for cell in row.cells if cell.terms is not None)
        return list(dict.fromkeys(terms.reviewer for terms in granted if terms.reviewer))


def sheet_in_force(session: Session) -> Sheet:
    """The edition that decides at this moment what is seen."""
    found = edition_in_force(session, clock.now())
    return Sheet(found.number, found.closes_overdue) if found is not None else Sheet(0)


def sheet_of_draft(session: Session, number: int) -> Sheet:
    """An open draft. Raises ``NotFound``."""
    row = find_draft_row(session, number)
    return Sheet(row.based_on, row.closes_overdue, row, waits_for(session, row))


def read(session: Session, sheet: Sheet, items: Collection[str] | None = None) -> Reading:
    """The cells of a sheet that count today; with ``items``, of these alone."""
    changes = changes_of(session, sheet.draft.id, items) if sheet.draft is not None else {}
    base = standing_cells(session, sheet.edition, items)
    return Reading(base, changes, usage_of(session, items), sheet.closes_overdue)


def found_rows(session: Session, sheet: Sheet, wanted: ItemFilter) -> list[MatrixRow]:
    """Every item the filter finds, with its cells."""
    reading = read(session, sheet)
    return [row for row in reading.rows(_of_catalogue(wanted)) if wanted.matches_cells(row.cells)]


def page_of(session: Session, sheet: Sheet, wanted: ItemFilter, number: int, size: int) -> MatrixPage:
    """One page of what the filter finds; a number beyond the last page is the last page."""
    if wanted.asks_cells:
        rows = found_rows(session, sheet, wanted)
        first, number, last = _place(len(rows), number, size)
        return MatrixPage(rows[first : first + size], len(rows), number, last)
    items = _of_catalogue(wanted)
    first, number, last = _place(len(items), number, size)
    shown = items[first : first + size]
    reading = read(session, sheet, [item.key for item in shown])
    return MatrixPage(list(reading.rows(shown)), len(items), number, last)


def row_of(session: Session, sheet: Sheet, key: str) -> MatrixRow:
    """One item with all its cells. Raises ``NotFound``."""
    item = catalogue().by_key.get(key)
    if item is None:
        raise NotFound
    return read(session, sheet, [key]).row(item)


def _of_catalogue(wanted: ItemFilter) -> list[Item]:
    return [item for item in catalogue().items if wanted.matches_item(item)]


def _place(total: int, number: int, size: int) -> tuple[int, int, int]:
    last = max(1, -(-total // size))
    number = min(max(number, 1), last)
    return (number - 1) * size, number, last
