"""The catalogue as a whole: loaded once, looked up by key, code or section."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from models.catalogue.attribute import Attribute, GroundWords
from models.catalogue.files import (
    FILES,
    ITEMS,
    SECTIONS,
    WrongCatalogue,
    all_right,
    attribute_lines,
    ground_lines,
    item_lines,
    section_lines,
)  # fmt: skip
from models.catalogue.item import Item, Section
from models.organisations.kinds import OrganisationKind
from models.words import ATTRIBUTES_FILE, GROUNDS_FILE, REGISTER_FILE, SHIPPED, folder_in_use, use_folder, words_of


@dataclass(frozen=True, eq=False)
class Catalogue:
    """All items in order, and who may be granted them. ``by_key`` answers in constant time however many there are.

    ``digest`` is the SHA-256 (hexadecimal) of the files it was read from, empty for one that was made in memory.
    """

    items: tuple[Item, ...]
    sections: tuple[Section, ...]
    attributes: tuple[Attribute, ...] = ()
    grounds: tuple[GroundWords, ...] = ()
    digest: str = ""
    by_key: Mapping[str, Item] = field(init=False)
    by_kind: Mapping[OrganisationKind, Attribute] = field(init=False)

    def __post_init__(self) -> None:
        by_key = {item.key: item for item in self.items}
        if len(by_key) != len(self.items) or len({item.code for item in self.items}) != len(self.items):
            raise WrongCatalogue("閲覧項目の番号かキーが重複しています。")
        unknown = {item.section for item in self.items} - {section.number for section in self.sections}
        if unknown:
            raise WrongCatalogue(f"閲覧項目の区分が区分一覧にありません: {'、'.join(sorted(unknown))}")
        by_kind = {attribute.rows: attribute for attribute in self.attributes}
        if len(by_kind) != len(self.attributes) or len({one.code for one in self.attributes}) != len(by_kind):
            raise WrongCatalogue("利用者属性が重複しています。")
        object.__setattr__(self, "by_key", by_key)
        object.__setattr__(self, "by_kind", by_kind)


def catalogue() -> Catalogue:
    """The catalogue this process runs with; raises ``WrongCatalogue`` naming the line that cannot be used."""
    return _kept(folder_in_use())


def shipped_catalogue() -> Catalogue:
    """The catalogue that comes with the product."""
    return _kept(SHIPPED)


def use_catalogue(folder: Path) -> None:
    """Run with the catalogue of ``folder`` from now on; raises ``WrongCatalogue`` rather than begin with half of it."""
    # What an installed catalogue's name leads to may change under a running process: it stays with what it has read.
    folder = folder.resolve()
    _kept(folder)
    use_folder(folder)


def read_catalogue(folder: Path) -> Catalogue:
    """The catalogue of a folder, read now. Raises ``WrongCatalogue``."""
    _check_words(folder)
    return Catalogue(
        items=tuple(all_right(ITEMS, item_lines(folder))),
        sections=tuple(all_right(SECTIONS, section_lines(folder))),
        attributes=tuple(all_right(ATTRIBUTES_FILE, attribute_lines(folder))),
        grounds=tuple(all_right(GROUNDS_FILE, ground_lines(folder))),
        digest=digest_of(folder),
    )


def digest_of(folder: Path) -> str:
    """The SHA-256 of a catalogue's files, each by its name and its own digest."""
    files = ((name, hashlib.sha256((folder / name).read_bytes()).hexdigest()) for name in FILES)
    return hashlib.sha256("\n".join(f"{digest}  {name}" for name, digest in files).encode()).hexdigest()


_kept = lru_cache(maxsize=8)(read_catalogue)


def _check_words(folder: Path) -> None:
    try:
        words_of(folder)
    except (KeyError, OSError, TypeError, ValueError) as error:
        names = f"{REGISTER_FILE}・{ATTRIBUTES_FILE}・{GROUNDS_FILE}"
        raise WrongCatalogue(f"{folder.name} の {names} のどれかを読めません: {error}") from error
