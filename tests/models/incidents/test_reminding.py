"""The officers are written to before a report to the authority is due, and when it was missed: once each (M8)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import clock
from models.accounts.account import AccountState
from models.audit.event_names import EventName
from models.audit.tables import AuditEvent
from models.db import SessionFactory
from models.incidents.deadlines import AuthorityReport
from models.incidents.handling import tell_authority, timeline
from models.incidents.incident import TO_PASS_ON, Incident
from models.incidents.kinds import EntryKind, YesNo
from models.incidents.reminding import remind_of_deadlines
from models.mail.outbox import OutboxLetter
from tests.factories.incidents import (
    MANAGER,
    OFFICER,
    OUTGOING,
    SECOND_OFFICER,
    account,
    reported,
    viewer,
)  # fmt: skip

NEAR, MISSED = EntryKind.DEADLINE_NEAR, EntryKind.DEADLINE_MISSED
Days = Callable[[int], list[tuple[EntryKind, str]]]


@pytest.fixture
def lines(sessions: SessionFactory, session: Session, hands: time_machine.Traveller) -> Days:
    """Let days pass, tidying every hour of them; what the timeline tells of the deadlines since."""
    seen = 0

    def pass_days(number: int) -> list[tuple[EntryKind, str]]:
        nonlocal seen
        session.rollback()
        for _hour in range(number * 4):
            hands.shift(timedelta(hours=6))
            remind_of_deadlines(sessions, OUTGOING, clock.now())
        found = timeline(session, session.scalars(select(Incident).order_by(Incident.id)).first())  # type: ignore[arg-type]
        told = [(one.kind, one.text) for one in found if one.kind in {NEAR, MISSED}]
        seen, before = len(told), seen
        session.rollback()
        return told[before:]

    return pass_days


def written_to(session: Session) -> list[tuple[str, str]]:
    """Who got a letter about a deadline, and about which."""
    session.rollback()
    chosen = select(OutboxLetter).where(OutboxLetter.subject.contains("個人情報保護委員会")).order_by(OutboxLetter.id)
    words = {"近づいています": "near", "過ぎています": "missed"}
    found = session.scalars(chosen)
    return [
        (one.recipient.partition("@")[0], next(kind for word, kind in words.items() if word in one.subject))
        for one in found
    ]


def test_letters_go_out_before_each_last_day_and_after_it_once_each(session: Session, lines: Days) -> None:
    number = reported(session, direct=True).id
    assert lines(2) == []
    assert lines(1) == [(NEAR, "速報：2026年5月15日まで")]
    assert lines(1) == []
    assert lines(1) == [(MISSED, "速報：2026年5月15日まで")]
    assert lines(16) == []
    assert lines(1) == [(NEAR, "確報：2026年6月9日まで")]
    assert lines(7) == []
    assert lines(20) == [(MISSED, "確報：2026年6月9日まで")]
    both = [OFFICER, SECOND_OFFICER]
    assert written_to(session) == [(one, kind) for kind in ("near", "missed") * 2 for one in both]
    events = session.scalars(
        select(AuditEvent).where(AuditEvent.name == EventName.INCIDENT_NOTED).order_by(AuditEvent.number)
    )
    assert [(one.login_id, one.object, one.details["what"]) for one in events] == [
        ("worker", f"incident:{number}", kind.value) for kind in (NEAR, MISSED, NEAR, MISSED)
    ]


def test_what_was_made_or_need_not_be_made_is_not_asked_for(session: Session, lines: Days) -> None:
    first, second = reported(session, direct=True).id, reported(session, direct=True, personal_data=YesNo.NO).id
    tell_authority(session, viewer(session, OFFICER), first, AuthorityReport.FINAL, clock.today())
    session.commit()
    assert lines(40) == []
    assert [one.kind for one in timeline(session, session.get_one(Incident, second))] == [
        EntryKind.REPORTED, EntryKind.LETTERS,
    ]  # fmt: skip
    assert written_to(session) == []


def test_a_last_day_that_moves_is_told_of_again(session: Session, lines: Days) -> None:
    number = reported(session, direct=True).id
    lines(24)
    session.get_one(Incident, number).malicious_code = YesNo.YES.value
    session.commit()
    assert lines(20) == []
    assert lines(9) == [(NEAR, "確報：2026年7月9日まで")]


def test_an_officer_whom_it_is_about_gets_no_such_letter(session: Session, lines: Days) -> None:
    reported(session, direct=True, person=OFFICER)
    lines(3)
    assert written_to(session) == [(SECOND_OFFICER, "near")]


def test_where_no_officer_may_know_the_system_managers_hear_that_nobody_does(session: Session, lines: Days) -> None:
    reported(session, direct=True, person=OFFICER)
    account(session, SECOND_OFFICER).state_code = AccountState.STOPPED.value
    session.commit()
    lines(3)
    assert written_to(session) == []
    subjects = session.execute(select(OutboxLetter.recipient, OutboxLetter.subject).order_by(OutboxLetter.id)).all()
    assert subjects[-1].recipient.startswith(MANAGER)
    assert "対応できる保有者担当がいません" in subjects[-1].subject


def test_what_has_not_come_to_the_officers_is_not_told_to_them(
    sessions: SessionFactory, session: Session, hands: time_machine.Traveller
) -> None:
    number = reported(session).id
    session.get_one(Incident, number).learned_on -= timedelta(days=10)
    session.commit()
    hands.shift(TO_PASS_ON - timedelta(hours=1))
    assert remind_of_deadlines(sessions, OUTGOING, clock.now()) == 0


def test_two_processes_write_once(sessions: SessionFactory, session: Session, hands: time_machine.Traveller) -> None:
    reported(session, direct=True)
    hands.shift(timedelta(days=30))
    assert [remind_of_deadlines(sessions, OUTGOING, clock.now()) for _twice in range(2)] == [2, 0]
