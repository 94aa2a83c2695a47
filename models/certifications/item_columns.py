"""From granted items to a SELECT list: the one place where an item's key becomes a column."""

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, select

from models.catalogue.item import Item, ItemType, Store
from models.register.certification import CERTIFICATIONS, Document


@cache
def column_of(item: Item) -> ColumnElement[Any]:
    """The SQL expression that holds an item's value in a list. Items of single parcels have none."""
    if item.store is Store.COLUMN:
        return CERTIFICATIONS.c[item.key]
    if item.store is Store.DOCUMENT:
        # One look-up by key for each row shown, and only the asked key leaves the document.
        inside: Any = Document.items[item.key]
        return select(inside).where(Document.certification_id == CERTIFICATIONS.c.id).scalar_subquery().label(item.key)
    raise ValueError(f"{item.key} has no place in a list")


def listable(items: Sequence[Item]) -> tuple[Item, ...]:
    """Those of ``items`` that a list can show in a column."""
    return tuple(item for item in items if item.store is not Store.SITE)


def typed(item: Item, value: Any) -> Any:
    """A stored value as the item's type: documents hold dates as ISO text, and SQLite takes truth out as 1."""
    if isinstance(value, int) and item.type is ItemType.BOOLEAN:
        return bool(value)
    if isinstance(value, str) and item.type is ItemType.DATE:
        return date.fromisoformat(value)
    return value
