"""One cell through the editions: since when it is granted, on what ground, and how it is used (M9, B5)."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.catalogue.grants import Grant, GrantsEdition, valid_editions
from models.catalogue.item import Item
from models.errors import NotFound
from models.reviewing.cells import CellKey, GrantTerms, NoSuchCell, check_grantable
from models.reviewing.matrix import Sheet, read
from models.reviewing.matrix_cell import MatrixCell
from models.reviewing.ticking import UsualGrounds


@dataclass(frozen=True, slots=True)
class CellInEdition:
    """The cell as an edition has it, where it differs from the edition before."""

    edition: GrantsEdition
    terms: GrantTerms | None


@dataclass(frozen=True, slots=True)
class CellPage:
    """The cell, its item, its history (newest first), and the terms a new grant would usually take."""

    item: Item
    cell: MatrixCell
    history: Sequence[CellInEdition]
    usual: GrantTerms


def cell_page(session: Session, sheet: Sheet, key: CellKey) -> CellPage:
    """Everything about a cell. Raises ``NotFound`` for one that cannot be granted."""
    try:
        item = check_grantable(key)
    except NoSuchCell as error:
        raise NotFound from error
    whole = read(session, sheet)
    cell = next(one for one in whole.row(item).cells if one.key == key)
    return CellPage(item, cell, _history(session, key), UsualGrounds(whole.cells).fill(key, GrantTerms()))


def _history(session: Session, key: CellKey) -> list[CellInEdition]:
    granted = select(Grant).where(Grant.item == key.item, Grant.attribute == key.attribute.value)
    terms = {grant.edition: GrantTerms.of(grant) for grant in session.scalars(granted)}
    found: list[CellInEdition] = []
    for edition in session.scalars(valid_editions().order_by(GrantsEdition.number)):
        present = terms.get(edition.number)
        if (found[-1].terms if found else None) != present:
            found.append(CellInEdition(edition, present))
    return found[::-1]
