"""Two attributes side by side: the items one of them sees and the other does not (M9)."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from models.access.viewer import Viewer
from models.catalogue.catalogue import catalogue
from models.catalogue.item import Item, Section
from models.organisations.kinds import OrganisationKind
from models.reviewing.bulk import Bulk, BulkAct, copied
from models.reviewing.cells import GrantTerms
from models.reviewing.drafting import put_cells
from models.reviewing.drafts import hold
from models.reviewing.matrix import Sheet, read
from models.reviewing.matrix_cell import MatrixCell


@dataclass(frozen=True, slots=True)
class PairDifference:
    """An item with the cells of both attributes, exactly one of which shows it."""

    item: Item
    model: MatrixCell
    other: MatrixCell

    @property
    def copyable(self) -> bool:
        """Whether making them alike changes anything: of two that are granted, one waits for its review."""
        return self.other.grantable and (self.model.terms is None) != (self.other.terms is None)


def differing(
    session: Session, sheet: Sheet, model: OrganisationKind, other: OrganisationKind
) -> list[tuple[Section, Sequence[PairDifference]]]:
    """Where the two differ, section by section."""
    pairs = defaultdict[str, list[PairDifference]](list)
    for row in read(session, sheet).rows(catalogue().items):
        own = {cell.key.attribute: cell for cell in row.cells}
        if own[model].shows is not own[other].shows:
            pairs[row.item.section].append(PairDifference(row.item, own[model], own[other]))
    return [(section, pairs[section.number]) for section in catalogue().sections if section.number in pairs]


def make_alike(
    session: Session, viewer: Viewer, number: int, revision: int, chosen: Collection[str], bulk: Bulk
) -> int:
    """Make the chosen items' cells of ``bulk.attribute`` like those of ``bulk.source``. Raises like ``put_cells``.

    Returns how many cells are different now.
    """
    present = hold(session, number, revision).cells
    return put_cells(session, viewer, number, revision, copied(present, chosen, bulk))


def copying(model: OrganisationKind, other: OrganisationKind, terms: GrantTerms) -> Bulk:
    """The act that makes ``other`` like ``model``; what is newly granted is on ``terms``."""
    return Bulk(BulkAct.COPY, other, terms, model)
