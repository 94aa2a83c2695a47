"""What a whole database holds at one moment, to prove that something changed nothing, or only what it should."""

from collections import Counter

from sqlalchemy import Connection, Engine, MetaData, select, text

Snapshot = dict[str, Counter[str]]
"""Table → how often each row stands in it."""


def snapshot(engine: Engine) -> Snapshot:
    """Every row of every table, read past the application."""
    tables = MetaData()
    tables.reflect(engine)
    with engine.connect() as connection:
        indexes = _full_text_indexes(connection)
        return {
            name: Counter(repr(tuple(row)) for row in connection.execute(select(table)))
            for name, table in tables.tables.items()
            if name not in indexes
        }


def _full_text_indexes(connection: Connection) -> set[str]:
    """SQLite's virtual tables, which may refuse to be read through; what they hold lies in tables of its own."""
    if connection.dialect.name != "sqlite":
        return set()
    return set(connection.scalars(text("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%'")))


def changed(before: Snapshot, after: Snapshot) -> set[str]:
    """The tables that differ."""
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
