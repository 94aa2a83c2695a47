"""The trail checked as it lies in the database (B3)."""

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from models.audit.checkpoints import CheckpointBook, TrailContradicted, make_checkpoint
from models.audit.tables import AuditEvent
from models.auditing.verifying import verify_trail
from models.db import begin_writing
from tests.models.auditing.conftest import CONSOLE, remove_guards
from tests.models.people.office import OUTGOING


def test_the_live_trail_is_checked_with_its_checkpoints(lived: Session, book: CheckpointBook) -> None:
    make_checkpoint(lived, book, CONSOLE)
    lived.commit()
    assert verify_trail(lived, OUTGOING, CONSOLE, book).fault == ""
    lived.commit()
    remove_guards(lived)
    lived.execute(text("UPDATE audit_events SET login_id = 'x' WHERE number = 7"))
    found = verify_trail(lived, OUTGOING, CONSOLE, book)
    assert (found.number, "書き換え" in found.fault) == (7, True)


OTHER = {"int": "999", "datetime": "'2019-01-01 00:00:00.000000'", "str": "'x'", "object": "'{\"x\": 1}'"}


@pytest.mark.parametrize("number", [1, 7, 13])
def test_every_column_changed_in_the_database_is_found_and_named(
    lived: Session, book: CheckpointBook, number: int
) -> None:
    remove_guards(lived)
    for column in AuditEvent.__table__.columns:
        kind = column.type.python_type.__name__
        change = f"UPDATE audit_events SET {column.name} = {OTHER[kind]} WHERE number = {number}"
        begin_writing(lived)  # what begins only now can be taken back after verifying, which writes as well
        lived.execute(text(change))
        found = verify_trail(lived, OUTGOING, CONSOLE, book)
        assert found.fault, column.name
        assert found.number == number or column.name in {"number", "hash"}, (column.name, found)
        lived.rollback()
    for change in (
        "DELETE FROM audit_event_facilities WHERE event_number = 7 AND certification_id = 40",
        "INSERT INTO audit_event_facilities (event_number, certification_id) VALUES (7, 41)",
    ):
        begin_writing(lived)
        lived.execute(text(change))
        assert verify_trail(lived, OUTGOING, CONSOLE, book).number == 7
        lived.rollback()


def test_a_cut_tail_shows_by_the_head_even_without_a_checkpoint(lived: Session, book: CheckpointBook) -> None:
    remove_guards(lived)
    lived.execute(text("DELETE FROM audit_events WHERE number = 13"))
    assert verify_trail(lived, OUTGOING, CONSOLE, book).number == 13


def test_a_beginning_that_was_taken_away_is_missed_whatever_checkpoint_vouches_for_it(
    lived: Session, book: CheckpointBook
) -> None:
    made = make_checkpoint(lived, book, CONSOLE)
    lived.commit()
    remove_guards(lived)
    lived.execute(text(f"DELETE FROM audit_events WHERE number <= {made.covers}"))
    found = verify_trail(lived, OUTGOING, CONSOLE, book)
    assert (found.number, found.fault) == (1, "証跡 13 までがなく、廃棄の記録もありません。")
    with pytest.raises(TrailContradicted, match="廃棄の記録もありません"):
        make_checkpoint(lived, book, CONSOLE)
