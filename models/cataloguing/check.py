"""Everything that is wrong with a catalogue folder, each with its file and line (M9, M18).

A folder without a problem can be taken into use: every item has a place for its values, every grant a ground, and
nothing that must not be granted is.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from models.catalogue.attribute import Attribute, GroundWords, ProposedGrant
from models.catalogue.files import (
    FILES,
    GRANTS,
    ITEMS,
    SECTIONS,
    Line,
    attribute_lines,
    grant_lines,
    ground_lines,
    item_lines,
    section_lines,
)  # fmt: skip
from models.catalogue.item import Item, Section
from models.cataloguing.grant_rules import grant_problems
from models.cataloguing.item_rules import item_problems, wanted_items
from models.cataloguing.problem import Problem
from models.cataloguing.word_rules import word_problems
from models.organisations.kinds import OFFICES, OrganisationKind
from models.words import ATTRIBUTES_FILE, GROUNDS_FILE

What = TypeVar("What")
Numbered = Sequence[tuple[int, What]]
"""Lines that could be read, each with its number."""


@dataclass(frozen=True, slots=True)
class Folder:
    """What could be read of a folder's files, each line with its number."""

    items: Numbered[Item]
    sections: Numbered[Section]
    attributes: Numbered[Attribute]
    grounds: Numbered[GroundWords]
    grants: Numbered[ProposedGrant]


def check_folder(folder: Path) -> tuple[Problem, ...]:
    """Every problem of the catalogue in ``folder``, in the order of its files; empty when it can be taken into use."""
    missing = [name for name in FILES if not (folder / name).is_file()]
    if missing:
        return tuple(Problem(name, 0, "ファイルがありません。") for name in missing)
    unread: list[Problem] = []
    read = Folder(
        items=_read(ITEMS, item_lines(folder), unread),
        sections=_read(SECTIONS, section_lines(folder), unread),
        attributes=_read(ATTRIBUTES_FILE, attribute_lines(folder), unread),
        grounds=_read(GROUNDS_FILE, ground_lines(folder), unread),
        grants=_read(GRANTS, grant_lines(folder), unread),
    )
    found = [*unread, *_problems(folder, read)]
    return tuple(sorted(found, key=lambda one: (FILES.index(one.file), one.line)))


def _read(name: str, lines: Iterator[Line[What]], unread: list[Problem]) -> Numbered[What]:
    read = []
    for line in lines:
        if line.what is None:
            unread.append(Problem(name, line.number, line.wrong))
        else:
            read.append((line.number, line.what))
    return read


def _problems(folder: Path, read: Folder) -> Iterator[Problem]:
    yield from _twice(ITEMS, "code", [(number, item.code) for number, item in read.items])
    yield from _twice(ITEMS, "key", [(number, item.key) for number, item in read.items])
    yield from _twice(SECTIONS, "section", [(number, one.number) for number, one in read.sections])
    yield from _twice(ATTRIBUTES_FILE, "attribute", [(number, one.code) for number, one in read.attributes])
    yield from _twice(ATTRIBUTES_FILE, "rows", [(number, one.rows.value) for number, one in read.attributes])
    yield from _twice(GROUNDS_FILE, "ground", [(number, one.code) for number, one in read.grounds])
    yield from _twice(GROUNDS_FILE, "test", [(number, one.test.value) for number, one in read.grounds])
    yield from _unknown_sections(read)
    yield from _offices(read)
    for number, item in read.items:
        yield from (Problem(ITEMS, number, sentence) for sentence in item_problems(item))
    yield from (Problem(ITEMS, 0, sentence) for sentence in wanted_items([item for _number, item in read.items]))
    yield from grant_problems(
        read.grants,
        read.items,
        {one.code: one for _number, one in read.attributes},
        {one.code: one for _number, one in read.grounds},
    )
    yield from word_problems(folder, {item.key: item for _number, item in read.items})


def _twice(file: str, column: str, values: Numbered[Any]) -> Iterator[Problem]:
    first: dict[Any, int] = {}
    for number, value in values:
        if value in first:
            yield Problem(file, number, f"{column} の {value} は、{first[value]} 行目にもあります。")
        first.setdefault(value, number)


def _unknown_sections(read: Folder) -> Iterator[Problem]:
    known = {section.number for _number, section in read.sections}
    for number, item in read.items:
        if item.section not in known:
            yield Problem(ITEMS, number, f"区分 {item.section} が {SECTIONS} にありません。")


def _offices(read: Folder) -> Iterator[Problem]:
    """The owner is named by every register: somebody has to answer for it. The other offices may be."""
    if OrganisationKind.OWNER not in {one.rows for _number, one in read.attributes}:
        yield Problem(ATTRIBUTES_FILE, 0, "保有者（rows が owner）の行がありません。")
    if {one.rows for _number, one in read.attributes} <= OFFICES:
        yield Problem(ATTRIBUTES_FILE, 0, "保有者のほかに、閲覧する利用者属性がありません。")
