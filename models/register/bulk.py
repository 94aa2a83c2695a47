"""Writing many rows at once, with no more work per row than the driver's own."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from models.db import Base

MARKS = {"sqlite": "?", "postgresql": "%s"}


def insert_many(session: Session, table: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows, all with the same keys."""
    if rows:
        session.connection().execute(insert(table), rows)


def insert_plain(session: Session, table: str, columns: tuple[str, ...], rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert rows that hold nothing but plain text, numbers and None: what drivers take as it is."""
    execute_plain(session, insertion(session.get_bind().dialect.name, table, columns), rows)


def execute_plain(session: Session, statement: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """Execute a statement, in the driver's own words, once for each row."""
    if rows:
        session.connection().exec_driver_sql(statement, list(rows))


@lru_cache
def insertion(dialect: str, table: str, columns: tuple[str, ...]) -> str:
    """An INSERT in the driver's own words. ``table`` and ``columns`` are names of ours, never input."""
    marks = ", ".join(MARKS[dialect] for _ in columns)
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"  # noqa: S608


@lru_cache
def deletion(dialect: str, table: str, columns: tuple[str, ...]) -> str:
    """A DELETE by these columns; names as in ``insertion``."""
    condition = " AND ".join(f"{column} = {MARKS[dialect]}" for column in columns)
    return f"DELETE FROM {table} WHERE {condition}"  # noqa: S608
