"""The trail verified by the worker, and whom it tells of what it finds (B3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import delete, func, select, text, update
from sqlalchemy.orm import Session, sessionmaker

from models import clock
from models.administration.waiting import waiting_for
from models.audit.actor import Actor
from models.audit.checkpoints import CheckpointBook, make_checkpoint
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.audit.tables import AuditEvent, AuditHead
from models.auditing.looking_after import look_after_trail
from models.auditing.verifying import verified, verify_trail
from tests.models.auditing.conftest import CONSOLE, remove_guards
from tests.models.people.office import AUDITOR, EVERYBODY, LEAD, MANAGER, OFFICER, OUTGOING, SECOND, Office, staff

ALARM = "【警報】監査の証跡に異常が見つかりました"
A_DAY = timedelta(days=1)


@pytest.fixture
def office(session: Session) -> Office:
    made = staff(session)
    session.commit()
    return made


def look(office: Office, book: CheckpointBook) -> None:
    office.session.rollback()
    look_after_trail(sessionmaker(office.session.get_bind()), OUTGOING, book)


def found(office: Office) -> list[int]:
    """The faults of every verification."""
    office.session.rollback()
    return [one.details["faults"] for one in office.events(EventName.TRAIL_VERIFIED)]


def alarmed(office: Office) -> dict[str, int]:
    """Who was written to, how often."""
    letters = {who: sum(one.endswith(ALARM) for one in office.letters(who)) for who in EVERYBODY}
    return {who: number for who, number in letters.items() if number}


def warned(office: Office) -> set[str]:
    """Whose first page shows it."""
    office.session.rollback()
    label = "異常の見つかった監査の証跡"
    return {who for who in EVERYBODY for one in waiting_for(office.session, office.viewer(who)) if one.label == label}


def rewrite(office: Office, login_id: str) -> None:
    office.session.execute(update(AuditEvent).where(AuditEvent.number == 3).values(login_id=login_id))
    office.session.commit()


def test_the_whole_trail_is_verified_once_a_week(office: Office, book: CheckpointBook) -> None:
    with time_machine.travel(clock.now(), tick=False) as hands:
        for expected in (1, 1, 1, 1, 1, 1, 1, 2, 2):
            look(office, book)
            look(office, book)
            assert found(office) == [0] * expected
            hands.shift(A_DAY)
    assert {one.login_id for one in office.events(EventName.TRAIL_VERIFIED)} == {Actor.worker().login_id}
    assert len(book.lines()) == 9


def test_what_was_tampered_with_reaches_every_officer_once_and_stays_on_their_pages(
    office: Office, book: CheckpointBook
) -> None:
    was = office.session.scalars(select(AuditEvent.login_id).where(AuditEvent.number == 3)).one()
    remove_guards(office.session)
    with time_machine.travel(clock.now(), tick=False) as hands:
        look(office, book)
        assert (alarmed(office), warned(office)) == ({}, set())
        rewrite(office, "x")
        for _ in range(15):
            hands.shift(A_DAY)
            look(office, book)
        assert found(office) == [0, 1, 1]
        assert alarmed(office) == {OFFICER: 1, SECOND: 1}
        assert warned(office) == {OFFICER, SECOND, AUDITOR}
        rewrite(office, was)
        assert verify_trail(office.session, OUTGOING, CONSOLE, book).fault == ""
        office.session.commit()
        assert warned(office) == set()
        rewrite(office, "x")
        assert verify_trail(office.session, OUTGOING, CONSOLE, book).number == 3
        office.session.commit()
        assert alarmed(office) == {OFFICER: 2, SECOND: 2}, "it is another finding"


def test_a_trail_that_contradicts_its_checkpoint_is_told_the_same_day(office: Office, book: CheckpointBook) -> None:
    with time_machine.travel(clock.now(), tick=False) as hands:
        look(office, book)
        hands.shift(A_DAY)
        look(office, book)
        cut(office.session, 5)
        hands.shift(A_DAY)
        for _ in range(3):
            look(office, book)
            hands.shift(timedelta(hours=1))
        assert found(office) == [1], "the former verifications went with what was cut off"
        assert alarmed(office) == {OFFICER: 1, SECOND: 1}
        assert len(book.lines()) == 2


def cut(session: Session, events: int) -> None:
    """As whoever owns the database would: without its last events, the trail goes on from the one before them."""
    remove_guards(session)
    last = (session.scalar(select(AuditHead.number)) or 0) - events
    session.execute(delete(AuditEvent).where(AuditEvent.number > last))
    own = select(AuditEvent.hash).where(AuditEvent.number == last).scalar_subquery()
    session.execute(update(AuditHead).values(number=last, hash=own))
    session.commit()


@dataclass(frozen=True)
class Busy(CheckpointBook):
    """A book into which somebody writes while it is read."""

    session: Session

    def lines(self) -> Sequence[bytes]:
        before = super().lines()
        with Session(self.session.get_bind()) as other:
            for _ in range(2):
                record(other, Event(EventName.SIGNED_OUT, CONSOLE))
            make_checkpoint(other, CheckpointBook(self.folder, self.key), CONSOLE)
            other.commit()
        return before if len(before) < 3 else super().lines()


def test_a_checkpoint_made_while_the_trail_is_read_is_no_fault(lived: Session, book: CheckpointBook) -> None:
    make_checkpoint(lived, book, CONSOLE)
    lived.commit()
    for _ in range(3):
        assert verified(lived, Busy(book.folder, book.key, lived)).fault == ""
        lived.rollback()
    assert len(book.lines()) == 7


def test_detection_that_is_behind_is_on_the_pages_of_those_in_charge(office: Office) -> None:
    def behind(who: str) -> list[int]:
        shown = waiting_for(office.session, office.viewer(who))
        return [one.number for one in shown if one.label.startswith("監視の遅れ")]

    office.session.execute(text("UPDATE detector_head SET number = 0"))
    oldest = office.session.execute(select(func.min(AuditEvent.at))).scalar_one()
    with time_machine.travel(oldest + timedelta(seconds=50), tick=False):
        assert behind(OFFICER) == []
    with time_machine.travel(oldest + timedelta(minutes=12), tick=False):
        assert [behind(who) for who in (OFFICER, SECOND, MANAGER, LEAD)] == [[12], [12], [12], []]
    office.session.execute(text("UPDATE detector_head SET number = (SELECT number FROM audit_head)"))
    with time_machine.travel(oldest + timedelta(minutes=12), tick=False):
        assert behind(OFFICER) == []
