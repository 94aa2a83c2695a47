"""From stored values to the cells of a file, a column at a time.

A file has millions of cells: whatever can be is done for a whole column at once, by the interpreter's own loops.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Text, cast, func, type_coerce
from sqlalchemy.types import NullType

from models.catalogue.choices import code_names, name_of_truth
from models.catalogue.file_cells import FORMULA_SIGNS, cell, neutral
from models.catalogue.item import Item, ItemType, Store
from models.certifications.item_columns import column_of, typed

Cells = Sequence[Any]
Shower = Callable[[Cells], Cells]

_BETWEEN = "\0"
_FORMULA = re.compile(f"{_BETWEEN}[{re.escape(''.join(FORMULA_SIGNS))}][^{_BETWEEN}]")
_TRUTH: Mapping[Any, str | None] = {None: None, True: name_of_truth(True), False: name_of_truth(False)}


def plain_column(item: Item, dialect: str) -> ColumnElement[Any]:
    """The SQL expression of an item's value as text, number or truth, just as either database's driver has it.

    Dates are ISO and documents' values JSON, as SQLite keeps them anyway; no type of ours works on each value.
    """
    column = column_of(item)
    if dialect == "postgresql" and item.store is Store.DOCUMENT:
        column = cast(column, Text)
    elif dialect == "postgresql" and item.type is ItemType.DATE:
        column = func.to_char(column, "YYYY-MM-DD")
    return type_coerce(column, NullType())


def shower_of(item: Item) -> Shower:
    """What turns a column of plain values into the cells a person reads: codes by name, lists joined, None for none."""
    if item.store is Store.DOCUMENT:
        return lambda values: _shown_documents(item, values)
    if item.type is ItemType.BOOLEAN:
        return lambda values: [*map(_TRUTH.get, values)]
    names = code_names(item)
    return (lambda values: [*map(names.get, values, values)]) if names else _as_they_are


def holds_text(item: Item) -> bool:
    """Whether cells of an item may be text as somebody wrote it: not so for columns of numbers, days and truth."""
    return item.store is Store.DOCUMENT or not (item.type.numeric or item.type in {ItemType.DATE, ItemType.BOOLEAN})


def neutral_column(cells: Cells) -> Cells:
    """A column of cells, none of which begins a formula. Numbers are none, and stay numbers."""
    try:
        joined = _BETWEEN.join(filter(None, cells))
    except TypeError:  # numbers among them
        return [neutral(one) if isinstance(one, str) else one for one in cells]
    # Nearly never does one begin so: the whole column is searched at once, and looked at cell by cell only if need be.
    if not _FORMULA.search(f"{_BETWEEN}{joined}{_BETWEEN}"):
        return cells
    return [neutral(one) if one else one for one in cells]


def texts_of(columns: Sequence[Cells]) -> Iterator[str]:
    """All cells of text."""
    return (one for cells in columns for one in cells if isinstance(one, str))


def _as_they_are(values: Cells) -> Cells:
    return values


def _shown_documents(item: Item, values: Cells) -> Cells:
    shown = {stored: cell(item, typed(item, json.loads(stored))) for stored in set(values) - {None}}
    return [*map(shown.get, values)]
