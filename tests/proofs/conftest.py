"""The entangled register, loaded once for all searches of a test process: nothing they write is kept."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from models.access.viewer import Viewer
from models.register.tripwire import install_tripwire
from tests.access.people import new_account
from tests.databases.cluster import Cluster
from tests.databases.templates import Databases, PostgresqlDatabases, SqliteDatabases
from tests.factories.entangled import entangled
from tests.factories.truth import Known, everything
from tests.factories.viewers import viewer_of
from tests.proofs.scopes import Organisation


class Ground:
    """A register on one database, what it holds, and the account of whoever searches it."""

    def __init__(self, session: Session, known: list[Known], account: int) -> None:
        self.session = session
        self.known = known
        self.account = account

    def __repr__(self) -> str:
        """Short, and no data class, which Hypothesis would print whole: its report of a failure fails then."""
        return f"the register on {self.session.get_bind().dialect.name}"

    def viewer(self, organisation: Organisation) -> Viewer:
        """Somebody of this organisation."""
        viewer = viewer_of(self.session, organisation.kind, organisation.code, organisation.laws)
        return replace(viewer, actor=replace(viewer.actor, account_id=self.account))


@pytest.fixture(scope="session")
def ground(databases: Databases) -> Iterator[Ground]:
    """The register on each database system."""
    with _laid(databases) as laid:
        yield laid


@pytest.fixture
def own_ground(databases: Databases) -> Iterator[Ground]:
    """A register of the test's own, which it may change."""
    with _laid(databases) as laid:
        yield laid


@pytest.fixture(scope="session")
def both(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Ground, Ground]]:
    """The same register on SQLite and on PostgreSQL, side by side."""
    sqlite = SqliteDatabases(tmp_path_factory.mktemp("both"))
    with _laid(sqlite) as one, _laid(PostgresqlDatabases(cluster, "both")) as other:
        yield one, other


@contextmanager
def _laid(databases: Databases) -> Iterator[Ground]:
    url = databases.copy(entangled)
    engine = create_engine(url)
    install_tripwire(engine)
    with Session(engine, expire_on_commit=False) as session:
        account = new_account(session).id
        session.commit()
        yield Ground(session, everything(session), account)
    engine.dispose()
    databases.drop(url)
