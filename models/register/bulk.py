"""Writing, and finding, many rows at once, with no more work per row than the driver's own.

On SQLite rows are bound to one prepared statement; those that lie in a file already are taken from there by a single
one. On PostgreSQL they are streamed (COPY), into the table itself where they are new, else into a temporary one.
"""

import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from itertools import chain, islice
from typing import Any

from sqlalchemy import ColumnElement, any_, cast, func, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session

from models.register.steps import Action, Row, Step

AT_ONCE = 10_000
"""Rows handed to the driver together: memory stays flat however many there are."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """What every row of one writing shares: when, and from which file (None when from no file)."""

    at: datetime
    file_id: int | None = None

    def of(self, step: Step, dialect: str) -> Row:
        """The values that complete each row of a step."""
        # SQLite keeps the text, which the rest of the product writes without an offset.
        moment = f"{self.at.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f}{'' if dialect == 'sqlite' else '+00'}"
        return (*(moment for _ in step.moments), *((self.file_id,) if step.of_file else ()))


@dataclass(frozen=True, slots=True)
class Directly:
    """A writer into the database, at once."""

    session: Session
    stamp: Stamp

    @property
    def dialect(self) -> str:
        """``sqlite`` or ``postgresql``."""
        return self.session.get_bind().dialect.name

    def put(self, step: Step, rows: Iterable[Row]) -> None:
        """Write the rows of a step."""
        perform(self.session, step, rows, self.stamp)


def perform(session: Session, step: Step, rows: Iterable[Row], stamp: Stamp) -> bool:
    """Carry a step out; False when it had no rows and nothing was sent."""
    waiting = iter(rows)
    first = next(waiting, None)
    if first is None:
        return False
    given = chain((first,), waiting)
    if session.get_bind().dialect.name == "postgresql":
        _stream(session, step, given, stamp)
        return True
    statement, completed = sqlite_statement(step), stamp.of(step, "sqlite")
    while some := list(islice(given, AT_ONCE)):
        rows_at_once = [row + completed for row in some] if completed else some
        session.connection().exec_driver_sql(statement, rows_at_once)
    return True


def one_of(session: Session, column: ColumnElement[Any], values: Collection[Any]) -> ColumnElement[bool]:
    """``column IN values`` as one parameter: thousands of them would take longer to name than to look up."""
    if session.get_bind().dialect.name == "sqlite":
        each = func.json_each(json.dumps(list(values))).table_valued("value")
        return column.in_(select(each.c.value))
    return column == any_(cast(list(values), ARRAY(column.type)))


@lru_cache
def sqlite_statement(step: Step) -> str:
    """A step in SQLite's words, to be executed once for each row."""
    names = _quoted(step.written)
    insertion = f"INSERT INTO {step.table} ({', '.join(names)}) VALUES ({', '.join('?' for _ in names)})"  # noqa: S608
    match step.action:
        case Action.INSERT:
            return insertion
        case Action.ADD:
            return f"{insertion} {_addition(step)}"
        case Action.DELETE:
            return f"DELETE FROM {step.table} WHERE {' AND '.join(f'{name} = ?' for name in names)}"  # noqa: S608
        case Action.UPDATE:
            # Numbered, because a row begins with its key and the statement ends with it.
            marks = [f"{name} = ?{place}" for place, name in enumerate(names, 1)]
            found, changed = marks[: step.keys], marks[step.keys :]
            return f"UPDATE {step.table} SET {', '.join(changed)} WHERE {' AND '.join(found)}"  # noqa: S608


def perform_from(session: Session, step: Step, beside: str, stamp: Stamp) -> bool:
    """Carry a step out for the rows that lie in the table ``beside``; False when there were none.

    One statement: no row passes through this program.
    """
    dialect = session.get_bind().dialect.name
    connection = session.connection()
    done = connection.exec_driver_sql(statement_from(step, beside, dialect), stamp.of(step, dialect))
    return done.rowcount != 0


@lru_cache
def statement_from(step: Step, beside: str, dialect: str) -> str:
    """A step for all the rows of a table, whose columns have the names of the step's."""
    table, key = step.table, ", ".join(_quoted(step.key))
    mark = "?" if dialect == "sqlite" else "%s"
    stamped = [(name, mark) for name in _quoted(step.written[len(step.columns) :])]
    plain = _quoted(step.columns)
    match step.action:
        case Action.INSERT | Action.ADD:
            names = ", ".join([*plain, *(name for name, _ in stamped)])
            values = ", ".join([*plain, *(value for _, value in stamped)])
            # WHERE: without it SQLite takes the conflict for part of a join.
            end = f"WHERE true {_addition(step)}" if step.action is Action.ADD else ""
            return f"INSERT INTO {table} ({names}) SELECT {values} FROM {beside} {end}"  # noqa: S608
        case Action.DELETE:
            return f"DELETE FROM {table} WHERE ({key}) IN (SELECT {key} FROM {beside})"  # noqa: S608
        case Action.UPDATE:
            changes = [*((name, f"given.{name}") for name in plain[step.keys :]), *stamped]
            changed = ", ".join(f"{name} = {value}" for name, value in changes)
            same = " AND ".join(f"{table}.{name} = given.{name}" for name in _quoted(step.key))
            return f"UPDATE {table} SET {changed} FROM {beside} AS given WHERE {same}"  # noqa: S608


def _stream(session: Session, step: Step, rows: Iterator[Row], stamp: Stamp) -> None:
    if step.action is Action.INSERT:
        completed = stamp.of(step, "postgresql")
        _copy(session, step.table, step.written, (row + completed for row in rows) if completed else rows)
        return
    connection = session.connection()
    names = ", ".join(_quoted(step.columns))
    beside = f"rows_to_{step.name}"
    connection.exec_driver_sql(f"CREATE TEMPORARY TABLE {beside} AS SELECT {names} FROM {step.table} WITH NO DATA")  # noqa: S608
    _copy(session, beside, step.columns, rows)
    connection.exec_driver_sql(f"ANALYZE {beside}")
    perform_from(session, step, beside, stamp)
    connection.exec_driver_sql(f"DROP TABLE {beside}")


def _copy(session: Session, table: str, names: Iterable[str], rows: Iterator[Row]) -> None:
    driver = session.connection().connection.driver_connection
    if driver is None:
        raise RuntimeError("the connection is closed")
    columns = ", ".join(_quoted(names))
    with driver.cursor() as cursor, cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _addition(step: Step) -> str:
    added = ", ".join(f"{name} = {step.table}.{name} + excluded.{name}" for name in _quoted(step.columns[step.keys :]))
    return f"ON CONFLICT ({', '.join(_quoted(step.key))}) DO UPDATE SET {added}"


def _quoted(names: Iterable[str]) -> list[str]:
    return [f'"{name}"' for name in names]
