"""Checkpoints: what stands outside the database and cannot be taken back (B3)."""

import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from sqlalchemy import create_engine, select, text, update
from sqlalchemy.orm import Session, sessionmaker

from models.audit.actor import Actor
from models.audit.checkpoints import CheckpointBook, TrailContradicted, is_due, make_checkpoint, write_daily
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.audit.tables import AuditEvent, AuditHead
from models.audit.verify_trail import Broken, Checkpoints
from models.settings import Settings

CONSOLE = Actor.at_console("tests")
NOON = datetime(2026, 5, 11, 3, tzinfo=UTC)


@pytest.fixture
def book(settings: Settings) -> CheckpointBook:
    return CheckpointBook.of(settings)


def act(session: Session, times: int = 1) -> None:
    for _ in range(times):
        record(session, Event(EventName.SIGNED_OUT, CONSOLE))
    session.commit()


def test_each_covers_the_one_before_and_stands_in_file_and_trail(session: Session, book: CheckpointBook) -> None:
    act(session, 3)
    first = make_checkpoint(session, book, CONSOLE)
    session.commit()
    act(session)
    second = make_checkpoint(session, book, CONSOLE)
    session.commit()
    assert (first.number, first.covers, second.number, second.covers) == (1, 3, 2, 5)
    assert second.previous == first.hash
    assert second.head == session.scalar(select(AuditEvent.hash).where(AuditEvent.number == 5))
    assert book.all() == [first, second]
    made = session.scalars(select(AuditEvent.details).where(AuditEvent.name == EventName.CHECKPOINT_MADE)).all()
    assert [(one["checkpoint"], one["hash"]) for one in made] == [(1, first.hash), (2, second.hash)]


def test_anybody_can_check_the_hashes_and_only_the_key_proves_them(session: Session, book: CheckpointBook) -> None:
    for _ in range(3):
        make_checkpoint(session, book, CONSOLE)
    session.commit()
    lines = book.lines()
    Checkpoints().read(lines)
    Checkpoints().read(lines, book.key)
    with pytest.raises(Broken, match="key"):
        Checkpoints().read(lines, b"another key")
    for changed in (
        [lines[0], lines[2]],
        [lines[1], lines[0], lines[2]],
        [lines[0], lines[1].replace(b'"covers":1', b'"covers":9'), lines[2]],
        [*lines, b"{}\n"],
    ):
        with pytest.raises(Broken):
            Checkpoints().read(changed)


def test_a_clock_set_back_keeps_the_order_and_is_noted(session: Session, book: CheckpointBook) -> None:
    with time_machine.travel(NOON, tick=False):
        make_checkpoint(session, book, CONSOLE)
    with time_machine.travel(NOON - timedelta(days=2), tick=False):
        make_checkpoint(session, book, CONSOLE)
    session.commit()
    assert [(one.number, one.clock_back) for one in book.all()] == [(1, False), (2, True)]


@pytest.mark.parametrize(
    "change",
    [
        update(AuditHead).values(number=1),
        update(AuditHead).values(hash="f" * 64),
    ],
    ids=["cut", "rebuilt"],
)
def test_no_checkpoint_covers_a_trail_up_that_its_last_one_did_not_see(
    session: Session, book: CheckpointBook, change: object
) -> None:
    act(session, 4)
    with session.begin_nested():
        pass
    make_checkpoint(session, book, CONSOLE)
    session.rollback()  # the event of the checkpoint is lost, its line is not: the trail ends where it covered
    session.execute(change)  # type: ignore[call-overload]
    session.commit()
    with pytest.raises(TrailContradicted):
        make_checkpoint(session, book, CONSOLE)
    session.rollback()
    assert len(book.lines()) == 1


def test_one_a_day_is_written_and_a_full_disk_stops_nothing_else(
    session: Session, book: CheckpointBook, settings: Settings, tmp_path: Path
) -> None:
    sessions = sessionmaker(session.get_bind())
    with time_machine.travel(NOON, tick=False) as hands:
        assert is_due(book)
        write_daily(sessions, book)
        write_daily(sessions, book)
        assert len(book.lines()) == 1
        hands.shift(timedelta(days=1))
        write_daily(sessions, book)
        assert len(book.lines()) == 2
        hands.shift(timedelta(days=1))
        (tmp_path / "file").touch()
        write_daily(sessions, CheckpointBook(tmp_path / "file", book.key))
    assert session.scalar(select(AuditHead.number)) == 2, "what could not be written outside is no event either"


def test_of_many_at_once_each_follows_another(session: Session, book: CheckpointBook, settings: Settings) -> None:
    engine = create_engine(settings.database)
    start = threading.Barrier(4)

    def make() -> None:
        start.wait()
        with Session(engine) as own:
            own.execute(text("SELECT 1"))
            make_checkpoint(own, book, CONSOLE)
            own.commit()

    threads = [threading.Thread(target=make) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    engine.dispose()
    assert [(one.number, one.covers) for one in book.all()] == [(1, 0), (2, 1), (3, 2), (4, 3)]
