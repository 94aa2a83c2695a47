"""The application over the people of ``tests.factories.looking_back``, each with a browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.blueprints.incidents.conftest import Office, hands  # noqa: F401
from tests.databases.templates import Databases
from tests.factories.incidents import OFFICER, SECOND_OFFICER
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


@pytest.fixture
def lowered(office: Office) -> Office:
    """Members of grid companies may take three rows a file."""
    lower(office)
    return office


def lower(office: Office, rows: int = 3, kind: str = "grid_operator", role: str = "member") -> None:
    """Two officers let somebody take less."""
    first, second = office.visitor(OFFICER), office.visitor(SECOND_OFFICER)
    first.visit(f"/admin/export-limits/{kind}/{role}")
    first.submit("limits", rows_a_file=str(rows), reason="試行")
    second.visit("/admin/approvals/1")
    second.submit("approve")
