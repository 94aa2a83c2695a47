"""Walking a listing the way a person does: page by page, there and back, and as a file."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from models.access.viewer import Viewer
from models.catalogue.file_cells import cell
from models.catalogue.item import Item, ItemType, Store
from models.certifications import export
from models.certifications.criteria import SearchCriteria, read_criteria
from models.certifications.cursor import Cursor, read_cursor
from models.certifications.export_order import Wish
from models.certifications.quota import Limits
from models.certifications.search import ResultPage, Row, search
from models.legal.purposes import purposes_for
from tests.factories.truth import Known

MOST_PAGES = 200
PLENTY = Limits(rows_a_file=10_000, rows_a_day=1_000_000, files_in_a_while=1_000)
ROUNDING = Decimal("0.050001")
"""Outputs are summed in binary fractions, and shown with one digit."""


@dataclass(frozen=True)
class Walk:
    """Every page of a listing, first to last."""

    pages: tuple[ResultPage, ...]

    @property
    def rows(self) -> list[Row]:
        return [row for page in self.pages for row in page.rows]

    @property
    def ids(self) -> list[int]:
        return [row.id for row in self.rows]


def ask(viewer: Viewer, **parameters: str | Sequence[str]) -> SearchCriteria:
    """Criteria as an address states them; all of it has to be understood."""
    criteria = read_criteria(
        {name: [value] if isinstance(value, str) else list(value) for name, value in parameters.items()}, viewer.items
    )
    assert not criteria.problems
    assert not criteria.ignored
    return criteria


def walk(session: Session, viewer: Viewer, criteria: SearchCriteria) -> Walk:
    """All pages, each reached by the link the one before it shows."""
    pages = [search(session, viewer, replace(criteria, cursor=None))]
    while (following := pages[-1].following) is not None:
        assert len(pages) < MOST_PAGES
        pages.append(search(session, viewer, replace(criteria, cursor=by_link(following, criteria))))
    return Walk(tuple(pages))


def walk_back(session: Session, viewer: Viewer, last: ResultPage) -> list[ResultPage]:
    """The pages before the last one, reached backwards, in reading order."""
    pages: list[ResultPage] = [last]
    while (preceding := pages[0].preceding) is not None:
        assert len(pages) < MOST_PAGES
        criteria = replace(last.criteria, cursor=by_link(preceding, last.criteria))
        pages.insert(0, search(session, viewer, criteria))
    return pages[:-1]


def taken_away(session: Session, viewer: Viewer, criteria: SearchCriteria) -> list[tuple[Any, ...]] | None:
    """The cells of the file of a listing, as announced; None for those who may state no purpose, and so take none."""
    purpose = next((one for one in purposes_for(viewer.kind) if not one.needs_note), None)
    if purpose is None:
        return None
    announced = export.plan(session, viewer, criteria, PLENTY)
    with export.order(session, viewer, Wish(announced.criteria, purpose), "", PLENTY, proved=True) as extract:
        rows = [row for columns in extract.batches(lambda: viewer) for row in zip(*columns, strict=True)]
        assert announced.total == len(extract.keys) == len(rows)
    return rows


def by_link(cursor: Cursor, criteria: SearchCriteria) -> Cursor:
    """The cursor as it comes back from the address."""
    name, value = cursor.parameter()
    given: dict[str, Any] = {"after": "", "before": "", name: value}
    read = read_cursor(given["after"], given["before"], criteria.sort.item, dated=True)
    assert read == cursor
    return cursor if read is None else read


def check_listing(session: Session, viewer: Viewer, criteria: SearchCriteria, expected: Sequence[Known]) -> None:
    """Pages there and back, totals and file are exactly these certifications, in this order."""
    values = [values_of(one, criteria.columns) for one in expected]
    found = walk(session, viewer, criteria)
    assert found.ids == [one.id for one in expected]
    assert [row.values for row in found.rows] == values
    assert [row.facility_id for row in found.rows] == [
        one.values["facility_id"] if "facility_id" in viewer.items else None for one in expected
    ]
    assert all(len(page.rows) == criteria.size for page in found.pages[:-1])
    assert {page.total for page in found.pages} == {len(expected)}
    assert len({page.total_kw for page in found.pages}) == 1
    _check_kw(viewer, found.pages[0].total_kw, expected)
    back = walk_back(session, viewer, found.pages[-1])
    assert [page.rows for page in back] == [page.rows for page in found.pages[:-1]]
    sent = taken_away(session, viewer, criteria)
    assert sent is None or sent == as_cells(criteria.columns, values)


def as_cells(columns: Sequence[Item], rows: Sequence[Sequence[object]]) -> list[tuple[object, ...]]:
    """Rows as a file states them."""
    return [tuple(map(cell, columns, row)) for row in rows]


def values_of(known: Known, columns: Sequence[Item]) -> tuple[object, ...]:
    """What a list shows of a certification in these columns."""
    return tuple(known.values[item.key] if item.store is Store.COLUMN else _detail(known, item) for item in columns)


def _detail(known: Known, item: Item) -> object:
    value = known.items.get(item.key)
    return date.fromisoformat(value) if value is not None and item.type is ItemType.DATE else value


def _check_kw(viewer: Viewer, total_kw: float | None, expected: Sequence[Known]) -> None:
    if "output_kw" not in viewer.items:
        assert total_kw is None
        return
    assert total_kw is not None
    exactly = sum((Decimal(str(one.values["output_kw"] or 0)) for one in expected), Decimal())
    assert abs(Decimal(str(total_kw)) - exactly) <= ROUNDING
