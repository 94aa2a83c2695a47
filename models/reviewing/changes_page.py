"""All that changes for one attribute, page by page: a review of a whole catalogue changes thousands of cells (B5)."""

from collections.abc import Sequence
from dataclasses import dataclass

from models.catalogue.catalogue import catalogue
from models.catalogue.item import Item
from models.organisations.kinds import OrganisationKind
from models.reviewing.cells import Cells, GrantTerms, ordered

AT_ONCE = 100
"""So many changes stand on a page."""


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """An item before and after; None is not granted. At least one of the two is not None."""

    item: Item
    before: GrantTerms | None
    after: GrantTerms | None

    @property
    def label(self) -> str:
        """What it comes to, in words."""
        if self.before is None:
            return "見えるようになる"
        return "見えなくなる" if self.after is None else "根拠などが変わる"


@dataclass(frozen=True, slots=True)
class ChangesPage:
    """One page: ``number`` of ``last``, counted from 1; ``total`` items change for the attribute."""

    attribute: OrganisationKind
    lines: Sequence[ChangeLine]
    total: int
    number: int
    last: int


def page_of_changes(before: Cells, after: Cells, attribute: OrganisationKind, number: int) -> ChangesPage:
    """What changes for an attribute, in the order of the catalogue; a number beyond the last page is the last page."""
    by_key = catalogue().by_key
    own = (key for key in before.keys() | after.keys() if key.attribute is attribute and key.item in by_key)
    keys = ordered(key for key in own if before.get(key) != after.get(key))
    last = max(1, -(-len(keys) // AT_ONCE))
    number = min(max(number, 1), last)
    shown = keys[(number - 1) * AT_ONCE : number * AT_ONCE]
    lines = [ChangeLine(by_key[key.item], before.get(key), after.get(key)) for key in shown]
    return ChangesPage(attribute, lines, len(keys), number, last)
