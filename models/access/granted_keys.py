"""Which keys of items, stored in rows, are granted: asked of the database row by row, however many items are (M9)."""

import hashlib
import sqlite3
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Engine, event, func

from models.access.visible_items import VisibleItems

_SETS: dict[str, frozenset[str]] = {}
"""The keys by the mark of the items they are of. One for each attribute under each edition this process has seen."""


def is_granted(key: ColumnElement[Any], dialect: str, items: VisibleItems) -> ColumnElement[bool]:
    """The condition that a column holds the key of a visible item."""
    return func.is_granted(key, _mark_of(items)) == 1 if dialect == "sqlite" else key == func.any(_array(items))


@event.listens_for(Engine, "connect")
def _teach_sqlite(connection: Any, _record: Any) -> None:
    """Told a list, SQLite indexes it for each statement; a set of 5,000 keys is asked as fast as one of 50."""
    if isinstance(connection, sqlite3.Connection):
        connection.create_function("is_granted", 2, _is_granted, deterministic=True)


def _is_granted(key: str, mark: str) -> bool:
    """A mark nobody made fails the statement: nothing is granted by mistake."""
    return key in _SETS[mark]


@lru_cache(maxsize=64)
def _mark_of(items: VisibleItems) -> str:
    keys = frozenset(items.by_key)
    mark = hashlib.sha256(",".join(sorted(keys)).encode()).hexdigest()
    _SETS[mark] = keys
    return mark


@lru_cache(maxsize=64)
def _array(items: VisibleItems) -> Any:
    # One text, which the database takes apart: a list of thousands is slower to hand over than to look through.
    return func.string_to_array(",".join(items.by_key), ",")
