"""The database: one declarative base, one connection set-up, two dialects.

The only module of the domain that knows Flask-SQLAlchemy. Domain functions take a ``Session`` and never commit;
the unit of work around a request or a command does.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import JSON, CursorResult, DateTime, Dialect, Engine, MetaData, String, event, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.orm import DeclarativeBase, Session, SessionTransaction, registry
from sqlalchemy.pool import Pool
from sqlalchemy.sql.dml import UpdateBase
from sqlalchemy.types import TypeDecorator

from models.capacity import (
    BUSY_MILLISECONDS,
    SQLITE_CACHE_KIBIBYTES,
    SQLITE_MAPPED_BYTES,
    SQLITE_PAGE_BYTES,
)  # fmt: skip

ATTACHED = "attached"
# A JSON value: text on SQLite, ``jsonb`` on PostgreSQL.
JsonDocument = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


def ordered_text(length: int) -> String:
    """A text of up to ``length`` characters that one may sort by: by code point, on every database.

    SQLite compares that way; PostgreSQL by the language the database was made for, unless the column says otherwise.
    A list, its cursor and its file must be in one order wherever the register stands.
    """
    return String(length).with_variant(String(length, collation="C"), "postgresql")


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment, kept in UTC. A naive one is a mistake in our code, so it is refused rather than guessed."""

    impl = DateTime(timezone=True)
    cache_ok = True

    @property
    def python_type(self) -> type[datetime]:
        """What a list's cursor asks for, to read the moment at the edge of a page."""
        return datetime

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone cannot be stored")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """The base of every table. Constraints are named by rule, so that migrations can name them on both dialects."""

    registry = registry(
        metadata=MetaData(naming_convention=NAMES),
        type_annotation_map={datetime: UtcDateTime(), dict[str, Any]: JsonDocument, list[Any]: JsonDocument},
    )


db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: Any, _record: Any) -> None:
    if not isinstance(connection, sqlite3.Connection):
        return
    # The driver's own transaction control starts a transaction too late for a read snapshot: we begin them ourselves.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        f"busy_timeout = {BUSY_MILLISECONDS}",
        f"page_size = {SQLITE_PAGE_BYTES}",  # of a file that is just being made; before anything is written to it
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        f"mmap_size = {SQLITE_MAPPED_BYTES}",
        f"cache_size = -{SQLITE_CACHE_KIBIBYTES}",
        "temp_store = MEMORY",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


@event.listens_for(Engine, "begin")
def _begin_sqlite(connection: Any) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(connection.get_execution_options().get("sqlite_begin", "BEGIN"))


def guard_connections(engine: Engine) -> None:
    """For the engine of a running service: the database that was set up, and no waiting without end.

    A lost SQLite file must not come back as an empty new one, and one moved away must not take any more writes.
    """
    if engine.dialect.name == "sqlite":
        event.listen(engine, "do_connect", _open_what_exists)
        event.listen(engine, "connect", _note_file)
        event.listen(engine, "checkout", _check_file)
    else:
        event.listen(engine, "do_connect", _set_up_postgresql)


def _open_what_exists(_dialect: Dialect, _record: Any, arguments: list[Any], keywords: dict[str, Any]) -> None:
    path = str(arguments[0])
    if not path.startswith((":memory:", "file:")):
        arguments[0] = f"{Path(path).absolute().as_uri()}?mode=rw"
        keywords["uri"] = True


def _note_file(connection: Any, record: Any) -> None:
    path = connection.execute("PRAGMA database_list").fetchone()[2]
    record.info["file"] = (path, _identity(path))


def _check_file(_connection: Any, record: Any, _proxy: Any) -> None:
    path, identity = record.info["file"]
    if _identity(path) != identity:
        raise DisconnectionError("the database file was moved or replaced")


def _identity(path: str) -> tuple[int, int] | None:
    try:
        found = Path(path).stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _set_up_postgresql(_dialect: Dialect, _record: Any, _arguments: Any, keywords: dict[str, Any]) -> None:
    # Wait as long as SQLite. Plan each statement for its values: one plan for all words is several times slower for the
    # frequent ones, and planning takes less than a millisecond.
    options = f"-c lock_timeout={BUSY_MILLISECONDS} -c plan_cache_mode=force_custom_plan"
    keywords["options"] = f"{options} {keywords.get('options', '')}".strip()


def begin_writing(session: Session) -> None:
    """Go on in a transaction that may write; the first write of a unit of work comes after this.

    SQLite lets one connection write at a time. A transaction that has read and then wants to write fails at once if
    anyone wrote in between, whatever the busy timeout: so the reading ends here and writing waits its turn from a
    fresh start. On PostgreSQL a transaction may write at any time and this does nothing.
    """
    if session.get_bind().dialect.name != "sqlite" or session.info.get("writing"):
        return
    if session.in_transaction():
        session.commit()
    session.connection(execution_options={"sqlite_begin": "BEGIN IMMEDIATE"})
    session.info["writing"] = True


def begin_reading(session: Session) -> None:
    """Go on in a transaction that sees the database as it is now, unless this one may write already.

    On SQLite a reading sees one moment, however long it lasts. On PostgreSQL every statement sees its own.
    """
    if session.get_bind().dialect.name == "sqlite" and not has_turn(session) and session.in_transaction():
        session.commit()


def has_turn(session: Session) -> bool:
    """Whether the transaction has SQLite's one turn to write; never on PostgreSQL, which has no such turn."""
    return bool(session.info.get("writing"))


def attach(session: Session, path: Path) -> bool:
    """Let the statements of this SQLite transaction read another database file, under the name ``ATTACHED``.

    One file in a transaction: False when there is one already.
    """
    connection = session.connection()
    if connection.info.get(ATTACHED):
        return False
    connection.exec_driver_sql(f"ATTACH DATABASE ? AS {ATTACHED}", (str(path),))
    connection.info[ATTACHED] = True
    return True


@event.listens_for(Pool, "checkin")
def _detach(connection: Any, record: Any) -> None:
    # Not before: within its transaction the file cannot be let go of.
    if record.info.pop(ATTACHED, False) and connection is not None:
        connection.execute(f"DETACH DATABASE {ATTACHED}")


@event.listens_for(Session, "after_transaction_end")
def _writing_ends(session: Session, transaction: SessionTransaction) -> None:
    if transaction.parent is None:
        session.info.pop("writing", None)


SessionFactory = Callable[[], Session]
"""Opens sessions of one's own, for work that outlives a transaction."""


@contextmanager
def one_transaction(sessions: SessionFactory) -> Iterator[Session]:
    """A session for one unit of work: kept when the block ends, undone when it fails."""
    with sessions() as session:
        yield session
        session.commit()


def changed_rows(session: Session, statement: UpdateBase) -> int:
    """Execute an UPDATE or DELETE and say how many rows it changed: the answer to "was I the first?"."""
    result = session.execute(statement)
    if not isinstance(result, CursorResult):
        raise TypeError("only a statement that changes rows has a count of them")
    return result.rowcount


def note_sizes(session: Session, table: type[DeclarativeBase]) -> None:
    """Tell PostgreSQL's planner what a table holds that was just filled.

    It would find out by itself within a minute, and until then plan for a table of hardly any rows.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text(f"ANALYZE {table.__tablename__}"))


def insert_or(session: Session, table: type[DeclarativeBase]) -> "sqlite.Insert | postgresql.Insert":
    """An INSERT that can say what to do on a conflict, in the session's dialect."""
    if session.get_bind().dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)
