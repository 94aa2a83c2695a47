"""Giving up old events while others write and a checkpoint is made: one chain, and every number vouched for (B3)."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from models.administration.two_person_acts import ACTS
from models.approvals import deciding
from models.approvals.approval import ApprovalKind
from models.audit.actor import Actor
from models.audit.checkpoints import CheckpointBook, make_checkpoint
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.audit.tables import AuditEvent, AuditPurge
from models.auditing import purging
from models.auditing.days import Days
from models.auditing.files import export_trail
from models.auditing.purge import purge
from models.auditing.verifying import verify_trail
from models.errors import Conflict
from models.settings import Settings
from tests.models.people.office import OFFICER, OUTGOING, SECOND, Office, staff
from tests.races.racing import Racers

LONG_AGO = datetime(2020, 4, 1, 3, tzinfo=UTC)
CONSOLE = Actor.at_console("tests")
PIECES, YEARS = 4, 3


@pytest.fixture
def racers(session: Session) -> Iterator[Racers]:
    engine = session.get_bind()
    assert isinstance(engine, Engine)
    made = Racers(engine, 5)
    yield made
    made.close()


@pytest.fixture
def office(session: Session) -> Office:
    """Officers, and a piece of the trail of each of some days long ago."""
    for day in range(PIECES):
        with time_machine.travel(LONG_AGO + timedelta(days=day), tick=False):
            for number in range(3):
                told = {"asked": {}, "total": 1, "items": []}
                event = Event(EventName.CERTIFICATIONS_LISTED, CONSOLE, certifications=[number], details=told)
                record(session, event)
    session.commit()
    return staff(session)


def permitted(office: Office, number: int) -> int:
    """The permit of two officers for the export that event ``number`` tells of."""
    session = office.session
    made = purging.propose(session, office.viewer(OFFICER), number, YEARS, "保存期間を過ぎた")
    shown = ACTS[ApprovalKind.PURGE_TRAIL].difference(session, made).sha256
    deciding.approve(session, ACTS, OUTGOING, office.viewer(SECOND), made.id, shown)
    session.commit()
    return made.id


def tried(act: Callable[[Session], object]) -> Callable[[Session], str]:
    def run(session: Session) -> str:
        try:
            act(session)
        except Conflict:
            session.rollback()
            return "refused"
        return "done"

    return run


def test_a_purge_among_writers_and_checkpoints_leaves_one_provable_chain(
    office: Office, racers: Racers, settings: Settings, tmp_path: Path
) -> None:
    session, book = office.session, CheckpointBook.of(settings)
    for piece in range(PIECES):
        file = tmp_path / f"{piece}.jsonl"
        written = export_trail(session, CONSOLE, file, Days(until=date(2020, 4, 1) + timedelta(days=piece)))
        make_checkpoint(session, book, CONSOLE)
        session.commit()
        exported = select(func.max(AuditEvent.number)).where(AuditEvent.name == EventName.TRAIL_EXPORTED.value)
        approval = permitted(office, session.scalar(exported) or 0)

        def give_up(session: Session, file: Path = file, approval: int = approval) -> None:
            purge(session, CONSOLE, book, file, YEARS, approval)

        def write(session: Session) -> None:
            for _ in range(3):
                record(session, Event(EventName.SIGNED_OUT, CONSOLE))
                session.commit()

        def check(session: Session) -> None:
            make_checkpoint(session, book, CONSOLE)

        answers = racers.race(*(tried(act) for act in (give_up, give_up, write, write, check)))
        assert sorted(map(str, answers[:2])) == ["done", "refused"]
        assert answers[2:] == ["done", "done", "done"]
        session.rollback()
        assert session.scalar(select(func.min(AuditEvent.number))) == written.stretch.last + 1
        found = verify_trail(session, OUTGOING, CONSOLE, book)
        assert found.fault == "", found
        session.commit()
    assert session.scalar(select(func.count()).select_from(AuditPurge)) == PIECES
