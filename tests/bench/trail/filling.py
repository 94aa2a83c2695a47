"""A trail of so many events put into a migrated database: the rows the recorder writes, joined by their hashes."""

import json
import sqlite3
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from multiprocessing import get_context
from multiprocessing.pool import AsyncResult
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import psycopg
from sqlalchemy import make_url

from models.audit.chain import BEGINNING, link
from models.audit.tables import AuditEvent
from tests.bench.trail import made_up
from tests.bench.trail.made_up import MadeUpEvent

PROCESSES, AHEAD = 2, 6
COLUMNS = tuple(column.key for column in AuditEvent.__table__.columns)
STAGE = "stage_facilities"
MOVE = (
    "INSERT INTO audit_event_facilities (certification_id, event_number) "
    f"SELECT certification_id, event_number FROM {STAGE} ORDER BY certification_id, event_number"
)
_PREVIOUS, _OWN = COLUMNS.index("previous_hash"), COLUMNS.index("hash")
Row = list[Any]


class Loader(Protocol):
    """Puts rows into one database system, without the indexes that are quicker made afterwards."""

    def load(self, events: Sequence[Row], facilities: Iterable[Row]) -> None:
        """Append events, and keep what they showed until all are there."""

    def finish(self, number: int, head: str) -> None:
        """Make the indexes, move the head, and let the database look at itself."""


def fill(url: str, count: int) -> None:
    """Append ``count`` events, a multiple of ``made_up.CHUNK``."""
    sqlite = url.startswith("sqlite")
    loader: Loader = SqliteLoader(Path(make_url(url).database or "")) if sqlite else PostgresqlLoader(url)
    head = BEGINNING
    for made in _chunks(count, sqlite=sqlite):
        for row, body in zip(made.rows, made.bodies, strict=True):
            row[_PREVIOUS], row[_OWN] = head, link(head, body)
            head = row[_OWN]
        loader.load(made.rows, made.facilities)
    loader.finish(count, head)


class Made(NamedTuple):
    """A chunk ready to be joined: its rows without their hashes, what is hashed of each, and what they showed."""

    rows: list[Row]
    bodies: list[bytes]
    facilities: list[tuple[int, int]]


def _chunks(count: int, *, sqlite: bool) -> Iterator[Made]:
    """In their order, only a few made ahead: ten million would not fit into the memory."""
    waiting: deque[AsyncResult[Made]] = deque()
    with get_context("fork").Pool(PROCESSES) as pool:
        for number in range(count // made_up.CHUNK):
            waiting.append(pool.apply_async(_chunk, (number, count, sqlite)))
            if len(waiting) > AHEAD:
                yield waiting.popleft().get()
        while waiting:
            yield waiting.popleft().get()


def _chunk(number: int, count: int, sqlite: bool) -> Made:
    events = made_up.chunk(number, count)
    facilities = [(key, one.values["number"]) for one in events for key in one.certifications]
    return Made([_row(one, sqlite=sqlite) for one in events], [one.body for one in events], facilities)


def _row(event: MadeUpEvent, *, sqlite: bool) -> Row:
    at, details = event.values["at"], json.dumps(event.values["details"])
    written = at.strftime("%Y-%m-%d %H:%M:%S.%f") if sqlite else at
    values = {**event.values, "at": written, "details": details, "previous_hash": "", "hash": ""}
    return [values[name] for name in COLUMNS]


class SqliteLoader:
    """Into an SQLite file; nothing is waited for that a power cut would need."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path, isolation_level=None)
        for pragma in ("synchronous = OFF", "cache_size = -1000000", "mmap_size = 8000000000"):
            self._connection.execute(f"PRAGMA {pragma}")
        chosen = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name LIKE 'audit_event%'"
        self._later = self._connection.execute(f"{chosen} AND sql > ''").fetchall()
        for name, _definition in self._later:
            self._connection.execute(f"DROP INDEX {name}")
        self._connection.execute(f"CREATE TABLE {STAGE} (certification_id, event_number)")

    def load(self, events: Sequence[Row], facilities: Iterable[Row]) -> None:
        marks = ", ".join("?" for _ in COLUMNS)
        self._connection.execute("BEGIN")
        self._connection.executemany(f"INSERT INTO audit_events ({', '.join(COLUMNS)}) VALUES ({marks})", events)
        self._connection.executemany(f"INSERT INTO {STAGE} VALUES (?, ?)", facilities)
        self._connection.execute("COMMIT")

    def finish(self, number: int, head: str) -> None:
        run = self._connection.execute
        run(MOVE)
        run(f"DROP TABLE {STAGE}")
        for _name, definition in self._later:
            run(definition)
        run("UPDATE audit_head SET number = ?, hash = ?", (number, head))
        run("PRAGMA wal_checkpoint(TRUNCATE)")
        self._connection.close()


class PostgresqlLoader:
    """Into a PostgreSQL database."""

    def __init__(self, url: str) -> None:
        self._connection = psycopg.connect(url.replace("+psycopg", ""), autocommit=True)
        run = self._connection.execute
        run("SET maintenance_work_mem = '1GB'")
        run("SET work_mem = '512MB'")
        chosen = run(
            "SELECT indexname, indexdef FROM pg_indexes WHERE tablename LIKE 'audit\\_event%' "
            "AND indexdef NOT LIKE 'CREATE UNIQUE%'"
        )
        self._later = chosen.fetchall()
        for name, _definition in self._later:
            run(f"DROP INDEX {name}")
        run(f"CREATE UNLOGGED TABLE {STAGE} (certification_id bigint, event_number integer)")

    def load(self, events: Sequence[Row], facilities: Iterable[Row]) -> None:
        self._copy(f"audit_events ({', '.join(COLUMNS)})", events)
        self._copy(STAGE, facilities)

    def finish(self, number: int, head: str) -> None:
        run = self._connection.execute
        run(MOVE)
        run(f"DROP TABLE {STAGE}")
        for _name, definition in self._later:
            run(definition)
        run("UPDATE audit_head SET number = %s, hash = %s", (number, head))
        run("VACUUM (ANALYZE)")
        self._connection.close()

    def _copy(self, table: str, rows: Iterable[Row]) -> None:
        with self._connection.cursor() as cursor, cursor.copy(f"COPY {table} FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
