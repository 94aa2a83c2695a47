"""One cell of the matrix with everything its page shows of it (M9)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from models.access.visible_items import is_in_time
from models.catalogue.item import Item, can_be_granted
from models.organisations.kinds import OrganisationKind
from models.reviewing.cells import CellKey, Cells, Changes, GrantTerms, faults
from models.reviewing.usage import NEVER, Usage


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """A cell: ``terms`` None is not granted, ``changed`` is by the draft.

    ``grantable`` is False where the item can never be granted to the attribute. ``today`` is the day it is looked at,
    ``closes_overdue`` whether a grant overdue for its review shows nothing (``models.catalogue.grants``).
    """

    item: Item
    key: CellKey
    terms: GrantTerms | None
    grantable: bool
    changed: bool
    usage: Usage
    today: date
    closes_overdue: bool

    @property
    def overdue(self) -> bool:
        """Whether it is granted, and its next review overdue."""
        return self.terms is not None and not is_in_time(self.terms.review_due_on, self.today)

    @property
    def closed(self) -> bool:
        """Whether it is granted and shows nothing all the same."""
        return self.closes_overdue and self.overdue

    @property
    def shows(self) -> bool:
        """Whether the attribute sees the item."""
        return self.terms is not None and not self.closed

    @property
    def faults(self) -> list[str]:
        """What a granted one lacks; worked out when it is asked for, since a filter passes thousands of cells by."""
        return faults(self.item, self.terms, self.today) if self.terms is not None else []


def cells_of_item(
    item: Item,
    kinds: Sequence[OrganisationKind],
    cells: Cells,
    changes: Changes,
    usage: Mapping[CellKey, Usage],
    today: date,
    *,
    closes_overdue: bool,
) -> list[MatrixCell]:
    """The cells of an item, one for each of the attributes, among the granted cells and the draft's changes."""
    keys = [CellKey(item.key, attribute) for attribute in kinds]
    return [
        MatrixCell(
            item,
            key,
            cells.get(key),
            can_be_granted(item, key.attribute),
            key in changes,
            usage.get(key, NEVER),
            today,
            closes_overdue,
        )
        for key in keys
    ]
