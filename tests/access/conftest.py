"""The matrix is asked on one database system: who may reach a page is decided in Python, from rows both store alike.

The rows themselves — sessions, stops, consents — are proved on both where they are written and read.
"""

import pytest

from tests.databases.templates import Databases, SqliteDatabases


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Databases:
    """SQLite alone."""
    return SqliteDatabases(tmp_path_factory.mktemp("sqlite"))
