"""Which keys of items, stored in rows, are granted: the database is told them as one value, however many (M9)."""

import json
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Text, bindparam, func, select
from sqlalchemy.dialects.postgresql import ARRAY

from models.access.visible_items import VisibleItems


def is_granted(key: ColumnElement[Any], dialect: str, items: VisibleItems) -> ColumnElement[bool]:
    """The condition that a column holds the key of a visible item."""
    if dialect == "postgresql":
        return key == func.any(bindparam(None, list(items.by_key), ARRAY(Text)))
    return key.in_(_listed(items))


@lru_cache(maxsize=64)
def _listed(items: VisibleItems) -> Any:
    return select(func.json_each(json.dumps([*items.by_key])).table_valued("value").alias("granted").c.value)
