"""The viewer's rows at a glance: how many and how many kW by place and source, and what changed lately (M10, M11).

Read from totals that are kept with every writing, where the viewer's rows are those of one key; each number is the
total of the list it leads to.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.access import door
from models.access.door import Reading
from models.access.viewer import Viewer
from models.audit.event_names import EventName, NumbersOf
from models.catalogue.choices import choices
from models.certifications.breakdown import UNKNOWN_LABEL, one_of, shown_kw
from models.certifications.changes import ChangedSince
from models.certifications.criteria import SearchCriteria
from models.certifications.groups import groups, in_municipalities
from models.certifications.places import Level, Places, name_of_place, places_of
from models.certifications.statements import PARCELS, listing
from models.register.certification import Certification
from models.register.tallies import NOT_KEPT, Tally
from models.register.totals import Total

MOST_CHANGES = 1_000
"""Changes are counted exactly up to here."""


@dataclass(frozen=True, slots=True)
class Figure:
    """How many, and how many kW (None where outputs are not visible); ``criteria`` ask for exactly these.

    ``criteria`` is None for what is unknown, which no list can be asked for.
    """

    number: int
    kw: float | None
    criteria: SearchCriteria | None


@dataclass(frozen=True, slots=True)
class Area:
    """One place: everything there, and by source in the order of ``Overview.sources`` (None: there is none)."""

    label: str
    all: Figure
    by_source: tuple[Figure | None, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """What was registered or visibly changed since. ``more`` says that there are more than the number."""

    since: datetime
    number: int
    more: bool
    new: int
    more_new: bool
    criteria: SearchCriteria


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything of a viewer's rows: ``whole`` by source, and the areas where there are any.

    ``level`` is None when no place is visible, ``sources`` is empty when the source is not.
    """

    whole: Area
    level: Level | None
    areas: tuple[Area, ...]
    sources: tuple[str, ...]
    changes: Changes | None

    @property
    def largest(self) -> int:
        """The number of the largest area, for the length of bars."""
        return max((area.all.number for area in self.areas), default=0)


class Line(NamedTuple):
    """Certifications of one place and source; not ``sole`` when another place has counted them already."""

    place: str
    source: str
    sole: bool
    number: int
    watts: int


def overview(session: Session, viewer: Viewer, since: datetime | None) -> Overview | None:
    """The viewer's rows at a glance, and what changed ``since`` (None: nothing to compare with).

    None for someone without rows: there is nothing to read, and nothing is read.
    """
    if not viewer.scope:
        return None
    with door.reading(session, viewer) as register:
        places = places_of(viewer, SearchCriteria())
        lines = list(_lines(register))
        areas = lines if places is None or places.level is Level.PREFECTURE else list(_in_towns(register, places))
        found = Overview(
            whole=_area(viewer, "", SearchCriteria(), [line for line in lines if line.sole]),
            level=places.level if places else None,
            areas=tuple(_areas(viewer, places, areas)) if places else (),
            sources=tuple(name for _value, name in _sources(viewer)),
            changes=_changes(register, since) if since is not None else None,
        )
        shown = [key for key in ("source", places.item.key if places else "", "output_kw") if key in viewer.items]
        asked = found.changes.criteria.asked() if found.changes else {}
        details = {"asked": asked, "total": found.whole.all.number, "items": shown}
        register.note(EventName.CERTIFICATIONS_LISTED, object=NumbersOf.HOME, details=details)
    return found


def _lines(register: Reading) -> Iterator[Line]:
    """By prefecture and source: from the totals of the viewer's key, else counted."""
    scope = register.viewer.scope
    if len(scope) != 1 or next(iter(scope)).kind in NOT_KEPT:
        for group in groups(register, SearchCriteria()):
            yield Line(group.prefecture, group.source, group.sole, group.number, group.watts)
        return
    (key,) = scope
    columns = (Total.prefecture, Total.source_group, Total.certifications, Total.output_watts)
    kept = select(*columns).where(Total.kind == key.kind.value, Total.code == key.code)
    for place, source, number, watts in register.execute(kept):
        yield Line(place, source, True, number, watts)
    if PARCELS in register.viewer.items:
        sums = (func.sum(Tally.certifications), func.sum(Tally.output_watts))
        further = select(Tally.prefecture, Tally.source_group, *sums).where(
            Tally.kind == key.kind.value, Tally.code == key.code, Tally.further.is_(True)
        )
        for place, source, number, watts in register.execute(further.group_by(Tally.prefecture, Tally.source_group)):
            yield Line(place, source, False, int(number), int(watts))


def _in_towns(register: Reading, places: Places) -> Iterator[Line]:
    for one in in_municipalities(register, SearchCriteria(), places.codes):
        yield Line(one.municipality, one.source, True, one.number, one.watts)


def _areas(viewer: Viewer, places: Places, lines: Iterable[Line]) -> Iterator[Area]:
    by_place: dict[str, list[Line]] = {}
    for line in lines:
        by_place.setdefault(line.place, []).append(line)
    for code in places.codes:
        if code in by_place:
            criteria = SearchCriteria().only(one_of(places.item, code))
            yield _area(viewer, name_of_place(places.level, code), criteria, by_place[code])
    if "" in by_place:
        yield _area(viewer, UNKNOWN_LABEL, None, by_place[""])


def _area(viewer: Viewer, label: str, criteria: SearchCriteria | None, lines: Sequence[Line]) -> Area:
    by_source: dict[str, list[Line]] = {}
    for line in lines:
        by_source.setdefault(line.source, []).append(line)
    source = viewer.items.find("source")
    figures = [
        _figure(viewer, criteria.only(one_of(source, value)) if criteria and source else None, by_source[value])
        if value in by_source
        else None
        for value, _name in _sources(viewer)
    ]
    return Area(label, _figure(viewer, criteria, lines), tuple(figures))


def _figure(viewer: Viewer, criteria: SearchCriteria | None, lines: Iterable[Line]) -> Figure:
    counted = list(lines)
    return Figure(sum(line.number for line in counted), shown_kw(viewer, sum(line.watts for line in counted)), criteria)


def _sources(viewer: Viewer) -> tuple[tuple[str, str], ...]:
    source = viewer.items.find("source")
    return choices(source) if source is not None else ()


def _changes(register: Reading, since: datetime) -> Changes:
    criteria = SearchCriteria(changed_since=ChangedSince.at(since))
    changed = listing(register, criteria).rows([Certification.id])
    number = _count(register, changed)
    new = _count(register, changed.where(Certification.created_at >= ChangedSince.at(since).moment)) if number else 0
    return Changes(
        since=ChangedSince.at(since).moment,
        number=min(number, MOST_CHANGES),
        more=number > MOST_CHANGES,
        new=min(new, MOST_CHANGES),
        more_new=new > MOST_CHANGES,
        criteria=criteria,
    )


def _count(register: Reading, statement: Any) -> int:
    limited = statement.limit(MOST_CHANGES + 1).subquery()
    return int(register.execute(select(func.count()).select_from(limited)).scalar_one())
