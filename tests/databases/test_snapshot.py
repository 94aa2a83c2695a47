"""A snapshot notices an added, a changed and a removed row."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, create_engine, text

from tests.databases.snapshot import changed, snapshot
from tests.databases.templates import Databases


@pytest.fixture
def engine(databases: Databases) -> Iterator[Engine]:
    url = databases.copy(_two_tables)
    opened = create_engine(url)
    yield opened
    opened.dispose()
    databases.drop(url)


@pytest.mark.parametrize(
    ("statement", "tables"),
    [
        ("SELECT 1", set()),
        ("INSERT INTO first VALUES (2)", {"first"}),
        ("UPDATE second SET id = 3", {"second"}),
        ("DELETE FROM second", {"second"}),
    ],
)
def test_a_change_is_seen_in_its_table(engine: Engine, statement: str, tables: set[str]) -> None:
    before = snapshot(engine)
    with engine.begin() as connection:
        connection.execute(text(statement))
    assert changed(before, snapshot(engine)) == tables


def _two_tables(url: str) -> None:
    engine = create_engine(url)
    with engine.begin() as connection:
        for name in ("first", "second"):
            connection.execute(text(f"CREATE TABLE {name} (id INTEGER PRIMARY KEY)"))
            connection.execute(text(f"INSERT INTO {name} VALUES (1)"))
    engine.dispose()
