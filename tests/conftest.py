"""Fixtures every test may use.

``database_url`` runs its test on SQLite and on PostgreSQL (``BOTH``), or on one of them; ``session``, ``app`` and
``visitor`` stand on it.
"""

import gc
import os
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Never
from zlib import crc32

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

import tests.economy  # noqa: F401
from tests.amount import DEEP
from tests.databases.cluster import Cluster, PostgresqlMissing
from tests.databases.templates import Databases, PostgresqlDatabases, SqliteDatabases

if TYPE_CHECKING:
    from flask import Flask

    from models.settings import Settings
    from tests.driver.visitor import Visitor


# Ordinarily the same examples at every run; with SAIENE_DEEP=1 others at each, and what fails says how to see it again.
# No example has a time limit: the machine may be busy.
_COMMON = hypothesis_settings(deadline=None, database=None, suppress_health_check=list(HealthCheck))
hypothesis_settings.register_profile("ordinary", _COMMON, derandomize=True)
hypothesis_settings.register_profile("deep", _COMMON, print_blob=True)
hypothesis_settings.load_profile("deep" if DEEP else "ordinary")


def missing(what: str) -> Never:
    """A tool is not installed: a note on a developer's machine, a failure where everything must be proved."""
    if os.environ.get("CI") == "true":
        pytest.fail(what, pytrace=False)
    pytest.skip(what)


BOTH = (
    "tests/databases/",
    "tests/models/audit/",
    "tests/models/certifications/",
    "tests/models/register/",
    "tests/models/test_",
    "tests/proofs/",
    "tests/races/",
)
"""Rooms about what the two systems do differently: searches, imports, the trail, locks and guards.
They are always asked of PostgreSQL, and what meets others at one moment or makes the tables of SQLite too; of the rest
every second test. The statements of the other rooms are plain, and many tests ask each of them: a test is run on one
system, one in six on PostgreSQL. ``SAIENE_DEEP=1`` and a test that is named run on both."""
ALWAYS_BOTH = ("tests/databases/", "tests/models/audit/", "tests/models/test_", "tests/races/")
LINKS_ARE_FOLLOWED = "tests/visibility/test_canaries.py"
"""On SQLite: its pages are fetched there by every link, which needs one system."""


class FailuresAtOnce:
    """Prints a failure when it happens: a run that is cut short has said what it found."""

    def __init__(self, terminal: pytest.TerminalReporter) -> None:
        self._terminal = terminal

    @pytest.hookimpl(trylast=True)
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self._terminal.ensure_newline()
            self._terminal.write_line(f"{report.nodeid} failed at its {report.when}", red=True)
            self._terminal.write_line(report.longreprtext)


@pytest.hookimpl(trylast=True)  # the terminal's own plugin comes first
def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(FailuresAtOnce(config.pluginmanager.getplugin("terminalreporter")))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if DEEP or any("::" in argument for argument in config.args):
        return
    left = {item for item in items if _is_for_the_other_system(item) or _is_the_other_way(item)}
    config.hook.pytest_deselected(items=list(left))
    items[:] = [item for item in items if item not in left]


def _is_for_the_other_system(item: pytest.Item) -> bool:
    system = getattr(item, "callspec", None) and item.callspec.params.get("databases")  # type: ignore[attr-defined]
    if system is None or item.nodeid.startswith(ALWAYS_BOTH):
        return False
    draw = crc32(item.nodeid.replace(system, "").encode())
    if item.nodeid.startswith(BOTH):
        return bool(system == "sqlite" and draw % 2)
    if item.nodeid.startswith(LINKS_ARE_FOLLOWED):
        return bool(system != "sqlite")
    return bool(system != ("sqlite" if draw % 6 else "postgresql"))


def _is_the_other_way(item: pytest.Item) -> bool:
    """Half of the tests that say so with scripts, half without: what the two show differs in hardly anything."""
    if item.get_closest_marker("one_way_will_do") is None:
        return False
    way = item.callspec.params["context"]  # type: ignore[attr-defined]
    with_scripts = crc32(item.nodeid.replace(way, "").encode()) % 2 == 0
    return bool(way != ("script" if with_scripts else "no-script"))


def pytest_collection_finish() -> None:
    """What is imported by now lives to the end: the collector need not look at it any more."""
    gc.freeze()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """One line for each reason why tests were skipped, however many they were."""
    skipped = terminalreporter.stats.get("skipped", [])
    reasons = Counter(report.longrepr[2] for report in skipped if isinstance(report.longrepr, tuple))
    for reason, number in reasons.items():
        terminalreporter.write_line(f"{number} tests skipped. {reason.removeprefix('Skipped: ')}")


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A PostgreSQL server of this test process's own."""
    try:
        server = Cluster()
    except PostgresqlMissing as error:
        missing(str(error))
    yield server
    server.stop()


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def databases(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Databases:
    """Both database systems, one after the other."""
    if request.param == "sqlite":
        return SqliteDatabases(tmp_path_factory.mktemp("sqlite"))
    return PostgresqlDatabases(request.getfixturevalue("cluster"))


@pytest.fixture
def database_url(databases: Databases) -> Iterator[str]:
    """The address of a migrated, empty database of the test's own."""
    from tests.databases.recipes import migrated

    url = databases.copy(migrated)
    yield url
    databases.drop(url)


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> "Settings":
    """A deployment's settings over the test's own database and instance folder."""
    from tests.databases.recipes import settings_for_tests

    return settings_for_tests(database_url, tmp_path)


@pytest.fixture
def session(settings: "Settings") -> Iterator[Session]:
    """A session for tests of the domain, which needs no application."""
    import models.db  # noqa: F401  # prepares every SQLite connection

    engine = create_engine(settings.database)
    with Session(engine) as opened:
        yield opened
    engine.dispose()


@pytest.fixture
def app(settings: "Settings") -> Iterator["Flask"]:
    """The assembled application."""
    from app import create_app
    from models.db import db

    made = create_app(settings)
    yield made
    with made.app_context():
        db.engine.dispose()


@pytest.fixture
def new_visitor(app: "Flask") -> Callable[..., "Visitor"]:
    """Makes visitors, each with a browser of their own."""
    from tests.driver.visitor import Visitor

    def make(**options: Any) -> Visitor:
        return Visitor(app, **options)

    return make


@pytest.fixture
def visitor(new_visitor: Callable[..., "Visitor"]) -> "Visitor":
    """Somebody with a browser that runs no script."""
    return new_visitor()
