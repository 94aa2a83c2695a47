"""The trail taken out and checked elsewhere; and given up only once it is old, exported and covered (B3)."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from sqlalchemy import func, select, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from models.audit import verify_trail as verifier
from models.audit.actor import Actor
from models.audit.checkpoints import CheckpointBook, TrailContradicted, make_checkpoint
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.audit.tables import AuditEvent, AuditEventFacility, AuditPurge
from models.auditing.files import Days, export_trail, purge, verify_trail
from models.errors import Conflict
from models.settings import Settings

CONSOLE = Actor.at_console("tests")
LONG_AGO = datetime(2020, 4, 1, 3, tzinfo=UTC)
LISTED = {"asked": {"q": ["é\u2028太陽光"]}, "total": 2, "items": ["facility_id"]}


@pytest.fixture
def book(settings: Settings) -> CheckpointBook:
    return CheckpointBook.of(settings)


@pytest.fixture
def lived(session: Session) -> Session:
    """Ten days of 2020 with an event each, then three of today."""
    for day in range(10):
        with time_machine.travel(LONG_AGO + timedelta(days=day), tick=False):
            event = Event(EventName.CERTIFICATIONS_LISTED, CONSOLE, certifications=(day, 40), details=LISTED)
            record(session, event)
    for _ in range(3):
        record(session, Event(EventName.SIGNED_OUT, CONSOLE))
    session.commit()
    return session


def check(*arguments: object) -> int:
    return verifier.main([str(one) for one in arguments])


def test_what_is_written_out_is_intact_elsewhere(lived: Session, book: CheckpointBook, tmp_path: Path) -> None:
    made = make_checkpoint(lived, book, CONSOLE)
    written = export_trail(lived, CONSOLE, tmp_path / "trail.jsonl", Days())
    key = tmp_path / "key"
    key.write_bytes(book.key)
    assert (written.stretch.first, written.stretch.last) == (1, 14)
    assert check(tmp_path / "trail.jsonl", "--checkpoints", book.path, "--key", key) == 0
    assert check(tmp_path / "trail.jsonl", "--former-head", f"{made.covers}:{made.head}") == 0
    details = lived.scalars(select(AuditEvent.details).where(AuditEvent.name == EventName.TRAIL_EXPORTED)).one()
    assert (details["first"], details["last"], details["sha256"]) == (1, 14, written.sha256)
    with pytest.raises(Conflict, match=r"trail\.jsonl"):
        export_trail(lived, CONSOLE, tmp_path / "trail.jsonl", Days())


def test_days_are_those_of_japan(lived: Session, tmp_path: Path) -> None:
    written = export_trail(lived, CONSOLE, tmp_path / "a", Days(date(2020, 4, 3), date(2020, 4, 5)))
    assert (written.stretch.first, written.stretch.last) == (3, 5)
    assert export_trail(lived, CONSOLE, tmp_path / "b", Days(date(2030, 1, 1))).stretch.count == 0


def test_the_live_trail_is_checked_with_its_checkpoints(lived: Session, book: CheckpointBook) -> None:
    make_checkpoint(lived, book, CONSOLE)
    lived.commit()
    assert verify_trail(lived, CONSOLE, book).fault == ""
    lived.commit()
    remove_guards(lived)
    lived.execute(text("UPDATE audit_events SET login_id = 'x' WHERE number = 7"))
    found = verify_trail(lived, CONSOLE, book)
    assert (found.number, "書き換え" in found.fault) == (7, True)


def test_a_cut_tail_shows_by_the_head_even_without_a_checkpoint(lived: Session, book: CheckpointBook) -> None:
    remove_guards(lived)
    lived.execute(text("DELETE FROM audit_events WHERE number = 13"))
    assert verify_trail(lived, CONSOLE, book).number == 13


def test_a_beginning_that_was_taken_away_is_missed_whatever_checkpoint_vouches_for_it(
    lived: Session, book: CheckpointBook
) -> None:
    made = make_checkpoint(lived, book, CONSOLE)
    lived.commit()
    remove_guards(lived)
    lived.execute(text(f"DELETE FROM audit_events WHERE number <= {made.covers}"))
    found = verify_trail(lived, CONSOLE, book)
    assert (found.number, found.fault) == (1, "証跡 13 までがなく、廃棄の記録もありません。")
    with pytest.raises(TrailContradicted, match="廃棄の記録もありません"):
        make_checkpoint(lived, book, CONSOLE)


def test_the_old_part_goes_and_the_rest_stays_provable(lived: Session, book: CheckpointBook, tmp_path: Path) -> None:
    old, rest = tmp_path / "old.jsonl", tmp_path / "rest.jsonl"
    export_trail(lived, CONSOLE, old, Days(until=date(2020, 4, 8)))
    with pytest.raises(Conflict, match="照合点"):
        purge(lived, CONSOLE, book, old, 3)
    make_checkpoint(lived, book, CONSOLE)
    lived.commit()
    proof = purge(lived, CONSOLE, book, old, 3)
    lived.commit()
    assert (proof.first, proof.last) == (1, 8)
    assert lived.scalar(select(func.min(AuditEvent.number))) == 9
    assert lived.scalar(select(func.min(AuditEventFacility.event_number))) == 9
    assert verify_trail(lived, CONSOLE, book).fault == ""
    export_trail(lived, CONSOLE, rest, Days())
    lived.commit()
    assert check(rest) == 0
    assert check(rest, "--checkpoints", book.path) == 0
    assert check(old, rest, "--checkpoints", book.path) == 0
    lines = rest.read_bytes().splitlines(keepends=True)
    rest.write_bytes(b"".join(lines[1:]))
    assert check(rest) == 1


@pytest.mark.parametrize("until", [date(2020, 4, 3), None])
def test_what_is_young_or_not_the_beginning_is_not_given_up(
    lived: Session, book: CheckpointBook, tmp_path: Path, until: date | None
) -> None:
    make_checkpoint(lived, book, CONSOLE)
    export_trail(lived, CONSOLE, tmp_path / "part", Days(date(2020, 4, 2) if until else None, until))
    lived.commit()
    with pytest.raises(Conflict):
        purge(lived, CONSOLE, book, tmp_path / "part", 3)
    lived.rollback()
    assert lived.scalar(select(func.count()).select_from(AuditPurge)) == 0


def test_a_file_that_was_changed_frees_nothing(lived: Session, book: CheckpointBook, tmp_path: Path) -> None:
    old = tmp_path / "old"
    export_trail(lived, CONSOLE, old, Days(until=date(2020, 4, 8)))
    make_checkpoint(lived, book, CONSOLE)
    lived.commit()
    old.write_bytes(old.read_bytes().replace(b"facility_id", b"facility_ix"))
    with pytest.raises(Conflict, match="読めません"):
        purge(lived, CONSOLE, book, old, 3)


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO audit_purges (at, first, last, previous_hash, last_hash, sha256) "
        "VALUES ('2026-01-01', {}, {}, '', '', '')".format(*piece)
        for piece in ((2, 5), (1, 13), (1, 99))
    ],
    ids=["not the beginning", "too young", "beyond the end"],
)
def test_the_database_itself_takes_no_wrong_proof(lived: Session, statement: str) -> None:
    with pytest.raises(DatabaseError, match="append-only"):
        lived.execute(text(statement))


@pytest.mark.parametrize("change", ["UPDATE audit_purges SET last = 9", "DELETE FROM audit_purges"])
def test_a_proof_is_never_changed_and_frees_nothing_but_its_own(
    lived: Session, book: CheckpointBook, tmp_path: Path, change: str
) -> None:
    export_trail(lived, CONSOLE, tmp_path / "old", Days(until=date(2020, 4, 8)))
    make_checkpoint(lived, book, CONSOLE)
    purge(lived, CONSOLE, book, tmp_path / "old", 3)
    lived.commit()
    for statement in (change, "DELETE FROM audit_events WHERE number = 9", "DELETE FROM audit_event_facilities"):
        with pytest.raises(DatabaseError, match="append-only"):
            lived.execute(text(statement))
        lived.rollback()


def remove_guards(session: Session) -> None:
    if session.get_bind().dialect.name == "sqlite":
        chosen = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'audit%'"
        for name in session.scalars(text(chosen)).all():
            session.execute(text(f"DROP TRIGGER {name}"))
    else:
        for name in ("audit_is_append_only", "audit_events_lets_go", "audit_event_facilities_lets_go"):
            session.execute(text(f"DROP FUNCTION {name}() CASCADE"))
    session.commit()
