"""Which items of the matrix are wanted: by what the catalogue says of them, and by how their cells stand (M9)."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from models.catalogue.item import Item, PersonalData, Store
from models.organisations.kinds import OrganisationKind
from models.reviewing.cells import attributes
from models.reviewing.matrix_cell import MatrixCell

LONGEST_WORDS = 200
Choice = TypeVar("Choice", bound=StrEnum)


class Aspect(StrEnum):
    """How a cell may stand. Faults, use and dates are asked of granted cells alone."""

    CHANGED = "changed"
    FAULTY = "faulty"
    USED = "used"
    UNUSED = "unused"
    NEVER = "never"

    @property
    def label(self) -> str:
        """The aspect in words."""
        return _ASPECTS[self]

    def of(self, cell: MatrixCell) -> bool:
        """Whether a cell stands so."""
        if self is Aspect.CHANGED:
            return cell.changed
        if cell.terms is None:
            return False
        if self is Aspect.FAULTY:
            return bool(cell.faults)
        if self is Aspect.NEVER:
            return cell.usage.last_seen_at is None
        return bool(cell.usage.people) == (self is Aspect.USED)


_ASPECTS = {
    Aspect.CHANGED: "この下書きで変わる",
    Aspect.FAULTY: "根拠などが足りない",
    Aspect.USED: "90日以内に閲覧された",
    Aspect.UNUSED: "90日間、誰も閲覧していない",
    Aspect.NEVER: "一度も閲覧されていない",
}


ASKED_AS = {
    "change": (Aspect.CHANGED,),
    "lacking": (Aspect.FAULTY,),
    "use": (Aspect.USED, Aspect.UNUSED, Aspect.NEVER),
}
"""The aspects by the field that asks for one of them: a cell is to stand as all fields say."""


@dataclass(frozen=True, slots=True)
class ItemFilter:
    """What is asked for; everything left out asks for nothing.

    ``seen_by`` and ``hidden_from`` name an attribute. What is asked of cells is then asked of that attribute's alone.
    """

    words: str = ""
    section: str = ""
    personal: PersonalData | None = None
    store: Store | None = None
    seen_by: OrganisationKind | None = None
    hidden_from: OrganisationKind | None = None
    change: Aspect | None = None
    lacking: Aspect | None = None
    use: Aspect | None = None
    reviewed_before: date | None = None

    @classmethod
    def of(cls, given: Mapping[str, str]) -> "ItemFilter":
        """What an address asks for. What it cannot ask for is left out."""
        known = {one.value: one for one in attributes()}
        return cls(
            given.get("words", "").strip()[:LONGEST_WORDS],
            given.get("section", "")[:10],
            _member(PersonalData, given.get("personal")),
            _member(Store, given.get("store")),
            known.get(given.get("seen_by", "")),
            known.get(given.get("hidden_from", "")),
            *_aspects(given),
            _day(given.get("reviewed_before", "")),
        )

    @property
    def pairs(self) -> dict[str, str]:
        """What is asked for, as an address carries it."""
        values = {name: getattr(self, name) for name in self.__slots__}
        return {name: str(value) for name, value in values.items() if value}

    @property
    def asks_cells(self) -> bool:
        """Whether the catalogue alone cannot answer."""
        return any((self.seen_by, self.hidden_from, *self.aspects, self.reviewed_before))

    @property
    def aspects(self) -> tuple[Aspect, ...]:
        """How a cell is to stand."""
        return tuple(one for one in (self.change, self.lacking, self.use) if one is not None)

    def matches_item(self, item: Item) -> bool:
        """Whether the catalogue's line is wanted."""
        if self.section and item.section != self.section:
            return False
        if self.personal is not None and item.personal is not self.personal:
            return False
        if self.store is not None and item.store is not self.store:
            return False
        words = _folded(self.words).split()
        text = _folded(f"{item.code} {item.key} {item.label} {item.label_en}")
        return all(word in text for word in words)

    def matches_cells(self, cells: Iterable[MatrixCell]) -> bool:
        """Whether an item with these cells is wanted."""
        own = {cell.key.attribute: cell for cell in cells}
        if self.seen_by is not None and own[self.seen_by].terms is None:
            return False
        if self.hidden_from is not None and own[self.hidden_from].terms is not None:
            return False
        if not self.aspects and self.reviewed_before is None:
            return True
        asked = [one for one in (self.seen_by, self.hidden_from) if one is not None] or own
        return any(self.matches_cell(own[attribute]) for attribute in asked)

    def matches_cell(self, cell: MatrixCell) -> bool:
        """Whether the cell stands as is asked of cells."""
        if not all(aspect.of(cell) for aspect in self.aspects):
            return False
        if self.reviewed_before is None:
            return True
        return cell.terms is not None and (cell.terms.reviewed_on or date.min) < self.reviewed_before


def _aspects(given: Mapping[str, str]) -> tuple[Aspect | None, Aspect | None, Aspect | None]:
    change, lacking, use = (_member(offered, given.get(name)) for name, offered in ASKED_AS.items())
    return change, lacking, use


def _member(closed_set: Iterable[Choice], given: str | None) -> Choice | None:
    return next((one for one in closed_set if one.value == given), None)


def _day(given: str) -> date | None:
    try:
        return date.fromisoformat(unicodedata.normalize("NFKC", given).strip().replace("/", "-"))
    except ValueError:
        return None


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
