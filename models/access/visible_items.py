"""Which items: the catalogue narrowed to what the edition in force grants a viewer's attribute (M9)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, lru_cache
from weakref import WeakKeyDictionary

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from models import clock
from models.catalogue.catalogue import Catalogue, catalogue
from models.catalogue.grants import edition_in_force, grants_of
from models.catalogue.item import Item, Store
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
    """What ``attribute`` may see at ``now``. Without an edition in force: nothing."""
    edition = edition_in_force(session, now)
    if edition is None:
        return NOTHING_VISIBLE
    granted = _granted(session, edition.number, attribute)
    keys = in_time(granted, clock.day_in_japan(now)) if edition.closes_overdue else frozenset(granted)
    return narrow(catalogue(), keys, edition.number, edition.proposal)


def in_time(granted: Mapping[str, date | None], today: date) -> frozenset[str]:
    """The items whose grant is not overdue for its next review."""
    return frozenset(key for key, due in granted.items() if due is None or today <= due)


# An edition never changes once made, so its granted sets are kept per database; which one is in force is not.
_KEPT: WeakKeyDictionary[Engine, dict[tuple[int, OrganisationKind], Mapping[str, date | None]]] = WeakKeyDictionary()


def _granted(session: Session, edition: int, attribute: OrganisationKind) -> Mapping[str, date | None]:
    kept = _KEPT.setdefault(session.connection().engine, {})
    keys = kept.get((edition, attribute))
    if keys is None:
        keys = kept[(edition, attribute)] = grants_of(session, edition, attribute)
    return keys


@lru_cache(maxsize=64)
def narrow(whole: Catalogue, keys: frozenset[str], edition: int, proposal: bool) -> VisibleItems:
    """The catalogue narrowed to ``keys``, with the number of items withheld in each section."""
    withheld: dict[str, int] = {}
    for item in whole.items:
        if item.key not in keys:
            withheld[item.section] = withheld.get(item.section, 0) + 1
    visible = {item.key: item for item in whole.items if item.key in keys}
    return VisibleItems(edition=edition, proposal=proposal, by_key=visible, withheld=withheld)
