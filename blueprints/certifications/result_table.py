"""The list as the page shows it: heads that sort, cells in words, the ways on and back.

A page has hundreds of cells, so what is the same for a whole column is worked out once.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from flask import url_for

from blueprints.certifications.addresses import (
    breakdown_url,
    columns_url,
    export_url,
    remember_url,
    save_url,
    search_url,
    size_url,
    sort_direction,
    sort_url,
    url_cleared,
    url_without,
    url_without_since,
    url_without_words,
)  # fmt: skip
from blueprints.formatting import item_value
from models.access.permissions import Permission
from models.access.viewer import Viewer
from models.catalogue.item import Item, ItemType
from models.certifications.criteria import SIZES, SearchCriteria
from models.certifications.search import ResultPage, Row

# Stands for the 設備ID in an address that is made once for all rows; an ID needs no quoting.
_ID = "FACILITY-ID"
UNBROKEN = frozenset({ItemType.DATE, ItemType.MONTH, ItemType.CODE, ItemType.INTEGER, ItemType.DECIMAL})


@dataclass(frozen=True, slots=True)
class Head:
    """A column's head; ``sort_url`` is empty when the list cannot be sorted by it."""

    label: str
    sort_url: str
    direction: str
    numeric: bool


class TableRow(NamedTuple):
    """One certification: the address of its record (empty when its 設備ID is not visible), its cells.

    Each cell is the CSS class of its column and the value in words.
    """

    url: str
    cells: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class ResultTable:
    """Everything the results show. ``remember_url`` is empty unless the columns were chosen just now."""

    heads: Sequence[Head]
    rows: Sequence[TableRow]
    total: int
    total_kw: float | None
    chips: Sequence[dict[str, str]]
    clear_url: str
    previous_url: str
    next_url: str
    sizes: Sequence[dict[str, object]]
    columns_url: str
    remember_url: str
    breakdown_url: str
    save_url: str
    export_url: str
    ignored: bool
    unsorted: str


def result_table(page: ResultPage, viewer: Viewer) -> ResultTable:
    """The results of a search for its viewer."""
    criteria = page.criteria
    return ResultTable(
        heads=[_head(page, item) for item in criteria.columns],
        rows=_rows(page.rows, criteria.columns),
        total=page.total,
        total_kw=page.total_kw,
        chips=list(_chips(criteria)),
        clear_url=url_cleared(criteria),
        previous_url=search_url(criteria, page.preceding) if page.preceding else "",
        next_url=search_url(criteria, page.following) if page.following else "",
        sizes=[{"size": size, "url": size_url(criteria, size), "current": size == criteria.size} for size in SIZES],
        columns_url=columns_url(criteria),
        remember_url=remember_url(criteria) if criteria.columns_chosen else "",
        breakdown_url=breakdown_url(criteria),
        save_url=save_url(criteria),
        export_url=export_url(criteria) if Permission.CERTIFICATION_EXPORT in viewer.permissions else "",
        ignored=criteria.ignored,
        unsorted=page.unsorted.short_label if page.unsorted else "",
    )


def _chips(criteria: SearchCriteria) -> Iterator[dict[str, str]]:
    if criteria.words:
        yield {"label": f"検索語: {criteria.words}", "url": url_without_words(criteria)}
    for one in criteria.filters:
        yield {"label": one.describe(), "url": url_without(criteria, one)}
    if criteria.changed_since:
        yield {"label": criteria.changed_since.describe(), "url": url_without_since(criteria)}


def _head(page: ResultPage, item: Item) -> Head:
    label = f"{item.short_label}（{item.unit}）" if item.unit else item.short_label
    url = sort_url(page.criteria, item) if item.sortable else ""
    return Head(label, url, sort_direction(page.criteria, item), item.type.numeric)


def _rows(rows: Sequence[Row], columns: Sequence[Item]) -> list[TableRow]:
    kinds = [_kind(item) for item in columns]
    units = [f" {item.unit}" for item in columns]
    record = url_for("certifications.read", facility_id=_ID)
    return [
        TableRow(
            record.replace(_ID, row.facility_id) if row.facility_id else "",
            [
                (kind, item_value(value, item).removesuffix(unit))
                for kind, unit, item, value in zip(kinds, units, columns, row.values, strict=True)
            ],
        )
        for row in rows
    ]


def _kind(item: Item) -> str:
    kinds = ("numeric" if item.type.numeric else "", "nowrap" if item.type in UNBROKEN else "")
    return " ".join(kind for kind in kinds if kind)
