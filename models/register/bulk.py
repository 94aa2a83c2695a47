"""Writing, and finding, many rows at once, with no more work per row than the driver's own.

On SQLite rows are bound to one prepared statement. On PostgreSQL they are streamed (COPY), into the table itself where
they are new, else into a temporary one from which a single statement takes them.
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
from sqlalchemy.orm import InstrumentedAttribute, Session

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
    dialect = session.get_bind().dialect.name
    stamped = _stamped(chain((first,), waiting), stamp.of(step, dialect))
    if dialect == "sqlite":
        statement = sqlite_statement(step)
        while some := list(islice(stamped, AT_ONCE)):
            session.connection().exec_driver_sql(statement, some)
    else:
        _stream(session, step, stamped)
    return True


def one_of(session: Session, column: InstrumentedAttribute[Any], values: Collection[Any]) -> ColumnElement[bool]:
    """``column IN values`` as one parameter: thousands of them would take longer to name than to look up."""
    if session.get_bind().dialect.name == "sqlite":
        each = func.json_each(json.dumps(list(values))).table_valued("value")
        return column.in_(select(each.c.value))
    return column == any_(cast(list(values), ARRAY(column.type)))


def _stamped(rows: Iterator[Row], stamp: Row) -> Iterator[Row]:
    return (row + stamp for row in rows) if stamp else rows


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


def _stream(session: Session, step: Step, rows: Iterator[Row]) -> None:
    if step.action is Action.INSERT:
        _copy(session, step.table, step, rows)
        return
    connection = session.connection()
    names = ", ".join(_quoted(step.written))
    beside = f"rows_to_{step.name}"
    connection.exec_driver_sql(f"CREATE TEMPORARY TABLE {beside} AS SELECT {names} FROM {step.table} WITH NO DATA")  # noqa: S608
    _copy(session, beside, step, rows)
    connection.exec_driver_sql(f"ANALYZE {beside}")
    connection.exec_driver_sql(postgresql_statement(step, beside))
    connection.exec_driver_sql(f"DROP TABLE {beside}")


@lru_cache
def postgresql_statement(step: Step, beside: str) -> str:
    """A step in PostgreSQL's words, for all the rows that lie in the temporary table ``beside``."""
    names = _quoted(step.written)
    same = " AND ".join(f"{step.table}.{name} = {beside}.{name}" for name in _quoted(step.key))
    match step.action:
        case Action.DELETE:
            return f"DELETE FROM {step.table} USING {beside} WHERE {same}"  # noqa: S608
        case Action.UPDATE:
            changed = ", ".join(f"{name} = {beside}.{name}" for name in names[step.keys :])
            return f"UPDATE {step.table} SET {changed} FROM {beside} WHERE {same}"  # noqa: S608
        case Action.INSERT | Action.ADD:
            end = _addition(step) if step.action is Action.ADD else ""
            columns = ", ".join(names)
            return f"INSERT INTO {step.table} ({columns}) SELECT {columns} FROM {beside} {end}"  # noqa: S608


def _copy(session: Session, table: str, step: Step, rows: Iterator[Row]) -> None:
    driver = session.connection().connection.driver_connection
    if driver is None:
        raise RuntimeError("the connection is closed")
    columns = ", ".join(_quoted(step.written))
    with driver.cursor() as cursor, cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _addition(step: Step) -> str:
    added = ", ".join(f"{name} = {step.table}.{name} + excluded.{name}" for name in _quoted(step.columns[step.keys :]))
    return f"ON CONFLICT ({', '.join(_quoted(step.key))}) DO UPDATE SET {added}"


def _quoted(names: Iterable[str]) -> list[str]:
    return [f'"{name}"' for name in names]
