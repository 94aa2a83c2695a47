"""The home page's numbers with the lists they lead to."""

from collections.abc import Sequence
from dataclasses import dataclass

from blueprints.certifications.addresses import breakdown_url, search_url
from models.certifications.criteria import SearchCriteria
from models.certifications.overview import Area, Figure, Overview

LEVELS = {"prefecture": "都道府県", "municipality": "市区町村"}


@dataclass(frozen=True, slots=True)
class Cell:
    """A number and, where outputs are visible, its kW; ``url`` is empty when no list has just these."""

    number: int
    kw: float | None
    url: str


@dataclass(frozen=True, slots=True)
class Row:
    """One place: everything in it, and each source (None: there is none)."""

    label: str
    all: Cell
    by_source: Sequence[Cell | None]


@dataclass(frozen=True, slots=True)
class OverviewTable:
    """What the page shows; ``level`` is the head of the column of places, empty without places."""

    level: str
    sources: Sequence[str]
    whole: Row
    rows: Sequence[Row]
    largest: int
    breakdown_url: str
    by_town: bool


def overview_table(found: Overview) -> OverviewTable:
    """The table of an overview."""
    return OverviewTable(
        level=LEVELS[found.level] if found.level and not _is_the_whole(found) else "",
        sources=found.sources,
        whole=_row(found.whole, "全体"),
        rows=[] if _is_the_whole(found) else [_row(area, area.label) for area in found.areas],
        largest=found.largest,
        breakdown_url=breakdown_url(SearchCriteria()),
        by_town=found.level == "municipality",
    )


def _is_the_whole(found: Overview) -> bool:
    """A single area with everything in it says nothing that the whole does not say."""
    return len(found.areas) == 1 and found.areas[0].all.number == found.whole.all.number


def _row(area: Area, label: str) -> Row:
    return Row(label, _cell(area.all), [_cell(figure) if figure else None for figure in area.by_source])


def _cell(figure: Figure) -> Cell:
    return Cell(figure.number, figure.kw, search_url(figure.criteria) if figure.criteria else "")
