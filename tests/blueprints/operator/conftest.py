"""The application over the people of ``tests.factories.looking_back``, each with a browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.blueprints.incidents.conftest import Office, hands  # noqa: F401
from tests.databases.templates import Databases
from tests.factories.looking_back import staffed


@pytest.fixture
def office(databases: Databases, tmp_path: Path) -> Iterator[Office]:
    """The application over a copy."""
    from models.db import db

    url = databases.copy(staffed)
    made = Office(url, tmp_path)
    yield made
    made.engine.dispose()
    with made.app.app_context():
        db.engine.dispose()
    databases.drop(url)
