"""The granted part of an item document: the database itself picks the keys, no other value is fetched (M9)."""

import json
from typing import Any

from sqlalchemy import bindparam, column, func, select, text
from sqlalchemy.dialects.postgresql import JSONB

from models.access.door import Reading
from models.catalogue.item import Item, ItemType
from models.register.certification import Document


def granted_document(register: Reading, certification_id: int) -> dict[str, Any]:
    """The stored values of the viewer's document items, by key; those without a value are missing."""
    keys = register.viewer.items.document_keys
    if register.dialect == "sqlite":
        return _sqlite(register, certification_id, keys)
    pair = func.jsonb_each(Document.items).table_valued(column("key"), column("value", JSONB))
    statement = select(pair.c.key, pair.c.value).select_from(Document).join(pair, text("true"))
    statement = statement.where(Document.certification_id == certification_id, pair.c.key == func.any(list(keys)))
    return {row[0]: row[1] for row in register.execute(statement)}


def _sqlite(register: Reading, certification_id: int, keys: tuple[str, ...]) -> dict[str, Any]:
    pair = func.json_each(Document.items).table_valued("key", "value")
    asked = func.json_each(bindparam("granted")).table_valued("value").alias("asked")
    statement = (
        select(pair.c.key, pair.c.value)
        .select_from(Document)
        .join(pair, text("true"))
        .where(Document.certification_id == certification_id, pair.c.key.in_(select(asked.c.value)))
    )
    by_key = register.viewer.items.by_key
    rows = register.execute(statement, {"granted": json.dumps(keys)})
    return {key: _decoded(by_key[key], value) for key, value in rows}


def _decoded(item: Item, value: Any) -> Any:
    """SQLite hands lists out as JSON text and truth as a number."""
    if item.type is ItemType.BOOLEAN and value is not None:
        return bool(value)
    if item.type.value.endswith("_list") or item.type is ItemType.DATE_RANGE:
        return json.loads(value) if isinstance(value, str) and value.startswith(("[", "{")) else value
    return value
