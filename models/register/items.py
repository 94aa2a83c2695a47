"""Writing items of certifications: those that have a column and those of the document, with history (M1)."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
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
from models.register.bulk import Stamp, perform
from models.register.certification import Document
from models.register.facts import Facts
from models.register.merge import merge
from models.register.numbers import move_version, take_turn
from models.register.scope_facts import law_item, laws_of
from models.register.settling import Candidate, settle
from models.register.totals import Movements, apply
from models.register.tripwire import opened
from models.register.writing import ENTER_AMENDMENTS, amendment_rows

BATCH = 1_000
NOT_WRITTEN = frozenset({"facility_id"})
"""A 設備ID changes only by a published register that says so."""

Tick = Callable[[int], object]


def _silent(_: int) -> None:
    """Nobody is waiting."""


class UnknownItem(DomainError):
    """An item that is not in the catalogue, or that only a published register may change."""


@dataclass(frozen=True, slots=True)
class StoredItems:
    """A certification's items as they are. ``document`` is None when no details were ever given."""

    number: int
    facts: Facts
    document: Mapping[str, Any] | None

    def value(self, key: str) -> Any:
        """The stored value of an item, None when it is empty."""
        return self.facts.values[key] if key in self.facts.values else (self.document or {}).get(key)


@dataclass(frozen=True, slots=True)
class AmendedItems:
    """What new values make of a certification; ``document`` is None when it stays as it is.

    ``alone`` says that nothing changes but items of the document on which nothing rests: neither scope nor search.
    """

    candidate: Candidate
    document: Mapping[str, Any] | None
    alone: bool


def store_items(
    session: Session, rows: Iterable[tuple[str, Mapping[str, Any]]], *, file_id: int | None = None, tick: Tick = _silent
) -> int:
    """Write items of certifications, given by 設備ID; tell how many certifications changed.

    An item with a column goes there, any other into the document; None empties it. Unknown facilities are passed over.
    A first document is a beginning and no change, and so are the columns filled with it: history starts with the next.
    The caller records the event.
    Raises ``UnknownItem``.
    """
    movements = Movements()
    changed = 0
    waiting = iter(rows)
    with opened():
        take_turn(session)
        while batch := dict(islice(waiting, BATCH)):
            numbers = stored.certifications_by_id(session, batch)
            known = items_of(session, set(numbers.values()))
            amended = [amend(known[number], batch[facility_id]) for facility_id, number in numbers.items()]
            changed += write_items(session, [each for each in amended if each is not None], movements, file_id)
            tick(len(batch))
        apply(session, movements)
        if changed:
            move_version(session)
    return changed


def items_of(session: Session, numbers: Collection[int]) -> dict[int, StoredItems]:
    """What is stored about these certifications."""
    facts = stored.stored_facts(session, numbers)
    statement = select(Document.certification_id, Document.items).where(Document.certification_id.in_(facts))
    documents: dict[int, dict[str, Any]] = dict(session.execute(statement).all())
    return {number: StoredItems(number, found, documents.get(number)) for number, found in facts.items()}


def amend(before: StoredItems, values: Mapping[str, Any]) -> AmendedItems | None:
    """What ``values`` make of a certification, by item key; None when they say nothing new. Raises ``UnknownItem``."""
    columns, items = _sorted_by_store(values)
    after = merge(before.facts, columns, None, None, clock.today()) if columns else None
    document = before.document or {}
    filled = {key: value for key, value in {**document, **items}.items() if value is not None}
    if after is None and filled == document:
        return None
    entries = tuple(_entries(document, filled))
    alone = after is None and not any(law_item(entry["item"]) for entry in entries)
    candidate = Candidate(
        before.number,
        before.facts,
        after or Facts(dict(before.facts.values), before.facts.sites),
        None if alone else laws_of(filled),
        entries,
        begins=before.document is None and bool(filled),
    )
    return AmendedItems(candidate, filled if filled != document else None, alone)


def write_items(session: Session, amended: Sequence[AmendedItems], movements: Movements, file_id: int | None) -> int:
    """Write a batch with its history; tell how many certifications it changed."""
    now = clock.now()
    settle(session, [each.candidate for each in amended if not each.alone], movements, now, file_id)
    alone = (each.candidate for each in amended if each.alone and not each.candidate.begins)
    rows = [row for each in alone for row in amendment_rows(each.certification_id or 0, each.entries)]
    perform(session, ENTER_AMENDMENTS, rows, Stamp(now, file_id))
    # The laws before are read from the documents, which are therefore written after everything else.
    written = [
        {"certification_id": each.candidate.certification_id, "items": each.document}
        for each in amended
        if each.document is not None
    ]
    if written:
        insertion = insert_or(session, Document)
        insertion = insertion.on_conflict_do_update(
            index_elements=[Document.certification_id], set_={"items": insertion.excluded["items"]}
        )
        session.connection().execute(insertion, written)
    return len(amended)


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
