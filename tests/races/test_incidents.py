"""People and the clock at the same incident at the same moment: each act happens once (M8)."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import Engine, create_engine, func, select, update
from sqlalchemy.orm import Session, sessionmaker

from models import clock
from models.audit.event_names import EventName
from models.audit.tables import AuditEvent
from models.errors import Conflict
from models.incidents import drafts, handling, reporting
from models.incidents.facts import facts_of, set_facts
from models.incidents.incident import Incident, IncidentEntry
from models.incidents.kinds import EntryKind, IncidentOutcome, IncidentState, Severity, YesNo
from models.incidents.passing_on import Assessment, escalate, pass_on
from models.legal.dated import digest
from tests.amount import ROUNDS
from tests.databases.templates import Databases
from tests.factories.incidents import (
    LEAD,
    MEMBER,
    OFFICER,
    OUTGOING,
    REPORT,
    SECOND_LEAD,
    SECOND_OFFICER,
    reported,
    staffed,
    viewer,
)  # fmt: skip
from tests.races.racing import Racers

SAID = Assessment(Severity.MEDIUM, YesNo.YES, "聞き取り")


@pytest.fixture
def engine(databases: Databases) -> Iterator[Engine]:
    url = databases.copy(staffed)
    made = create_engine(url, pool_size=8)
    yield made
    made.dispose()
    databases.drop(url)


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with Session(engine, expire_on_commit=False) as opened:
        yield opened


def once(act: Callable[[Session], object], session: Session) -> bool:
    """Whether it was the first."""
    try:
        act(session)
    except Conflict:
        session.rollback()
        return False
    return True


def test_two_who_act_on_the_same_thing_do_so_once(engine: Engine, session: Session) -> None:
    member, leads = viewer(session, MEMBER), [viewer(session, one) for one in (LEAD, SECOND_LEAD)]
    officers = [viewer(session, one) for one in (OFFICER, SECOND_OFFICER)]
    racers = Racers(engine, 2)
    for _ in range(ROUNDS):
        drafts.keep_draft(session, member, REPORT)
        session.commit()
        send = partial(once, partial(_send, member))
        assert sorted(racers.race(send, send)) == [False, True]
        number = session.scalars(select(func.max(Incident.id))).one()
        assert number is not None
        session.commit()  # or SQLite would go on showing this moment
        passing = [partial(once, partial(_pass_on, lead, number)) for lead in leads]
        assert sorted(racers.race(*passing)) == [False, True]
        found = session.get_one(Incident, number, populate_existing=True)
        facts, mark = replace(facts_of(found), malicious=YesNo.YES), found.facts_mark
        session.commit()
        stating = [partial(once, partial(_state, one, number, facts, mark)) for one in officers]
        assert sorted(racers.race(*stating)) == [False, True]
    racers.close()


def test_the_clock_and_people_go_on_beside_each_other(engine: Engine, session: Session) -> None:
    lead, officer = viewer(session, LEAD), viewer(session, OFFICER)
    sessions = sessionmaker(engine, expire_on_commit=False)
    racers = Racers(engine, 4)
    for _ in range(ROUNDS):
        number = reported(session).id
        session.execute(update(Incident).where(Incident.id == number).values(due_at=clock.now() - timedelta(hours=1)))
        session.commit()
        racers.race(
            lambda _session: escalate(sessions, OUTGOING, clock.now()),
            lambda _session: escalate(sessions, OUTGOING, clock.now()),
            partial(_pass_on, lead, number),
            partial(_measure, officer, number),
        )
        lines = select(IncidentEntry.kind_code).where(IncidentEntry.incident_id == number)
        kinds = [EntryKind(one) for one in session.scalars(lines)]
        assert [kinds.count(one) for one in (EntryKind.PASSED_ON, EntryKind.ASSESSED, EntryKind.MEASURE)] == [1, 1, 1]
        events = select(func.count()).where(
            AuditEvent.name == EventName.INCIDENT_PASSED_ON.value, AuditEvent.object == f"incident:{number}"
        )
        assert session.scalar(events) == 1
        session.commit()
    racers.close()


def test_an_answer_and_the_end_of_a_case_both_stand_in_its_timeline_once(engine: Engine, session: Session) -> None:
    lead = viewer(session, LEAD)
    answering, closing = viewer(session, OFFICER), viewer(session, SECOND_OFFICER)
    racers = Racers(engine, 2)
    for _ in range(ROUNDS):
        number = reported(session).id
        pass_on(session, OUTGOING, lead, number, replace(SAID, personal_data=YesNo.NO))
        session.commit()
        answers = racers.race(
            partial(once, lambda one, number=number: handling.answer(one, OUTGOING, answering, number, "確認中です。")),
            partial(once, partial(_close, closing, number)),
        )
        assert answers == [True, True]
        found = session.get_one(Incident, number, populate_existing=True)
        assert found.state_at(clock.now()) is IncidentState.CLOSED
        kinds = [one.kind for one in handling.timeline(session, found)]
        assert (kinds.count(EntryKind.ANSWER), kinds.count(EntryKind.CLOSED)) == (1, 1)
        session.commit()
    racers.close()


def _close(officer: object, number: int, session: Session) -> None:
    handling.close(session, officer, number, IncidentOutcome.UNFOUNDED, "見間違い", "なし")  # type: ignore[arg-type]


def _send(member: object, session: Session) -> None:
    reporting.send(session, OUTGOING, member, digest(REPORT.as_json()))  # type: ignore[arg-type]


def _pass_on(lead: object, number: int, session: Session) -> None:
    pass_on(session, OUTGOING, lead, number, SAID)  # type: ignore[arg-type]


def _state(officer: object, number: int, facts: object, mark: str, session: Session) -> None:
    set_facts(session, officer, number, facts, mark)  # type: ignore[arg-type]


def _measure(officer: object, number: int, session: Session) -> None:
    handling.note_measure(session, officer.actor, number, "停止した。")  # type: ignore[attr-defined]
