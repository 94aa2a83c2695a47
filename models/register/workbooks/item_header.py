"""The header of a file of items: which column holds which item, by code, key or label."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from models.catalogue.file_cells import unguarded
from models.catalogue.item import Item, Store
from models.register.workbooks.layouts import fold_label
from models.register.workbooks.refusals import NoHeader, RefusedFile

HEADER_SEARCH_DEPTH = 30
"""Rows looked at before giving up: an exported file tells of the act that made it above its table."""
FACILITY_ID = "facility_id"

_LONGEST_LABEL = 40
_IN_BRACKETS = re.compile(r"\([^()]*\)")


class WrongHeader(RefusedFile):
    """A header with a label that cannot be used; the reason names the line and the label."""

    def __init__(self, line: int, label: str, reason: str) -> None:
        super().__init__(f"{line}行目の見出し「{label}」{reason}")


class UnknownLabel(WrongHeader):
    """A label that names no item. ``labels`` are all of them, in the order of their columns."""

    def __init__(self, line: int, labels: Sequence[str]) -> None:
        super().__init__(
            line, labels[0], "は、項目の一覧にありません。項目の番号（I01-005など）、キー又は名称で書いてください。"
        )
        self.labels = tuple(labels)


@dataclass(frozen=True)
class ItemColumns:
    """Where each item stands. ``line`` is the header's, ``places`` count from 0, without the 設備ID's.

    ``labels`` are as written in the file, by key; ``unlabelled`` the places within ``width`` that have none.
    """

    line: int
    facility_place: int
    places: Mapping[str, int]
    labels: Mapping[str, str]
    unlabelled: tuple[int, ...]
    width: int


@dataclass(frozen=True)
class Names:
    """What items are called, folded. ``exact`` names are the catalogue's own; ``loose`` ones leave out explanations."""

    exact: Mapping[str, tuple[Item, ...]]
    loose: Mapping[str, tuple[Item, ...]]

    def find(self, label: str) -> tuple[Item, ...]:
        """The items a label may mean: none when it is unknown, several when it is ambiguous."""
        folded = fold_label(unguarded(label))
        return self.exact.get(folded) or self.loose.get(folded, ())


@lru_cache(maxsize=16)
def names_of(items: tuple[Item, ...]) -> Names:
    """The names of these items, and of no others: an item that is not among them is as unknown as any word."""
    exact: dict[str, tuple[Item, ...]] = {}
    loose: dict[str, tuple[Item, ...]] = {}
    for item in items:
        label = fold_label(item.label)
        _enter(exact, item, (fold_label(item.code), fold_label(item.key), *_with_unit(label, item)))
        for name in (_without_brackets(label), label.partition("(")[0]):
            _enter(loose, item, _with_unit(name, item))
    return Names(exact, loose)


def read_header(rows: Iterable[tuple[int, Sequence[Any]]], names: Names) -> ItemColumns:
    """The columns of a sheet, from its first rows.

    Raises ``NoHeader`` when no row names the 設備ID, ``WrongHeader`` for a label that is unknown, ambiguous, doubled or
    of an item that is not taken in here.
    """
    for (line, cells), _ in zip(rows, range(HEADER_SEARCH_DEPTH), strict=False):
        if any(_names_the_id(cell, names) for cell in cells):
            return _columns(line, [_label(cell) for cell in cells], names)
    raise NoHeader(f"見出し「設備ID」の行が、はじめの{HEADER_SEARCH_DEPTH}行の中に見つかりません。")


def printable(text: str) -> str:
    """A text of the file as it may stand in a report: short, on one line, nothing that a terminal would obey."""
    return "".join(letter if letter.isprintable() else "?" for letter in " ".join(text.split()))[:_LONGEST_LABEL]


def _names_the_id(cell: Any, names: Names) -> bool:
    return isinstance(cell, str) and len(cell) <= _LONGEST_LABEL and any(i.key == FACILITY_ID for i in names.find(cell))


def _label(cell: Any) -> str:
    return cell.strip() if isinstance(cell, str) else "" if cell is None else str(cell)


def _columns(line: int, labels: Sequence[str], names: Names) -> ItemColumns:
    width = max(place for place, label in enumerate(labels) if label) + 1
    found = {place: names.find(label) for place, label in enumerate(labels) if label}
    if unknown := [printable(labels[place]) for place, items in found.items() if not items]:
        raise UnknownLabel(line, unknown)
    places: dict[str, int] = {}
    for place, items in found.items():
        label = printable(labels[place])
        if len(items) > 1:
            codes = "、".join(item.code for item in items)
            raise WrongHeader(line, label, f"に当てはまる項目が2つ以上あります（{codes}）。番号で書いてください。")
        if items[0].key in places:
            raise WrongHeader(line, label, "と同じ項目の列が2つあります。")
        if items[0].store is Store.SITE:
            raise WrongHeader(line, label, "は、筆ごとの項目です。公表ファイルの取込みで改めてください。")
        places[items[0].key] = place
    facility_place = places.pop(FACILITY_ID)
    if not places:
        raise WrongHeader(line, printable(labels[facility_place]), "のほかに、項目の列がありません。")
    return ItemColumns(
        line=line,
        facility_place=facility_place,
        places=places,
        labels={key: printable(labels[place]) for key, place in (*places.items(), (FACILITY_ID, facility_place))},
        unlabelled=tuple(place for place in range(width) if place not in found),
        width=width,
    )


def _enter(names: dict[str, tuple[Item, ...]], item: Item, folded: Iterable[str]) -> None:
    for name in folded:
        if name and item not in names.get(name, ()):
            names[name] = (*names.get(name, ()), item)


def _with_unit(folded: str, item: Item) -> tuple[str, ...]:
    return (folded, f"{folded}({fold_label(item.unit)})") if item.unit and folded else (folded,)


def _without_brackets(folded: str) -> str:
    """A folded label without the explanations in brackets, wherever they stand in it."""
    while (shorter := _IN_BRACKETS.sub("", folded)) != folded:
        folded = shorter
    return folded
