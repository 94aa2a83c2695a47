"""Filling a migrated, empty database with the made-up register, past the importer: whole tables at once.

What follows from a certification (scope rows, totals, search row) is worked out by the product's own functions; only
the writing is another, in the order of each table's key, so that three million take minutes.
"""

import json
import random
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from multiprocessing import get_context
from typing import Any, NamedTuple, Protocol

from sqlalchemy.orm import Session

from models.catalogue.catalogue import catalogue
from models.catalogue.item import Store
from models.register import search_index, totals
from models.register.certification import Certification, Document, FacilityId, Site
from models.register.facts import COLUMNS
from models.register.operators import Operator
from models.register.scopes import RegisterScope
from models.register.tripwire import opened
from models.register.writing import Change, ScopeRow, keys_of, move_totals, scope_rows, search_row
from tests.bench import made_up

NOW = datetime(2026, 4, 1, tzinfo=UTC)
FILLED_ITEMS = 100
DIFFERENT_DOCUMENTS = 500
"""Documents are drawn from so many: to make each anew would take longer than all else."""
PROCESSES = 2
STAGE = "stage_scopes"

Rows = list[tuple[Any, ...]]


class Table(NamedTuple):
    """A table and the columns that are filled."""

    name: str
    columns: tuple[str, ...]


CERTIFICATIONS = Table(Certification.__tablename__, ("id", *COLUMNS, "created_at", "updated_at"))
FACILITY_IDS = Table(FacilityId.__tablename__, ("facility_id", "certification_id", "first_seen_at"))
SITES = Table(
    Site.__tablename__,
    ("certification_id", "parcel_number", "address", "prefecture", "municipality", "supply_area"),
)
DOCUMENTS = Table(Document.__tablename__, ("certification_id", "items"))
OPERATORS = Table(Operator.__tablename__, ("id", "identity", "kind", "name", "address"))
SCOPES = Table(RegisterScope.__tablename__, ScopeRow._fields)


class Piece(NamedTuple):
    """What one chunk adds: rows by table, rows of scopes (in no order yet), rows of the search index, totals."""

    rows: dict[Table, Rows]
    scopes: Rows
    search: Rows
    movements: dict[Any, list[int]]


class Loader(Protocol):
    """Loads rows into one database system."""

    dialect: str

    def prepare(self) -> None:
        """Before the first row."""

    def load(self, table: Table, rows: Iterable[tuple[Any, ...]]) -> None:
        """Append rows."""

    def load_search(self, rows: Rows) -> None:
        """Append rows of the search index, as ``search_index.index_row`` makes them."""

    def stage_scopes(self, rows: Rows) -> None:
        """Keep rows of scopes until all are there."""

    def finish(self) -> None:
        """Put the scopes in the order of their key, build what was left out, let the database look at itself."""

    def session(self) -> Session:
        """A session on the same database, once ``finish`` is done."""


def fill(loader: Loader, count: int) -> None:
    """Load ``count`` certifications, a multiple of ``made_up.CHUNK``."""
    loader.prepare()
    loader.load(OPERATORS, _operators())
    movements = totals.Movements()
    arguments = [(number, count, loader.dialect) for number in made_up.chunks(count)]
    with get_context("fork").Pool(PROCESSES) as pool:
        for piece in pool.imap(_piece, arguments):
            for table, rows in piece.rows.items():
                loader.load(table, rows)
            loader.load_search(piece.search)
            loader.stage_scopes(piece.scopes)
            for key, (certifications, watts) in piece.movements.items():
                movements.by_key[key][0] += certifications
                movements.by_key[key][1] += watts
    loader.finish()
    with loader.session() as session, opened():
        totals.apply(session, movements)
        session.commit()


def _piece(arguments: tuple[int, int, str]) -> Piece:
    number, count, dialect = arguments
    made = made_up.chunk(number, count)
    changes = []
    rows: dict[Table, Rows] = {CERTIFICATIONS: [], FACILITY_IDS: [], SITES: [], DOCUMENTS: []}
    scopes: Rows = []
    search: Rows = []
    stamp = _plain(NOW, dialect)
    for one in made:
        change = Change(one.id, None, one.facts)
        change.scope_after = keys_of(one.facts)
        changes.append(change)
        values = (_plain(one.facts.values[key], dialect) for key in COLUMNS)
        rows[CERTIFICATIONS].append((one.id, *values, stamp, stamp))
        rows[FACILITY_IDS].append((one.facts.values["facility_id"], one.id, stamp))
        rows[SITES] += ((one.id, parcel, *site) for parcel, site in one.facts.sites.items())
        rows[DOCUMENTS].append((one.id, _documents()[one.id % DIFFERENT_DOCUMENTS]))
        scopes += scope_rows(one.facts, change.scope_after)
        search.append(search_index.index_row(dialect, search_row(one.facts, change.scope_after)))
    for table in (CERTIFICATIONS, SITES, DOCUMENTS):
        rows[table].sort(key=lambda row: row[0])
    rows[FACILITY_IDS].sort(key=lambda row: row[0])
    movements = totals.Movements()
    move_totals(changes, movements)
    return Piece(rows, scopes, search, dict(movements.by_key))


def _plain(value: Any, dialect: str) -> Any:
    if dialect == "postgresql":
        return value
    if isinstance(value, datetime):
        return value.replace(tzinfo=None).isoformat(" ", "microseconds")
    return value.isoformat() if isinstance(value, date) else value


def _operators() -> Iterator[tuple[Any, ...]]:
    for number in range(1, made_up.OPERATORS + 1):
        yield (number, f"{number:064x}", "法人", f"みほん{number}電力", None)


@lru_cache(maxsize=1)
def _documents() -> Sequence[str]:
    items = [item for item in catalogue().items if item.store is Store.DOCUMENT]
    draw = random.Random(1)
    made = (made_up.document(draw, items, FILLED_ITEMS) for _ in range(DIFFERENT_DOCUMENTS))
    return [json.dumps(document, ensure_ascii=False) for document in made]
