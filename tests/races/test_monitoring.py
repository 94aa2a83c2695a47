"""Detection under way twice at once, and beside those who take files: each act counts once, each stop happens once."""

from collections.abc import Iterator
from functools import partial

import pytest
from sqlalchemy import Engine, create_engine, func, select
from sqlalchemy.orm import Session, sessionmaker

from models.accounts.lifecycle import lock_account
from models.audit.event_names import EventName
from models.audit.tables import AuditEvent, AuditHead
from models.cases.case import WatchCase
from models.cases.round import watch_over
from models.monitoring.in_line import StoppedByDetection, before_export
from models.monitoring.tables import DetectorHead, MonitoringAlert
from tests.amount import ROUNDS
from tests.databases.templates import Databases
from tests.factories.incidents import COLLEAGUE, MEMBER, OFFICER, OUTGOING, account, staffed, viewer
from tests.factories.watching import exported, only_exports, use_rules
from tests.models.accounts.conftest import hands  # noqa: F401
from tests.races.racing import Racers


@pytest.fixture
def engine(databases: Databases) -> Iterator[Engine]:
    url = databases.copy(staffed)
    made = create_engine(url, pool_size=8)
    yield made
    made.dispose()
    databases.drop(url)


def take(login_id: str, session: Session) -> str:
    """Ask for a file of ten rows, as ``note_export`` does."""
    person = viewer(session, login_id)
    session.commit()
    try:
        watched = before_export(session, person, lock_account(session, person.account_id), 10)
    except StoppedByDetection:
        return "stopped"
    watched.fed_ahead(exported(session, person, 10))
    return "taken"


def look(engine: Engine, _session: Session) -> str:
    """The worker's round."""
    watch_over(sessionmaker(engine, expire_on_commit=False), OUTGOING)
    return "looked"


def test_workers_and_takers_at_once_count_every_file_once(engine: Engine) -> None:
    racers = Racers(engine, 4)
    with Session(engine, expire_on_commit=False) as session:
        use_rules(session, only_exports(10 * ROUNDS + 5))
    worker = partial(look, engine)
    for _ in range(ROUNDS):
        answers = racers.race(worker, partial(take, MEMBER), worker, partial(take, COLLEAGUE))
        assert answers == ["looked", "taken", "looked", "taken"]
    # Each has taken 200 rows of 205: counted twice, one file would have been too many long ago.
    answers = racers.race(worker, partial(take, MEMBER), worker, partial(take, OFFICER))
    assert answers == ["looked", "stopped", "looked", "taken"]
    racers.close()
    look(engine, Session(engine))
    with Session(engine) as session:
        assert session.scalars(select(MonitoringAlert.login_id)).all() == [MEMBER]
        assert session.scalar(select(func.count()).select_from(WatchCase)) == 1
        assert account(session, MEMBER).stop_reason == "monitoring"
        stopped = select(func.count()).where(AuditEvent.name == EventName.ACCOUNT_STOPPED.value)
        assert session.scalar(stopped) == 1
        head = session.scalars(select(DetectorHead)).one()
        assert head.ahead == [] or min(head.ahead) > head.number
        assert head.number <= session.scalars(select(AuditHead.number)).one()


def test_two_workers_open_one_case(engine: Engine) -> None:
    racers = Racers(engine, 2)
    worker = partial(look, engine)
    with Session(engine, expire_on_commit=False) as session:
        use_rules(session, only_exports(10))
        for _ in range(2):
            exported(session, viewer(session, MEMBER), 10)
        session.commit()
    for _ in range(ROUNDS // 4):
        racers.race(worker, worker)
    racers.close()
    with Session(engine) as session:
        assert session.scalar(select(func.count()).select_from(MonitoringAlert)) == 1
        assert session.scalar(select(func.count()).select_from(WatchCase)) == 1
