"""The files of a catalogue folder, line by line: each line is what it says, or what is wrong with it (M18)."""

import csv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Generic, TypeVar

from models.catalogue.attribute import Attribute, GroundWords, ProposedGrant
from models.catalogue.grants import Ground
from models.catalogue.item import Item, ItemType, PersonalData, Section, Store
from models.errors import DomainError
from models.organisations.kinds import OrganisationKind
from models.words import ATTRIBUTES_FILE, GROUNDS_FILE, REGISTER_FILE

ITEMS, SECTIONS, GRANTS = "items.csv", "sections.csv", "grants.csv"
FILES = (ITEMS, SECTIONS, ATTRIBUTES_FILE, GROUNDS_FILE, GRANTS, REGISTER_FILE)
"""Everything a catalogue consists of."""
LONGEST_CODE, LONGEST_KEY, LONGEST_REFERENCE, LONGEST_NOTE = 20, 64, 200, 500
MOST_DIGITS = 6
Row = Mapping[str, str]
What = TypeVar("What")
Member = TypeVar("Member", bound=StrEnum)


class WrongCatalogue(DomainError):
    """A line of the catalogue cannot be used; the reason names it."""


@dataclass(frozen=True, slots=True)
class Line(Generic[What]):
    """A line of a file, counted from 1: what it says, or None and what is wrong with it."""

    number: int
    what: What | None
    wrong: str = ""


def item_lines(folder: Path) -> Iterator[Line[Item]]:
    """The lines of ``items.csv``."""
    return _lines(folder / ITEMS, _item)


def section_lines(folder: Path) -> Iterator[Line[Section]]:
    """The lines of ``sections.csv``."""
    return _lines(folder / SECTIONS, _section)


def attribute_lines(folder: Path) -> Iterator[Line[Attribute]]:
    """The lines of ``attributes.csv``."""
    return _lines(folder / ATTRIBUTES_FILE, _attribute)


def ground_lines(folder: Path) -> Iterator[Line[GroundWords]]:
    """The lines of ``grounds.csv``."""
    return _lines(folder / GROUNDS_FILE, _ground)


def grant_lines(folder: Path) -> Iterator[Line[ProposedGrant]]:
    """The lines of ``grants.csv``, the first edition."""
    return _lines(folder / GRANTS, _grant)


def all_right(name: str, lines: Iterator[Line[What]]) -> Iterator[What]:
    """What the lines of the file say; raises ``WrongCatalogue`` at the first that cannot be used."""
    for line in lines:
        if line.what is None:
            raise WrongCatalogue(f"{name} の {line.number} 行目を読めません: {line.wrong}")
        yield line.what


def _lines(path: Path, parse: Callable[[Row], What]) -> Iterator[Line[What]]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            for row in reader:
                yield _line(reader.line_num, row, parse)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        yield Line(1, None, f"UTF-8 の CSV として読めません（{type(error).__name__}）。")


def _line(number: int, row: Row, parse: Callable[[Row], What]) -> Line[What]:
    if None in row or None in row.values():
        return Line(number, None, "列の数が見出しと違います。")
    try:
        return Line(number, parse(row))
    except KeyError as error:
        return Line(number, None, f"見出しに {error.args[0]} がありません。")
    except ValueError as error:
        return Line(number, None, str(error))


def _section(row: Row) -> Section:
    return Section(number=_filled(row, "section"), label=_filled(row, "label_ja"), label_en=row["label_en"])


def _item(row: Row) -> Item:
    kind, scale = _one_of(ItemType, row, "type"), row["scale"] or "0"
    if not scale.isdecimal() or int(scale) > MOST_DIGITS:
        raise ValueError(f"scale は 0 から {MOST_DIGITS} までの数です: {scale!r}")
    choices = tuple(choice for choice in row["choices"].split("|") if choice)
    if len(set(choices)) != len(choices):
        raise ValueError("choices に同じ値が二度あります。")
    return Item(
        code=_filled(row, "code", LONGEST_CODE),
        key=_name(row, "key"),
        section=row["section"],
        label=_filled(row, "label_ja"),
        label_en=row["label_en"],
        applies_to=row["applies_to"],
        type=kind,
        unit=row["unit"],
        personal=_one_of(PersonalData, row, "personal"),
        internal=_yes(row, "internal"),
        store=_one_of(Store, row, "store"),
        scale=int(scale),
        choices=choices,
        searchable=_yes(row, "searchable"),
        sortable=_yes(row, "sortable"),
        filterable=_yes(row, "filterable"),
    )


def _attribute(row: Row) -> Attribute:
    return Attribute(
        code=_name(row, "attribute"),
        label=_filled(row, "label_ja"),
        label_en=row["label_en"],
        short_label=_filled(row, "short_label"),
        rows=_one_of(OrganisationKind, row, "rows"),
        duty=row["duty"],
    )


def _ground(row: Row) -> GroundWords:
    return GroundWords(
        code=_name(row, "ground"),
        label=_filled(row, "label_ja"),
        label_en=row["label_en"],
        test=_one_of(Ground, row, "test"),
        names=_filled(row, "names"),
    )


def _grant(row: Row) -> ProposedGrant:
    return ProposedGrant(
        item=row["item"],
        attribute=row["attribute"],
        ground=row["ground"],
        reference=_filled(row, "duty_or_article", LONGEST_REFERENCE),
        note=_short(row, "note", LONGEST_NOTE),
        less_will_not_do=row.get("less_will_not_do", "-"),
    )


def _name(row: Row, column: str) -> str:
    name = _filled(row, column, LONGEST_KEY)
    if not (name.isascii() and name.isidentifier() and name == name.lower()):
        raise ValueError(f"{column} は英小文字・数字・_ で、英字から始めてください: {name!r}")
    return name


def _filled(row: Row, column: str, longest: int = LONGEST_NOTE) -> str:
    if not row[column].strip():
        raise ValueError(f"{column} が空です。")
    return _short(row, column, longest)


def _short(row: Row, column: str, longest: int) -> str:
    if len(row[column]) > longest:
        raise ValueError(f"{column} は {longest} 文字以内です。")
    return row[column]


def _one_of(members: type[Member], row: Row, column: str) -> Member:
    try:
        return members(row[column])
    except ValueError as error:
        raise ValueError(f"{column} が {row[column]!r} です。使えるのは {'、'.join(members)} です。") from error


def _yes(row: Row, column: str) -> bool:
    if row[column] not in {"yes", "no"}:
        raise ValueError(f"{column} は yes か no です: {row[column]!r}")
    return row[column] == "yes"
