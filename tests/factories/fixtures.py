"""Fixtures over the register in small; a folder of tests takes them into its conftest."""

from collections.abc import Iterator

import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from models.register.tripwire import install_tripwire
from tests.databases.templates import Databases
from tests.factories.stock import stocked


@pytest.fixture
def stock_url(databases: Databases) -> Iterator[str]:
    """The address of a database of the test's own with the register in small."""
    url = databases.copy(stocked)
    yield url
    databases.drop(url)


@pytest.fixture
def stock(stock_url: str) -> Iterator[Session]:
    """A session on it, guarded by the tripwire as every connection of the product is."""
    engine = create_engine(stock_url)
    install_tripwire(engine)
    with Session(engine, expire_on_commit=False) as session:
        yield session
    engine.dispose()
