"""These tests ask a spreadsheet program, over the register in small."""

import pytest

from tests.databases.templates import Databases, SqliteDatabases
from tests.factories.fixtures import stock, stock_url  # noqa: F401


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Databases:
    """One database system is enough here: what differs between them is proved without a spreadsheet."""
    return SqliteDatabases(tmp_path_factory.mktemp("sqlite"))
