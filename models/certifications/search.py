"""Searching: one page of a listing with its exact total, recorded before it leaves (M9, M10, M11)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, null, select
from sqlalchemy.orm import Session

from models.access import door
from models.access.door import Reading
from models.access.viewer import Viewer
from models.audit.event_names import EventName
from models.catalogue.item import Item
from models.certifications.criteria import DEFAULT_SORT, SearchCriteria
from models.certifications.cursor import Cursor
from models.certifications.identity import current_facility_id
from models.certifications.item_columns import column_of, typed
from models.certifications.statements import Listing, listing
from models.certifications.walking import along_the_index, in_an_order_to_be_had, is_long
from models.register.certification import CERTIFICATIONS
from models.register.totals import Total

WATTS = 1000
MOST_ADDED_UP = 5_000


@dataclass(frozen=True, slots=True)
class Row:
    """One certification of a list: its key, its present 設備ID if visible, and the values of the visible columns."""

    id: int
    facility_id: str | None
    values: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class ResultPage:
    """A page of results. ``total`` and ``total_kw`` are exact; ``total_kw`` is None when outputs are not visible,
    or too many would have to be added up.

    ``jump`` is the 設備ID of the one record the search box named. ``unsorted`` is the item by which so many rows cannot
    be sorted: they stand in the register's own order instead.
    """

    criteria: SearchCriteria
    rows: tuple[Row, ...]
    total: int
    total_kw: float | None
    following: Cursor | None
    preceding: Cursor | None
    jump: str | None = None
    unsorted: Item | None = None


def search(session: Session, viewer: Viewer, criteria: SearchCriteria) -> ResultPage:
    """The page of certifications ``criteria`` ask for, as far as ``viewer`` may see them."""
    with door.reading(session, viewer) as register:
        page = page_of(register, criteria)
        register.note(
            EventName.CERTIFICATIONS_LISTED,
            certifications=[row.id for row in page.rows],
            details={
                "asked": criteria.asked(),
                "total": page.total,
                "items": [item.key for item in criteria.columns],
            },
        )
    return page


def page_of(register: Reading, asked: SearchCriteria) -> ResultPage:
    """The page asked for, as far as the reader may see it; whoever asks states it in the record."""
    found = listing(register, asked)
    total, total_kw = count(register, asked, found)
    criteria = in_an_order_to_be_had(register, asked, total)
    rows = _rows(register, criteria, found, total)
    backwards = criteria.cursor is not None and criteria.cursor.backwards
    more = len(rows) > criteria.size
    kept = rows[: criteria.size][::-1] if backwards else rows[: criteria.size]
    preceding = (more if backwards else criteria.cursor is not None) and bool(kept)
    following = (backwards or more) and bool(kept)
    return ResultPage(
        criteria=criteria,
        rows=tuple(row for row, _edge in kept),
        total=total,
        total_kw=total_kw,
        following=kept[-1][1] if following else None,
        preceding=Cursor(kept[0][1].value, kept[0][1].key, backwards=True) if preceding else None,
        jump=_jump(register, criteria),
        unsorted=asked.sort.item if criteria is not asked else None,
    )


def count(register: Reading, criteria: SearchCriteria, found: Listing) -> tuple[int, float | None]:
    """How many certifications match, exactly, and their output in kW for those who may see outputs.

    Nothing but one's own rows is answered from the totals kept with every writing. Words are counted in their index,
    which knows no outputs: of more than ``MOST_ADDED_UP`` hits the output is not added up here (None).
    """
    scope = register.viewer.scope
    visible = "output_kw" in register.viewer.items
    if not criteria.narrowed and len(scope) == 1:
        (key,) = scope
        sums = select(func.sum(Total.certifications), func.sum(Total.output_watts))
        number, watts = register.execute(sums.where(Total.kind == key.kind.value, Total.code == key.code)).one()
        return int(number or 0), _kw((watts or 0) / WATTS) if visible else None
    if found.alone and found.found is not None:
        hits: int = register.execute(found.count()).scalar_one()
        if not visible or hits > MOST_ADDED_UP:
            return hits, None
    number, kw = register.execute(found.output()).one()
    return number, _kw(kw) if visible else None


def _kw(output: float | None) -> float:
    return round(float(output or 0), 1)


def _rows(register: Reading, criteria: SearchCriteria, found: Listing, total: int) -> list[tuple[Row, Cursor]]:
    shown = criteria.columns
    sort = criteria.sort.item
    edge = column_of(sort) if sort is not None and sort.key != DEFAULT_SORT else None
    columns = [
        CERTIFICATIONS.c.id,
        CERTIFICATIONS.c.position,
        _facility_id(register),
        *(column_of(item) for item in shown),
    ]
    wanted = [*columns, edge] if edge is not None else columns
    limit = criteria.size + 1
    if is_long(register, criteria, total):
        statements = along_the_index(found, register, criteria, wanted)
    else:
        statements = iter([found.page(register, criteria, wanted, limit)])
    rows: list[Any] = []
    for statement in statements:
        if len(rows) < limit:
            rows += register.execute(statement.limit(limit - len(rows)))
    return [_row(row, register, shown, with_edge=edge is not None) for row in rows]


def _facility_id(register: Reading) -> Any:
    return CERTIFICATIONS.c.facility_id if "facility_id" in register.viewer.items else null()


def _row(row: Sequence[Any], register: Reading, shown: Sequence[Item], *, with_edge: bool) -> tuple[Row, Cursor]:
    values = tuple(typed(item, value) for item, value in zip(shown, row[3:], strict=False))
    edge = row[-1] if with_edge else None
    # A position holds the day of certification: where that is hidden, ties are by key and the cursor holds just that.
    key = row[1] if DEFAULT_SORT in register.viewer.items else row[0]
    return Row(row[0], row[2], values), Cursor(edge.isoformat() if isinstance(edge, date) else edge, key)


def _jump(register: Reading, criteria: SearchCriteria) -> str | None:
    if len(criteria.terms) != 1 or criteria.filters or criteria.terms[0].excluded:
        return None
    return current_facility_id(register, criteria.terms[0].text)
