"""People around an incident, and a clock that stands still."""

from collections.abc import Iterator

import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session, sessionmaker

from models.db import SessionFactory
from models.register.tripwire import install_tripwire
from tests.databases.templates import Databases
from tests.factories.incidents import staffed
from tests.models.accounts.conftest import hands  # noqa: F401


@pytest.fixture
def sessions(databases: Databases) -> Iterator[SessionFactory]:
    """Opens sessions on a database with the people of ``tests.factories.incidents``."""
    url = databases.copy(staffed)
    engine = create_engine(url)
    install_tripwire(engine)
    yield sessionmaker(engine, expire_on_commit=False)
    engine.dispose()
    databases.drop(url)


@pytest.fixture
def session(sessions: SessionFactory) -> Iterator[Session]:
    """One of them."""
    with sessions() as opened:
        yield opened
