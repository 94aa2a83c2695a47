"""Writing the items that have no column: the detail of a certification, with history (M1)."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from itertools import islice
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import clock
from models.catalogue.catalogue import catalogue
from models.catalogue.item import ItemType, Store
from models.db import insert_or
from models.errors import DomainError
from models.register import facts as stored
from models.register.certification import Document
from models.register.facts import Facts
from models.register.merge import merge
from models.register.numbers import take_turn
from models.register.scope_facts import laws_of
from models.register.settling import Candidate, settle
from models.register.totals import Movements, apply
from models.register.tripwire import opened

BATCH = 1_000
NOT_WRITTEN = frozenset({"facility_id"})
"""A 設備ID changes only by a published register that says so."""

Tick = Callable[[int], object]


def _silent(_: int) -> None:
    """Nobody is waiting."""


class UnknownItem(DomainError):
    """An item that is not in the catalogue, or that only a published register may change."""


def store_items(
    session: Session, rows: Iterable[tuple[str, Mapping[str, Any]]], *, file_id: int | None = None, tick: Tick = _silent
) -> int:
    """Write items of certifications, given by 設備ID; tell how many certifications changed.

    An item with a column goes there, any other into the document; None empties it. Unknown facilities are passed over.
    A first document is a beginning and no change: history starts with the next. The caller records the event.
    Raises ``UnknownItem``.
    """
    movements = Movements()
    changed = 0
    waiting = iter(rows)
    with opened():
        take_turn(session)
        while batch := dict(islice(waiting, BATCH)):
            changed += _store(session, batch, movements, file_id)
            tick(len(batch))
        apply(session, movements)
    return changed


def _store(session: Session, batch: Mapping[str, Mapping[str, Any]], movements: Movements, file_id: int | None) -> int:
    numbers = stored.certifications_by_id(session, batch)
    facts = stored.stored_facts(session, set(numbers.values()))
    statement = select(Document.certification_id, Document.items).where(Document.certification_id.in_(facts))
    documents: dict[int, dict[str, Any]] = dict(session.execute(statement).all())
    candidates: list[Candidate] = []
    written: list[dict[str, Any]] = []
    for facility_id, number in numbers.items():
        columns, items = _sorted_by_store(batch[facility_id])
        before, document = facts[number], documents.get(number)
        after = merge(before, columns, None, None, clock.today()) if columns else None
        filled = {key: value for key, value in ((document or {}) | items).items() if value is not None}
        if after is None and filled == (document or {}):
            continue
        if filled != document:
            written.append({"certification_id": number, "items": filled})
        after = after or Facts(dict(before.values), before.sites)
        entries = () if document is None else tuple(_entries(document, filled))
        candidates.append(Candidate(number, before, after, laws_of(filled), entries, begins=document is None))
    # The laws before are read from the documents, which are therefore written after everything else.
    settle(session, candidates, movements, clock.now(), file_id)
    if written:
        insertion = insert_or(session, Document)
        insertion = insertion.on_conflict_do_update(
            index_elements=[Document.certification_id], set_={"items": insertion.excluded["items"]}
        )
        session.connection().execute(insertion, written)
    return len(candidates)


def _sorted_by_store(values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    columns: dict[str, Any] = {}
    items: dict[str, Any] = {}
    for key, value in values.items():
        item = catalogue().by_key.get(key)
        if item is None or item.store is Store.SITE or key in NOT_WRITTEN:
            raise UnknownItem(f"この項目は書き込めません: {key}")
        if item.store is Store.COLUMN:
            columns[key] = date.fromisoformat(value) if item.type is ItemType.DATE and isinstance(value, str) else value
        else:
            items[key] = value
    return columns, items


def _entries(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for key in sorted(before.keys() | after.keys()):
        if before.get(key) != after.get(key):
            yield {"item": key, "parcel_number": None, "before": before.get(key), "after": after.get(key)}
