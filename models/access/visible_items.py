"""Which items: the catalogue narrowed to what the edition in force grants a viewer's attribute (M9)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, lru_cache
from typing import NamedTuple
from weakref import WeakKeyDictionary

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from models import clock
from models.catalogue.catalogue import Catalogue, catalogue
from models.catalogue.item import Item, Store
from models.catalogue.recorded import counting_grants, in_force_with_record
from models.organisations.kinds import OrganisationKind

NO_EDITION = 0


@dataclass(frozen=True)
class VisibleItems:
    """The items one attribute may see under one edition.

    ``edition`` 0 means that none is in force. Asking for an item that is not visible is the same as asking for one
    that does not exist: ``find`` answers None to both.
    """

    edition: int
    proposal: bool
    by_key: dict[str, Item]
    withheld: dict[str, int]

    @cached_property
    def searchable(self) -> frozenset[str]:
        """The keys of the items one may search in."""
        return frozenset(key for key, item in self.by_key.items() if item.searchable)

    @cached_property
    def in_columns(self) -> tuple[Item, ...]:
        """The items that have a column of their own."""
        return tuple(item for item in self.by_key.values() if item.store is Store.COLUMN)

    @cached_property
    def by_section(self) -> Mapping[str, tuple[Item, ...]]:
        """The items of each section that has any, in the catalogue's order, without those of single sites."""
        groups: dict[str, list[Item]] = {}
        for item in self.by_key.values():
            if item.store is not Store.SITE:
                groups.setdefault(item.section, []).append(item)
        return {section: tuple(items) for section, items in groups.items()}

    @cached_property
    def places(self) -> Mapping[str, int]:
        """Where each item stands in the catalogue's order."""
        return {key: place for place, key in enumerate(self.by_key)}

    @cached_property
    def _hash(self) -> int:
        return hash((self.edition, frozenset(self.by_key)))

    def __hash__(self) -> int:
        """Kept: what follows from the items alone is worked out once for them, not once a request."""
        return self._hash

    def __contains__(self, key: str) -> bool:
        return key in self.by_key

    def find(self, key: str) -> Item | None:
        """The item, if this attribute may see it."""
        return self.by_key.get(key)

    def all_of(self, keys: Collection[str]) -> tuple[Item, ...]:
        """Those of ``keys`` that are visible, in the order given."""
        return tuple(self.by_key[key] for key in keys if key in self.by_key)


NOTHING_VISIBLE = VisibleItems(edition=NO_EDITION, proposal=False, by_key={}, withheld={})


def visible_items(session: Session, attribute: OrganisationKind, now: datetime) -> VisibleItems:
    """What ``attribute`` may see at ``now``.

    Nothing without an edition in force, for an attribute the catalogue does not name, and while this process runs with
    another catalogue than the one on record: an item would be shown under a review of something else (M9). And nothing
    that can be granted on no ground, whatever an edition says: it may have been made before the item became internal.
    """
    found, loaded = in_force_with_record(session, now), catalogue()
    if found is None:
        return NOTHING_VISIBLE
    if found.record is None or found.digest != loaded.digest or attribute not in loaded.by_kind:
        return NOTHING_VISIBLE
    granted = _granted(session, found.record, found.edition.number, attribute)
    keys = in_time(granted.due, clock.day_in_japan(now)) if found.edition.closes_overdue else granted.keys
    return narrow(loaded, keys, found.edition.number, found.edition.proposal)


def in_time(granted: Mapping[str, date | None], today: date) -> frozenset[str]:
    """The items whose grant is not overdue for its next review."""
    return frozenset(key for key, due in granted.items() if is_in_time(due, today))


def is_in_time(due: date | None, today: date) -> bool:
    """Whether a grant is not overdue: on the last day before its next review it is not yet."""
    return due is None or today <= due


class _Granted(NamedTuple):
    """What counts of one edition's grants to an attribute: each with the last day before its next review."""

    due: Mapping[str, date | None]
    keys: frozenset[str]


# Neither an edition nor a recorded catalogue ever changes, so what counts under both is kept per database; which ones
# are in force is not.
_Kept = dict[tuple[int, int, OrganisationKind], _Granted]
_KEPT: WeakKeyDictionary[Engine, _Kept] = WeakKeyDictionary()


def _granted(session: Session, record: int, edition: int, attribute: OrganisationKind) -> _Granted:
    kept = _KEPT.setdefault(session.connection().engine, {})
    granted = kept.get((record, edition, attribute))
    if granted is None:
        due = counting_grants(session, edition, attribute)
        granted = kept[(record, edition, attribute)] = _Granted(due, frozenset(due))
    return granted


@lru_cache(maxsize=64)
def narrow(whole: Catalogue, keys: frozenset[str], edition: int, proposal: bool) -> VisibleItems:
    """The catalogue narrowed to ``keys``, with the number of items withheld in each section."""
    withheld: dict[str, int] = {}
    for item in whole.items:
        if item.key not in keys:
            withheld[item.section] = withheld.get(item.section, 0) + 1
    visible = {item.key: item for item in whole.items if item.key in keys}
    return VisibleItems(edition=edition, proposal=proposal, by_key=visible, withheld=withheld)
