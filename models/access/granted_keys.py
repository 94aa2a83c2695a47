"""Which keys of items, stored in rows, are granted: the database is told them as one value, however many (M9)."""

import json
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, func, select

from models.access.visible_items import VisibleItems


def is_granted(key: ColumnElement[Any], dialect: str, items: VisibleItems) -> ColumnElement[bool]:
    """The condition that a column holds the key of a visible item."""
    # One text, which the database takes apart: a list of thousands is slower to hand over than to look through.
    return key.in_(_listed(items)) if dialect == "sqlite" else key == func.any(_array(items))


@lru_cache(maxsize=64)
def _listed(items: VisibleItems) -> Any:
    return select(func.json_each(json.dumps([*items.by_key])).table_valued("value").alias("granted").c.value)


@lru_cache(maxsize=64)
def _array(items: VisibleItems) -> Any:
    return func.string_to_array(",".join(items.by_key), ",")
