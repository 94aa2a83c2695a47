"""Which items of the matrix are wanted: by what the catalogue says of them, and by how their cells stand (M9)."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from models.catalogue.derived import DERIVED
from models.catalogue.item import Item, PersonalData, Store
from models.organisations.kinds import OrganisationKind
from models.reviewing.cells import attributes
from models.reviewing.matrix_cell import MatrixCell

LONGEST_WORDS, LONGEST_SECTION = 200, 10
Choice = TypeVar("Choice", bound=StrEnum)


class Aspect(StrEnum):
    """How a cell may stand. Faults, dates and use are asked of granted cells alone."""

    CHANGED = "changed"
    FAULTY = "faulty"
    OVERDUE = "overdue"
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
        if self is Aspect.OVERDUE:
            return cell.overdue
        if self is Aspect.NEVER:
            return cell.usage.last_seen_at is None
        return bool(cell.usage.people) == (self is Aspect.USED)


class Origin(StrEnum):
    """Whether an item's values are taken in as they are, or follow from others (``models.catalogue.derived``)."""

    STORED = "stored"
    DERIVED = "derived"

    @property
    def label(self) -> str:
        """The origin in words."""
        return {"stored": "取り込んだ値", "derived": "ほかの値から求めた値"}[self.value]

    @classmethod
    def of(cls, item: Item) -> "Origin":
        """The item's: what is read off its sites is worked out too."""
        return cls.DERIVED if item.key in DERIVED or item.store is Store.SITE else cls.STORED


_ASPECTS = {
    Aspect.CHANGED: "この下書きで変わる",
    Aspect.FAULTY: "根拠などが足りない",
    Aspect.OVERDUE: "期限を過ぎた",
    Aspect.USED: "90日以内に閲覧された",
    Aspect.UNUSED: "90日間、誰も閲覧していない",
    Aspect.NEVER: "一度も閲覧されていない",
}


ASKED_AS = {
    "change": (Aspect.CHANGED,),
    "lacking": (Aspect.FAULTY,),
    "due": (Aspect.OVERDUE,),
    "use": (Aspect.USED, Aspect.UNUSED, Aspect.NEVER),
}
"""The aspects by the field that asks for one of them: a cell is to stand as all fields say."""


@dataclass(frozen=True, slots=True)
class ItemFilter:
    """What is asked for; everything left out asks for nothing.

    ``seen_by`` and ``hidden_from`` name an attribute. What is asked of cells is then asked of that attribute's alone.
    ``unusable`` are the names of conditions that were given and cannot be understood: without them more is found than
    somebody asked for.
    """

    words: str = ""
    section: str = ""
    personal: PersonalData | None = None
    store: Store | None = None
    origin: Origin | None = None
    seen_by: OrganisationKind | None = None
    hidden_from: OrganisationKind | None = None
    change: Aspect | None = None
    lacking: Aspect | None = None
    due: Aspect | None = None
    use: Aspect | None = None
    reviewed_before: date | None = None
    unusable: tuple[str, ...] = ()

    @classmethod
    def of(cls, given: Mapping[str, str]) -> "ItemFilter":
        """What an address asks for. What it cannot ask for is left out, and named."""
        known, stated = attributes(), {name: text for name in ASKED if (text := given.get(name, "").strip())}
        values: dict[str, Any] = {
            "words": _words(stated.get("words", "")),
            "section": stated.get("section", "")[:LONGEST_SECTION],
            "personal": _member(PersonalData, stated.get("personal")),
            "store": _member(Store, stated.get("store")),
            "origin": _member(Origin, stated.get("origin")),
            "seen_by": _member(known, stated.get("seen_by")),
            "hidden_from": _member(known, stated.get("hidden_from")),
            **{name: _member(offered, stated.get(name)) for name, offered in ASKED_AS.items()},
            "reviewed_before": _day(stated.get("reviewed_before", "")),
        }
        return cls(**values, unusable=tuple(name for name in stated if not values[name]))

    @property
    def pairs(self) -> dict[str, str]:
        """What is asked for, as an address carries it."""
        values = {name: getattr(self, name) for name in ASKED}
        return {name: str(value) for name, value in values.items() if value}

    @property
    def named(self) -> tuple[OrganisationKind, ...]:
        """The attributes whose cells are asked about; none where any attribute's may be."""
        return tuple(dict.fromkeys(one for one in (self.seen_by, self.hidden_from) if one is not None))

    @property
    def asks_cells(self) -> bool:
        """Whether the catalogue alone cannot answer."""
        return any((self.seen_by, self.hidden_from, *self.aspects, self.reviewed_before))

    @property
    def aspects(self) -> tuple[Aspect, ...]:
        """How a cell is to stand."""
        return tuple(one for one in (self.change, self.lacking, self.due, self.use) if one is not None)

    def matches_item(self, item: Item) -> bool:
        """Whether the catalogue's line is wanted."""
        if self.section and item.section != self.section:
            return False
        if self.personal is not None and item.personal is not self.personal:
            return False
        if self.store is not None and item.store is not self.store:
            return False
        if self.origin is not None and Origin.of(item) is not self.origin:
            return False
        words = _folded(self.words).split()
        text = _folded(f"{item.code} {item.key} {item.label} {item.label_en}")
        return all(word in text for word in words)

    def matches_cells(self, cells: Iterable[MatrixCell]) -> bool:
        """Whether an item with these cells is wanted."""
        own = {cell.key.attribute: cell for cell in cells}
        if self.seen_by is not None and not own[self.seen_by].shows:
            return False
        if self.hidden_from is not None and own[self.hidden_from].shows:
            return False
        if not self.aspects and self.reviewed_before is None:
            return True
        return any(self.matches_cell(own[attribute]) for attribute in self.named or own)

    def matches_cell(self, cell: MatrixCell) -> bool:
        """Whether the cell stands as is asked of cells."""
        if not all(aspect.of(cell) for aspect in self.aspects):
            return False
        if self.reviewed_before is None:
            return True
        return cell.terms is not None and (cell.terms.reviewed_on or date.min) < self.reviewed_before


ASKED = tuple(one.name for one in fields(ItemFilter) if one.name != "unusable")
"""The conditions, by the names an address gives them."""


def _words(given: str) -> str:
    return given if len(given) <= LONGEST_WORDS else ""


def _member(closed_set: Iterable[Choice], given: str | None) -> Choice | None:
    return next((one for one in closed_set if one.value == given), None)


def _day(given: str) -> date | None:
    try:
        return date.fromisoformat(unicodedata.normalize("NFKC", given).strip().replace("/", "-"))
    except ValueError:
        return None


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
