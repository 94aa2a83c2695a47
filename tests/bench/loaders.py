"""Whole tables into SQLite and into PostgreSQL, without the indexes that are quicker made afterwards."""

import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import NullPool, create_engine
from sqlalchemy.orm import Session

from models.register import search_index
from models.register.bulk import insertion
from tests.bench.filling import SCOPES, STAGE, Rows, Table

STAGED = ", ".join(SCOPES.columns)
MOVE_SCOPES = f"INSERT INTO {SCOPES.name} ({STAGED}) SELECT {STAGED} FROM {STAGE} ORDER BY kind, code, position"


class SqliteLoader:
    """Into an SQLite file; nothing is waited for that a power cut would need."""

    dialect = "sqlite"

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection = sqlite3.connect(path, isolation_level=None)
        for pragma in ("synchronous = OFF", "cache_size = -1000000", "mmap_size = 8000000000", "foreign_keys = OFF"):
            self._connection.execute(f"PRAGMA {pragma}")

    def prepare(self) -> None:
        self._connection.execute("BEGIN")
        self._connection.execute(f"CREATE TABLE {STAGE} ({STAGED})")

    def load(self, table: Table, rows: Iterable[tuple[Any, ...]]) -> None:
        self._connection.executemany(insertion("sqlite", table.name, table.columns), rows)

    def load_search(self, rows: Rows) -> None:
        self._connection.executemany(search_index.insert_statement("sqlite"), rows)

    def stage_scopes(self, rows: Rows) -> None:
        self._connection.executemany(insertion("sqlite", STAGE, SCOPES.columns), rows)

    def finish(self) -> None:
        self._connection.execute(MOVE_SCOPES)
        self._connection.execute(f"DROP TABLE {STAGE}")
        self._connection.execute("COMMIT")
        self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._connection.close()

    def session(self) -> Session:
        return Session(create_engine(f"sqlite:///{self._path}", poolclass=NullPool))


class PostgresqlLoader:
    """Into a PostgreSQL database; what is costly row by row is made at the end."""

    dialect = "postgresql"

    def __init__(self, url: str) -> None:
        self._url = url
        self._connection = psycopg.connect(url.replace("+psycopg", ""), autocommit=True)
        self._later: list[str] = []

    def prepare(self) -> None:
        run = self._connection.execute
        run(f"CREATE UNLOGGED TABLE {STAGE} AS SELECT {STAGED} FROM {SCOPES.name} WHERE false")
        run("SET maintenance_work_mem = '1GB'")
        run("SET work_mem = '512MB'")
        run("SET session_replication_role = replica")  # the rows are consistent by making
        indexes = run(
            "SELECT indexname, indexdef FROM pg_indexes WHERE tablename LIKE 'register\\_%' AND indexdef NOT LIKE "
            "'CREATE UNIQUE%'"
        ).fetchall()
        for name, definition in indexes:
            run(f"DROP INDEX {name}")
            self._later.append(definition)

    def load(self, table: Table, rows: Iterable[tuple[Any, ...]]) -> None:
        statement = f"COPY {table.name} ({', '.join(table.columns)}) FROM STDIN"
        with self._connection.cursor() as cursor, cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)

    def load_search(self, rows: Rows) -> None:
        self.load(Table(search_index.TABLE, search_index.columns("postgresql")), rows)

    def stage_scopes(self, rows: Rows) -> None:
        self.load(Table(STAGE, SCOPES.columns), rows)

    def finish(self) -> None:
        self._connection.execute(MOVE_SCOPES)
        self._connection.execute(f"DROP TABLE {STAGE}")
        for definition in self._later:
            self._connection.execute(definition)
        self._connection.execute("VACUUM (ANALYZE)")
        self._connection.close()

    def session(self) -> Session:
        return Session(create_engine(self._url, poolclass=NullPool))
