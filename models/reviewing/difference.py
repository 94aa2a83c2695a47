"""What one set of grants changes against another, attribute by attribute (B5)."""

from collections.abc import Sequence
from dataclasses import dataclass

from models.catalogue.catalogue import catalogue
from models.catalogue.item import Item
from models.organisations.kinds import OrganisationKind
from models.reviewing.cells import CellKey, Cells, GrantTerms, attributes, ordered


@dataclass(frozen=True, slots=True)
class ChangedTerms:
    """A cell granted before and after, on other terms."""

    item: Item
    before: GrantTerms
    after: GrantTerms


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


def compare(before: Cells, after: Cells) -> list[AttributeDifference]:
    """The attributes for which anything changes, in their order."""
    by_key = catalogue().by_key
    keys = ordered(key for key in before.keys() | after.keys() if before.get(key) != after.get(key))
    found = []
    for attribute in attributes():
        own = [key for key in keys if key.attribute is attribute and key.item in by_key]
        if own:
            found.append(_of_attribute(attribute, own, before, after))
    return found


def _of_attribute(
    attribute: OrganisationKind, keys: Sequence[CellKey], before: Cells, after: Cells
) -> AttributeDifference:
    by_key = catalogue().by_key
    return AttributeDifference(
        attribute,
        [by_key[key.item] for key in keys if key not in before],
        [by_key[key.item] for key in keys if key not in after],
        [ChangedTerms(by_key[key.item], before[key], after[key]) for key in keys if key in before and key in after],
    )
