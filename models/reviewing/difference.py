"""What one set of grants changes against another, attribute by attribute (B5).

What is compared is what is shown: the same grant shows its item under one edition and not under the other, where these
treat overdue grants differently, or where its review was done again.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from models.catalogue.catalogue import catalogue
from models.catalogue.item import Item
from models.organisations.kinds import OrganisationKind
from models.reviewing.cells import CellKey, GrantTerms, attributes, ordered
from models.reviewing.showing import Showing


@dataclass(frozen=True, slots=True)
class ChangedTerms:
    """A cell seen after as before, on other terms. None is not granted: then the other side is granted and closed."""

    item: Item
    before: GrantTerms | None
    after: GrantTerms | None


@dataclass(frozen=True, slots=True)
class AttributeDifference:
    """What changes for one attribute. Items no longer in the catalogue are visible to nobody, and left out."""

    attribute: OrganisationKind
    revealed: Sequence[Item]
    hidden: Sequence[Item]
    changed: Sequence[ChangedTerms]

    @property
    def moves(self) -> bool:
        """Whether anybody will see more or less."""
        return bool(self.revealed or self.hidden)


def compare(before: Showing, after: Showing) -> list[AttributeDifference]:
    """The attributes for which anything changes, in their order."""
    keys, found = differing(before, after), []
    for attribute in attributes():
        own = [key for key in keys if key.attribute is attribute]
        if own:
            found.append(_of_attribute(attribute, own, before, after))
    return found


def differing(before: Showing, after: Showing) -> list[CellKey]:
    """The cells of items in the catalogue that are granted or shown otherwise, in their order."""
    by_key = catalogue().by_key
    known = (key for key in before.cells.keys() | after.cells.keys() if key.item in by_key)
    return ordered(
        key for key in known if before.cells.get(key) != after.cells.get(key) or before.shows(key) != after.shows(key)
    )


def _of_attribute(
    attribute: OrganisationKind, keys: Sequence[CellKey], before: Showing, after: Showing
) -> AttributeDifference:
    by_key = catalogue().by_key
    seen = [(key, before.shows(key), after.shows(key)) for key in keys]
    return AttributeDifference(
        attribute,
        [by_key[key.item] for key, then, now in seen if now and not then],
        [by_key[key.item] for key, then, now in seen if then and not now],
        [
            ChangedTerms(by_key[key.item], before.cells.get(key), after.cells.get(key))
            for key, then, now in seen
            if then is now
        ],
    )
