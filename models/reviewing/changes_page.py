"""All that changes for one attribute, page by page: a review of a whole catalogue changes thousands of cells (B5)."""

from collections.abc import Sequence
from dataclasses import dataclass

from models.catalogue.catalogue import catalogue
from models.catalogue.item import Item
from models.organisations.kinds import OrganisationKind
from models.reviewing.cells import GrantTerms
from models.reviewing.difference import differing
from models.reviewing.showing import Showing

AT_ONCE = 100
"""So many changes stand on a page."""


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """An item before and after; None is not granted. At least one of the two is not None.

    ``seen_before`` and ``seen_after``: what is granted is not seen where it is overdue and the edition closes it.
    """

    item: Item
    before: GrantTerms | None
    after: GrantTerms | None
    seen_before: bool
    seen_after: bool

    @property
    def label(self) -> str:
        """What it comes to, in words."""
        if self.seen_before is self.seen_after:
            return "根拠などが変わる"
        return "見えるようになる" if self.seen_after else "見えなくなる"

    @property
    def closed_before(self) -> bool:
        """Whether it was granted and not seen."""
        return self.before is not None and not self.seen_before

    @property
    def closed_after(self) -> bool:
        """Whether it is granted and not seen."""
        return self.after is not None and not self.seen_after


@dataclass(frozen=True, slots=True)
class ChangesPage:
    """One page: ``number`` of ``last``, counted from 1; ``total`` items change for the attribute."""

    attribute: OrganisationKind
    lines: Sequence[ChangeLine]
    total: int
    number: int
    last: int


def page_of_changes(before: Showing, after: Showing, attribute: OrganisationKind, number: int) -> ChangesPage:
    """What changes for an attribute, in the order of the catalogue; a number beyond the last page is the last page."""
    by_key = catalogue().by_key
    keys = [key for key in differing(before, after) if key.attribute is attribute]
    last = max(1, -(-len(keys) // AT_ONCE))
    number = min(max(number, 1), last)
    shown = keys[(number - 1) * AT_ONCE : number * AT_ONCE]
    lines = [
        ChangeLine(by_key[key.item], before.cells.get(key), after.cells.get(key), before.shows(key), after.shows(key))
        for key in shown
    ]
    return ChangesPage(attribute, lines, len(keys), number, last)
