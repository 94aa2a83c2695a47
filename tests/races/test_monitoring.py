"""Detection under way twice at once, and beside those who take files: each act counts once, each stop happens once."""

from collections.abc import Iterator
from functools import partial

import pytest
from sqlalchemy import Engine, create_engine, delete, func, select
from sqlalchemy.orm import Session, sessionmaker

from models import clock
from models.accounts.account import AccountState
from models.accounts.lifecycle import lock_account
from models.accounts.standing import StopReason
from models.administration.two_person_acts import ACTS
from models.approvals import deciding, proposing
from models.approvals.approval import ApprovalKind
from models.audit.event_names import EventName
from models.audit.tables import AuditEvent, AuditHead
from models.cases.case import WatchCase
from models.cases.round import watch_over
from models.monitoring.acting import stop_everybody_due, stop_for_alerts, unanswered_about
from models.monitoring.in_line import StoppedByDetection, before_export
from models.monitoring.tables import DetectorHead, MonitoringAlert
from tests.amount import ROUNDS
from tests.databases.templates import Databases
from tests.factories.incidents import (
    COLLEAGUE,
    MANAGER,
    MEMBER,
    OFFICER,
    OUTGOING,
    SECOND_OFFICER,
    account,
    staffed,
    viewer,
)
from tests.factories.watching import alert_about, exported, only_exports, use_rules
from tests.models.accounts.conftest import hands  # noqa: F401
from tests.races.people.common import back_in_use, tried
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


def put_back(session: Session, *login_ids: str) -> None:
    """In office again, each with an alert that waits to stop them."""
    session.execute(delete(MonitoringAlert))
    people = [account(session, login_id) for login_id in login_ids]
    back_in_use(session, [one.id for one in people])
    session.add_all(alert_about(one) for one in people)
    session.commit()


def stop_due(login_id: str, session: Session) -> bool:
    """Whether the alerts about them stop somebody."""
    return bool(stop_for_alerts(session, lock_account(session, account(session, login_id).id), clock.now()))


def in_office(session: Session, *login_ids: str) -> list[str]:
    session.rollback()
    session.expire_all()
    return [one for one in login_ids if account(session, one).state is AccountState.ACTIVE]


def test_the_rules_never_stop_the_last_two_officers_at_once(engine: Engine) -> None:
    racers, pair = Racers(engine, 3), (OFFICER, SECOND_OFFICER)
    sessions = sessionmaker(engine, expire_on_commit=False)

    def work(_session: Session) -> None:
        stop_everybody_due(sessions, clock.now())

    with Session(engine, expire_on_commit=False) as session:
        for _ in range(ROUNDS):
            put_back(session, *pair)
            racers.race(*(partial(stop_due, one) for one in pair), work)
            assert in_office(session, *pair)
            work(session)
            (left,) = in_office(session, *pair)
            waiting = select(func.count()).where(MonitoringAlert.due_to_stop)
            assert session.scalar(waiting) == 0, "the worker has decided what was left open"
            assert unanswered_about(session, account(session, left)) is not None, "they take no files meanwhile"
    racers.close()


def test_of_the_last_two_officers_a_rule_stops_one_or_two_persons_the_other(engine: Engine) -> None:
    racers = Racers(engine, 2)
    with Session(engine, expire_on_commit=False) as session:
        first, manager = viewer(session, OFFICER), viewer(session, MANAGER)
        about = f"account:{account(session, SECOND_OFFICER).id}"
        for _ in range(ROUNDS):
            put_back(session, OFFICER, SECOND_OFFICER)
            session.execute(delete(MonitoringAlert).where(MonitoringAlert.login_id == SECOND_OFFICER))
            given = {"why": StopReason.TRANSFER.value}
            made = proposing.propose(session, ACTS, first, ApprovalKind.STOP_WATCHER, about, "異動", given)
            shown, number = ACTS[ApprovalKind.STOP_WATCHER].difference(session, made).sha256, made.id
            session.commit()

            def approve(session: Session, number: int = number, shown: str = shown) -> None:
                deciding.approve(session, ACTS, OUTGOING, manager, number, shown)

            refused = racers.race(partial(tried, approve), partial(stop_due, OFFICER))[0]
            assert len(in_office(session, OFFICER, SECOND_OFFICER)) == 1
            if refused:
                deciding.withdraw(session, first, number, "取下げ")
                session.commit()
    racers.close()


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
