"""One cell of the matrix with everything its page shows of it (M9)."""

from dataclasses import dataclass
from datetime import date

from models.catalogue.item import Item
from models.organisations.kinds import OrganisationKind
from models.reviewing.cells import CellKey, Cells, Changes, GrantTerms, faults
from models.reviewing.usage import NEVER, Usage


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """A cell: ``terms`` None is not granted, ``changed`` is by the draft, ``faults`` is what a granted one lacks.

    ``grantable`` is False where the item can never be granted to the attribute.
    """

    key: CellKey
    terms: GrantTerms | None
    grantable: bool
    changed: bool
    faults: list[str]
    usage: Usage

    @property
    def name(self) -> str:
        """The cell's name in forms."""
        return f"{self.key.item}:{self.key.attribute.value}"


def cell_of(
    item: Item, attribute: OrganisationKind, cells: Cells, changes: Changes, usage: Usage | None, today: date
) -> MatrixCell:
    """A cell of the granted cells, its changes among ``changes``."""
    key = CellKey(item.key, attribute)
    terms = cells.get(key)
    return MatrixCell(
        key,
        terms,
        not (item.internal and attribute is OrganisationKind.CERTIFIED_OPERATOR),
        key in changes,
        faults(item, terms, today) if terms is not None else [],
        usage or NEVER,
    )
