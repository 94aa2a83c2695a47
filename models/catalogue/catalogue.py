"""The catalogue as a whole: loaded once, looked up by key, code or section."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from models.catalogue.item import Item, ItemType, PersonalData, Section, Store
from models.errors import DomainError

FOLDER = Path(__file__).parent


class WrongCatalogue(DomainError):
    """A line of the catalogue cannot be used; the reason names it."""


@dataclass(frozen=True, eq=False)
class Catalogue:
    """All items in order. ``by_key`` answers in constant time however many there are."""

    items: tuple[Item, ...]
    sections: tuple[Section, ...]
    by_key: Mapping[str, Item] = field(init=False)

    def __post_init__(self) -> None:
        by_key = {item.key: item for item in self.items}
        if len(by_key) != len(self.items) or len({item.code for item in self.items}) != len(self.items):
            raise WrongCatalogue("閲覧項目の番号かキーが重複しています。")
        unknown = {item.section for item in self.items} - {section.number for section in self.sections}
        if unknown:
            raise WrongCatalogue(f"閲覧項目の区分が区分一覧にありません: {'、'.join(sorted(unknown))}")
        object.__setattr__(self, "by_key", by_key)


@cache
def catalogue() -> Catalogue:
    """The catalogue this deployment runs with; raises ``WrongCatalogue`` naming the line that cannot be used."""
    return Catalogue(
        items=tuple(read_items(FOLDER / "items.csv")), sections=tuple(read_sections(FOLDER / "sections.csv"))
    )


def read_items(path: Path) -> Iterable[Item]:
    """The items of a catalogue file, in its order."""
    with path.open(encoding="utf-8", newline="") as file:
        for line, row in enumerate(csv.DictReader(file), start=2):
            try:
                yield _item(row)
            except (KeyError, ValueError) as error:
                raise WrongCatalogue(f"{path.name} の {line} 行目を読めません: {error}") from error


def read_sections(path: Path) -> Iterable[Section]:
    """The sections of a catalogue, in its order."""
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield Section(number=row["section"], label=row["label_ja"], label_en=row["label_en"])


def _item(row: Mapping[str, str]) -> Item:
    if not row["key"].isidentifier() or row["key"] != row["key"].lower():
        raise ValueError(f"key {row['key']!r}")
    return Item(
        code=row["code"],
        key=row["key"],
        section=row["section"],
        label=row["label_ja"],
        label_en=row["label_en"],
        applies_to=row["applies_to"],
        type=ItemType(row["type"]),
        unit=row["unit"],
        personal=PersonalData(row["personal"]),
        internal=_yes(row["internal"]),
        store=Store(row["store"]),
        scale=int(row["scale"] or 0),
        choices=tuple(choice for choice in row["choices"].split("|") if choice),
        searchable=_yes(row["searchable"]),
        sortable=_yes(row["sortable"]),
        filterable=_yes(row["filterable"]),
    )


def _yes(word: str) -> bool:
    if word not in {"yes", "no"}:
        raise ValueError(f"yes / no: {word!r}")
    return word == "yes"
