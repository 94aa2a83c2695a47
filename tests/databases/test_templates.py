"""Copies are real, separate databases on both systems."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, create_engine, text

from tests.databases.templates import Databases


@pytest.fixture
def copies(databases: Databases) -> Iterator[tuple[Engine, Engine]]:
    urls = [databases.copy(_one_row), databases.copy(_one_row)]
    engines = [create_engine(url) for url in urls]
    yield engines[0], engines[1]
    for engine, url in zip(engines, urls, strict=True):
        engine.dispose()
        databases.drop(url)


def test_a_copy_holds_what_the_recipe_left(copies: tuple[Engine, Engine]) -> None:
    assert [_count(engine) for engine in copies] == [1, 1]


def test_what_one_test_commits_no_other_sees(copies: tuple[Engine, Engine]) -> None:
    with copies[0].begin() as connection:
        connection.execute(text("INSERT INTO things VALUES (2)"))
    assert [_count(engine) for engine in copies] == [2, 1]


def test_a_copy_is_removed_even_when_a_test_left_a_connection_open(databases: Databases) -> None:
    url = databases.copy(_one_row)
    engine = create_engine(url)
    forgotten = engine.connect()
    databases.drop(url)
    forgotten.invalidate()
    engine.dispose()


def _one_row(url: str) -> None:
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE things (id INTEGER PRIMARY KEY)"))
        connection.execute(text("INSERT INTO things VALUES (1)"))
    engine.dispose()


def _count(engine: Engine) -> int:
    with engine.connect() as connection:
        return int(connection.execute(text("SELECT count(*) FROM things")).scalar_one())
