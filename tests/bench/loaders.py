"""Whole tables into SQLite and into PostgreSQL, without the indexes that are quicker made afterwards."""

import sqlite3
from collections.abc import Iterable
from pathlib import Path

import psycopg

from models.register.scopes import RegisterScope
from models.register.steps import Row, Step
from tests.bench.filling import SCOPES

STAGE = "stage_scopes"
COLUMNS = ", ".join(column.key for column in RegisterScope.__table__.columns)
MOVE_SCOPES = f"INSERT INTO {SCOPES} ({COLUMNS}) SELECT {COLUMNS} FROM {STAGE} ORDER BY kind, code, position"

NUMBERED = (
    "SELECT table_name, column_name FROM information_schema.columns "
    "WHERE table_schema = 'public' AND (is_identity = 'YES' OR column_default LIKE 'nextval%')"
)
"""The columns that PostgreSQL numbers: rows were loaded with numbers of their own, and the next has to follow them."""


class SqliteLoader:
    """Into an SQLite file; nothing is waited for that a power cut would need."""

    dialect = "sqlite"

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path, isolation_level=None)
        for pragma in ("synchronous = OFF", "cache_size = -1000000", "mmap_size = 8000000000", "foreign_keys = OFF"):
            self._connection.execute(f"PRAGMA {pragma}")

    def prepare(self) -> None:
        self._connection.execute("BEGIN")
        self._connection.execute(f"CREATE TABLE {STAGE} ({COLUMNS})")

    def load(self, step: Step, rows: Iterable[Row]) -> None:
        table = STAGE if step.table == SCOPES else step.table
        marks = ", ".join("?" for _ in step.written)
        self._connection.executemany(f"INSERT INTO {table} ({_names(step)}) VALUES ({marks})", rows)

    def finish(self) -> None:
        self._connection.execute(MOVE_SCOPES)
        self._connection.execute(f"DROP TABLE {STAGE}")
        self._connection.execute("COMMIT")
        self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._connection.close()


class PostgresqlLoader:
    """Into a PostgreSQL database; what is costly row by row is made at the end."""

    dialect = "postgresql"

    def __init__(self, url: str) -> None:
        self._connection = psycopg.connect(url.replace("+psycopg", ""), autocommit=True)
        self._later: list[str] = []

    def prepare(self) -> None:
        run = self._connection.execute
        run(f"CREATE UNLOGGED TABLE {STAGE} AS SELECT {COLUMNS} FROM {SCOPES} WHERE false")
        run("SET maintenance_work_mem = '1GB'")
        run("SET work_mem = '512MB'")
        run("SET session_replication_role = replica")  # the rows are consistent by making
        indexes = run(
            "SELECT indexname, indexdef FROM pg_indexes WHERE tablename LIKE 'register\\_%' "
            "AND indexdef NOT LIKE 'CREATE UNIQUE%'"
        ).fetchall()
        for name, definition in indexes:
            run(f"DROP INDEX {name}")
            self._later.append(definition)

    def load(self, step: Step, rows: Iterable[Row]) -> None:
        table = STAGE if step.table == SCOPES else step.table
        statement = f"COPY {table} ({_names(step)}) FROM STDIN"
        with self._connection.cursor() as cursor, cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)

    def finish(self) -> None:
        self._connection.execute(MOVE_SCOPES)
        self._connection.execute(f"DROP TABLE {STAGE}")
        for definition in self._later:
            self._connection.execute(definition)
        for table, column in self._connection.execute(NUMBERED).fetchall():
            moved = f"SELECT setval(pg_get_serial_sequence('{table}', '{column}'), max({column})) FROM {table}"
            self._connection.execute(moved)
        self._connection.execute("VACUUM (ANALYZE)")
        self._connection.close()


def _names(step: Step) -> str:
    return ", ".join(f'"{name}"' for name in step.written)
