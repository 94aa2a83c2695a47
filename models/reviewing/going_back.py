"""Going back to an edition: how far what is made is equal to it (B5, M9).

Grants of items that have left the catalogue meanwhile do not come back with it, nor do those nobody could be given any
more.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from models.catalogue.catalogue import catalogue
from models.reviewing.cells import CellKey, Cells, cells_of, ordered

NAMED = 12
"""So many items that do not come back stand by name."""


@dataclass(frozen=True, slots=True)
class GoneBack:
    """The edition gone back to, and its cells that are not as they were in it."""

    edition: int
    missing: Sequence[CellKey]

    @property
    def in_words(self) -> str:
        """What it is equal to, and what of it is missing."""
        if not self.missing:
            return f"第{self.edition}版と同じ内容"
        return f"第{self.edition}版に戻す内容。ただし、{self.missing_in_words}"

    @property
    def missing_in_words(self) -> str:
        """What does not come back, the first items by name; of those gone the key."""
        known = catalogue().by_key
        items = list(dict.fromkeys(key.item for key in self.missing))
        names = "、".join(known[key].label if key in known else key for key in items[:NAMED])
        more = f" ほか {len(items) - NAMED:,} 項目" if len(items) > NAMED else ""
        return f"項目一覧から外れた項目などの許可 {len(self.missing):,} か所は戻りません：{names}{more}"


def gone_back(session: Session, edition: int | None, cells: Cells) -> GoneBack | None:
    """How far ``cells`` are what an edition granted when it was made; None where they go back to none."""
    if edition is None:
        return None
    former = cells_of(session, edition)
    return GoneBack(edition, ordered(key for key in former.keys() | cells.keys() if former.get(key) != cells.get(key)))
