"""The granted part of an item document: the database itself picks the keys, no other value is fetched (M9)."""

import json
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, bindparam, column, func, select, text
from sqlalchemy.dialects.postgresql import JSONB

from models.access.door import Reading
from models.access.granted_keys import is_granted
from models.access.visible_items import VisibleItems
from models.catalogue.item import Item, ItemType
from models.register.certification import Document

_PAIRS = {
    "sqlite": func.json_each(Document.items).table_valued("key", "value"),
    "postgresql": func.jsonb_each(Document.items).table_valued(column("key"), column("value", JSONB)),
}


def granted_document(register: Reading, certification_id: int) -> dict[str, Any]:
    """The stored values of the viewer's document items, by key; those without a value are missing."""
    found = register.execute(_statement(register.dialect, register.viewer.items), {"certification": certification_id})
    if register.dialect == "postgresql":
        return {row.key: row.value for row in found}
    by_key = register.viewer.items.by_key
    return {key: _decoded(by_key[key], value) for key, value in found}


@lru_cache(maxsize=64)
def _statement(dialect: str, items: VisibleItems) -> Select[Any, Any]:
    pair = _PAIRS[dialect]
    rows = select(pair.c.key, pair.c.value).select_from(Document).join(pair, text("true"))
    return rows.where(Document.certification_id == bindparam("certification"), is_granted(pair.c.key, dialect, items))


def _decoded(item: Item, value: Any) -> Any:
    """SQLite hands lists out as JSON text and truth as a number."""
    if item.type is ItemType.BOOLEAN and value is not None:
        return bool(value)
    if item.type.value.endswith("_list") or item.type is ItemType.DATE_RANGE:
        return json.loads(value) if isinstance(value, str) and value.startswith(("[", "{")) else value
    return value
