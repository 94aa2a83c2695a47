"""Ticks on a page of the matrix: what was ticked is granted, what lost its tick is not (M9, B5)."""

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import replace

from sqlalchemy.orm import Session

from models.access.viewer import Viewer
from models.catalogue.catalogue import catalogue
from models.catalogue.grants import Ground
from models.catalogue.item import PersonalData
from models.organisations.kinds import OrganisationKind
from models.reviewing.cells import CellKey, Cells, GrantTerms
from models.reviewing.drafting import put_cells
from models.reviewing.drafts import hold


class UsualGrounds:
    """On which ground each attribute is granted most items: what a new grant takes when nothing else is said."""

    def __init__(self, cells: Cells) -> None:
        self._counted: dict[OrganisationKind, Counter[tuple[Ground, str]]] = defaultdict(Counter)
        for key, terms in cells.items():
            if terms.ground is not None and terms.reference:
                self._counted[key.attribute][terms.ground, terms.reference] += 1

    def fill(self, key: CellKey, terms: GrantTerms) -> GrantTerms:
        """The terms of a new grant: the ground or duty that is missing is the attribute's usual one.

        The reason why less would not do is kept for personal data alone.
        """
        item = catalogue().by_key.get(key.item)
        if item is not None and item.personal is PersonalData.NO:
            terms = replace(terms, less_will_not_do="")
        if terms.reference:
            return terms
        for (ground, reference), _ in self._counted[key.attribute].most_common():
            if terms.ground in {None, ground}:
                return replace(terms, ground=ground, reference=reference)
        return terms


def put_ticks(
    session: Session,
    viewer: Viewer,
    number: int,
    revision: int,
    shown: Collection[CellKey],
    ticked: Collection[CellKey],
    terms: GrantTerms,
) -> int:
    """Make the shown cells as they are ticked; new grants are on ``terms``. Raises like ``put_cells``.

    Cells that were not shown stay as they are. Returns how many cells are different now.
    """
    present = hold(session, number, revision).cells
    usual, wanted = UsualGrounds(present), dict[CellKey, GrantTerms | None]()
    for key in shown:
        if key in ticked and key not in present:
            wanted[key] = usual.fill(key, terms)
        elif key in present and key not in ticked:
            wanted[key] = None
    return put_cells(session, viewer, number, revision, wanted)
