"""A case that nobody settles: those concerned are told, then the officers again, each once (M8, M11)."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy.orm import Session

from models import clock
from models.administration.two_person_acts import ACTS
from models.administration.waiting import Waiting, waiting_for
from models.audit.event_names import EventName
from models.cases import closing, escalating
from models.cases.kinds import TIME_TO_DECIDE, TIME_TO_SETTLE, CaseOutcome
from models.db import SessionFactory
from models.detection.alert import Severity
from tests.models.cases.raising import explain, joined, opened
from tests.models.people.office import COLLEAGUE, LEAD, MANAGER, OFFICER, OUTGOING, SECOND, Office


def overdue(session: Session, office: Office, login_id: str) -> list[Waiting]:
    """What the home page says is overdue."""
    return [one for one in waiting_for(session, office.viewer(login_id)) if one.overdue is not None]


def test_an_overdue_case_is_told_once(
    session: Session, office: Office, sessions: SessionFactory, hands: time_machine.Traveller
) -> None:
    case = opened(session, office, sessions)
    hands.shift(timedelta(days=3) - timedelta(seconds=1))
    assert escalating.escalate(sessions, OUTGOING, clock.now()) == 0
    hands.shift(timedelta(seconds=1))
    assert [escalating.escalate(sessions, OUTGOING, clock.now()) for _ in range(2)] == [1, 0]
    session.rollback()
    for login_id in (LEAD, OFFICER, MANAGER):
        assert "期限超過" in office.letters(login_id)[-1]
    assert "説明がありません" in office.letter(LEAD)
    assert "説明を待たずに判断してください" in office.letter(OFFICER)
    assert case.is_overdue(clock.now())


@pytest.mark.parametrize("severity", [Severity.STOP, Severity.ALERT])
def test_what_the_officers_do_not_decide_is_told_to_all_of_them_again(
    session: Session, office: Office, sessions: SessionFactory, hands: time_machine.Traveller, severity: Severity
) -> None:
    case = joined(session, office, sessions, severity.value)
    assert overdue(session, office, OFFICER) == []
    hands.shift(TIME_TO_SETTLE[severity])
    escalating.escalate(sessions, OUTGOING, clock.now())
    hands.shift(TIME_TO_DECIDE[severity] - timedelta(seconds=1))
    assert escalating.tell_again(sessions, OUTGOING, clock.now()) == 0
    hands.shift(timedelta(seconds=1))
    assert [escalating.tell_again(sessions, OUTGOING, clock.now()) for _ in range(2)] == [1, 0]
    assert escalating.escalate(sessions, OUTGOING, clock.now()) == 0
    session.rollback()
    for login_id in (OFFICER, SECOND):
        assert "再度・期限超過" in office.letters(login_id)[-1]
    for login_id in (LEAD, MANAGER, COLLEAGUE):
        assert not any("再度" in one for one in office.letters(login_id))
    assert [one.details["again"] for one in office.events(EventName.CASE_ESCALATED)] == [False, True]
    for login_id in (OFFICER, MANAGER):
        [shown] = overdue(session, office, login_id)
        assert (shown.label, shown.number) == ("期限を過ぎた検知の案件", 1)
        assert shown.overdue == clock.now() - case.due_at == TIME_TO_DECIDE[severity]
    [asked] = overdue(session, office, LEAD)
    assert (asked.label, asked.overdue) == ("説明を待つ検知の案件", TIME_TO_DECIDE[severity])


def test_a_case_decided_in_time_is_told_no_more(
    session: Session, office: Office, sessions: SessionFactory, hands: time_machine.Traveller
) -> None:
    case = opened(session, office, sessions)
    hands.move_to(case.due_at)
    escalating.escalate(sessions, OUTGOING, clock.now())
    session.rollback()
    # Without an explanation the officers decide all the same.
    closing.close(session, ACTS, office.viewer(OFFICER), case.id, CaseOutcome.MISUSED, "説明がなかった。")
    session.commit()
    hands.shift(timedelta(days=30))
    assert escalating.tell_again(sessions, OUTGOING, clock.now()) == 0
    assert overdue(session, office, OFFICER) == []


def test_an_explained_case_is_told_as_that_to_the_office_alone(
    session: Session, office: Office, sessions: SessionFactory, hands: time_machine.Traveller
) -> None:
    case = opened(session, office, sessions)
    explain(session, office, case, "月末の照合だった。")
    hands.move_to(case.due_at)
    assert escalating.escalate(sessions, OUTGOING, clock.now()) == 1
    session.rollback()
    assert "所属組織の説明はあります" in office.letter(OFFICER)
    assert not any("期限超過" in one for one in office.letters(LEAD))


def test_an_officer_is_told_nothing_about_themselves(
    session: Session, office: Office, sessions: SessionFactory, hands: time_machine.Traveller
) -> None:
    case = opened(session, office, sessions, OFFICER)
    hands.move_to(case.due_at)
    escalating.escalate(sessions, OUTGOING, clock.now())
    hands.shift(timedelta(days=3))
    assert escalating.tell_again(sessions, OUTGOING, clock.now()) == 1
    session.rollback()
    assert "再度・期限超過" in office.letters(SECOND)[-1]
    assert office.letters(OFFICER) == []
    assert overdue(session, office, OFFICER) == []
