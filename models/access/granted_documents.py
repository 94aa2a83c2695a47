"""The granted part of an item document: the database itself picks the keys, no other value is fetched (M9)."""

import json
from typing import Any

from sqlalchemy import ColumnElement, Select, TableValuedAlias, Text, bindparam, column, func, select, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from models.access.door import Reading
from models.catalogue.item import Item, ItemType
from models.register.certification import Document


def _granted(pair: TableValuedAlias, granted: ColumnElement[bool]) -> Select[Any, Any]:
    of_one = Document.certification_id == bindparam("certification")
    return select(pair.c.key, pair.c.value).select_from(Document).join(pair, text("true")).where(of_one, granted)


# Every record is asked one of these: made once, it is compiled once.
_OF_JSON = func.json_each(Document.items).table_valued("key", "value")
_ASKED = func.json_each(bindparam("granted")).table_valued("value").alias("asked")
_SQLITE = _granted(_OF_JSON, _OF_JSON.c.key.in_(select(_ASKED.c.value)))
_OF_JSONB = func.jsonb_each(Document.items).table_valued(column("key"), column("value", JSONB))
_POSTGRESQL = _granted(_OF_JSONB, _OF_JSONB.c.key == func.any(bindparam("granted", type_=ARRAY(Text))))


def granted_document(register: Reading, certification_id: int) -> dict[str, Any]:
    """The stored values of the viewer's document items, by key; those without a value are missing."""
    items = register.viewer.items
    if register.dialect == "sqlite":
        granted = {"certification": certification_id, "granted": json.dumps(items.document_keys)}
        return {key: _decoded(items.by_key[key], value) for key, value in register.execute(_SQLITE, granted)}
    granted = {"certification": certification_id, "granted": list(items.document_keys)}
    return {row.key: row.value for row in register.execute(_POSTGRESQL, granted)}


def _decoded(item: Item, value: Any) -> Any:
    """SQLite hands lists out as JSON text and truth as a number."""
    if item.type is ItemType.BOOLEAN and value is not None:
        return bool(value)
    if item.type.value.endswith("_list") or item.type is ItemType.DATE_RANGE:
        return json.loads(value) if isinstance(value, str) and value.startswith(("[", "{")) else value
    return value
