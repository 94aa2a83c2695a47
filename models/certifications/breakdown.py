"""The breakdown of a list: how many, and how many kW, by source, place, year, class and status (M9, M10, M11).

Only items the viewer may see appear. Each number is the total of a list that can be opened: the same question with one
value more.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from models.access import door
from models.access.door import Reading
from models.access.viewer import Viewer
from models.audit.event_names import EventName, NumbersOf
from models.catalogue.choices import choices
from models.catalogue.item import Item
from models.certifications.criteria import SearchCriteria
from models.certifications.filters import ChoiceFilter, Filter, RangeFilter
from models.certifications.groups import WATTS, Group, groups, in_municipalities, is_kept
from models.certifications.places import Level, Places, name_of_place, places_of
from models.certifications.search import count
from models.certifications.statements import listing

UNKNOWN_LABEL = "不明"
MOST_COUNTED = 200_000
"""Rows that are counted by every facet while somebody waits, where no kept numbers answer: about two seconds."""


@dataclass(frozen=True, slots=True)
class Share:
    """One value of a facet. ``kw`` is None where outputs are not visible.

    ``criteria`` is the question whose list has exactly these; None for what is unknown, which no list can be asked for.
    """

    label: str
    number: int
    kw: float | None
    criteria: SearchCriteria | None


@dataclass(frozen=True, slots=True)
class Facet:
    """One item with the values that occur, in the item's own order. ``by_place`` says that values may overlap."""

    item: Item
    shares: tuple[Share, ...]
    by_place: bool = False

    @property
    def largest(self) -> int:
        """The number of the most frequent value, for the length of bars."""
        return max((share.number for share in self.shares), default=0)


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A list in numbers. ``total`` and ``total_kw`` are those of the list; ``total_kw`` None when not visible.

    ``too_many`` says that the list is too long to be counted anew by every facet: then there are none.
    """

    criteria: SearchCriteria
    total: int
    total_kw: float | None
    facets: tuple[Facet, ...]
    too_many: bool = False


def breakdown(session: Session, viewer: Viewer, criteria: SearchCriteria) -> Breakdown:
    """The list of ``criteria`` in numbers, as far as ``viewer`` may see it. A reading like the list, and recorded."""
    with door.reading(session, viewer) as register:
        if not is_kept(register, criteria):
            total, kw = count(register, criteria, listing(register, criteria))
            if total > MOST_COUNTED:
                register.note(
                    EventName.CERTIFICATIONS_LISTED,
                    object=NumbersOf.BREAKDOWN,
                    details={"asked": criteria.asked(), "total": total, "items": []},
                )
                return Breakdown(criteria, total, kw, (), too_many=True)
        found = groups(register, criteria)
        facets = tuple(facet for facet in _facets(register, criteria, found) if facet.shares)
        total = sum(group.number for group in found if group.sole)
        watts = sum(group.watts for group in found if group.sole)
        register.note(
            EventName.CERTIFICATIONS_LISTED,
            object=NumbersOf.BREAKDOWN,
            details={"asked": criteria.asked(), "total": total, "items": [facet.item.key for facet in facets]},
        )
    return Breakdown(criteria, total, shown_kw(viewer, watts), facets)


def shown_kw(viewer: Viewer, watts: int) -> float | None:
    """An output in all, in kW, for those who may see outputs."""
    return round(watts / WATTS, 1) if "output_kw" in viewer.items else None


def one_of(item: Item, value: str) -> Filter:
    """The condition that an item has this value."""
    return ChoiceFilter(item, (value,))


def in_year(item: Item, year: int) -> Filter:
    """The condition that an item is this year."""
    return RangeFilter(item, float(year), float(year))


def _facets(register: Reading, criteria: SearchCriteria, found: Sequence[Group]) -> Iterator[Facet]:
    items = register.viewer.items
    counted = [group for group in found if group.sole]
    if (item := items.find("source")) is not None:
        yield _chosen_facet(register, criteria, item, [(group.source, group) for group in counted])
    if (places := places_of(register.viewer, criteria)) is not None:
        yield _by_place(register, criteria, places, found)
    if (item := items.find("fiscal_year")) is not None:
        years = sorted({group.fiscal_year for group in counted if group.fiscal_year})
        values = [(str(year), f"{year} 年度", in_year(item, year)) for year in years]
        numbers = [(str(group.fiscal_year or ""), group.number, group.watts) for group in counted]
        yield Facet(item, tuple(_shares(register.viewer, criteria, values, numbers)))
    if (item := items.find("output_class")) is not None:
        yield _chosen_facet(register, criteria, item, [(group.output_class, group) for group in counted])
    if (item := items.find("status")) is not None:
        yield _chosen_facet(register, criteria, item, [(group.status, group) for group in counted])


def _chosen_facet(
    register: Reading, criteria: SearchCriteria, item: Item, counted: Sequence[tuple[str, Group]]
) -> Facet:
    values = [(value, name, one_of(item, value)) for value, name in choices(item)]
    numbers = [(value, group.number, group.watts) for value, group in counted]
    return Facet(item, tuple(_shares(register.viewer, criteria, values, numbers)))


def _by_place(register: Reading, criteria: SearchCriteria, places: Places, found: Sequence[Group]) -> Facet:
    values = [(code, name_of_place(places.level, code), one_of(places.item, code)) for code in places.codes]
    if places.level is Level.MUNICIPALITY:
        numbers = [
            (one.municipality, one.number, one.watts) for one in in_municipalities(register, criteria, places.codes)
        ]
    else:
        numbers = [(group.prefecture, group.number, group.watts) for group in found]
    return Facet(places.item, tuple(_shares(register.viewer, criteria, values, numbers)), by_place=True)


def _shares(
    viewer: Viewer,
    criteria: SearchCriteria,
    values: Iterable[tuple[str, str, Filter]],
    numbers: Iterable[tuple[str, int, int]],
) -> Iterator[Share]:
    """Of each value that occurs how many; what has none of them stands last."""
    sums: dict[str, tuple[int, int]] = {}
    for value, number, watts in numbers:
        before = sums.get(value, (0, 0))
        sums[value] = (before[0] + number, before[1] + watts)
    for value, label, condition in values:
        if value in sums:
            found = sums[value]
            yield Share(label, found[0], shown_kw(viewer, found[1]), criteria.only(condition))
    if (found := sums.get("", (0, 0))) != (0, 0):
        yield Share(UNKNOWN_LABEL, found[0], shown_kw(viewer, found[1]), None)
