"""Incidents on the first page of whoever has to act on them, and on nobody else's (M8)."""

from datetime import timedelta

import time_machine
from sqlalchemy.orm import Session

from models import clock
from models.administration.waiting import waiting_for
from models.incidents.incident import TO_PASS_ON, Incident
from models.incidents.kinds import Severity, YesNo
from models.incidents.lists import cases_of, reports_of
from models.incidents.passing_on import Assessment, pass_on
from models.lists import ask, list_page
from tests.factories.incidents import (
    COLLEAGUE,
    FOREIGN_LEAD,
    LEAD,
    MANAGER,
    MEMBER,
    OFFICER,
    OUTGOING,
    SECOND_LEAD,
    SECOND_OFFICER,
    account,
    reported,
    viewer,
)  # fmt: skip

EVERYBODY = (MEMBER, COLLEAGUE, LEAD, SECOND_LEAD, FOREIGN_LEAD, OFFICER, SECOND_OFFICER, MANAGER)
ASSESS, UNASSESSED = "引継ぎ・評価を待つ情報漏えい等の報告", "評価を待つ情報漏えい等の事案"
NEAR, OVERDUE = "期限の近い個人情報保護委員会への報告", "期限を過ぎた個人情報保護委員会への報告"
SAID = Assessment(Severity.MEDIUM, YesNo.YES, "本人に聞き取りをした。")


def waits(session: Session, label: str) -> dict[str, int]:
    """For whom something of this name waits; the page it leads to has as many lines."""
    session.rollback()
    found = {}
    for who in EVERYBODY:
        seen = viewer(session, who)
        for one in waiting_for(session, seen):
            if one.label == label:
                own = one.endpoint == "incidents.own"
                spec = reports_of(seen, clock.now()) if own else cases_of(seen, clock.now(), clock.today())
                question = ask(spec, {name: str(value) for name, value in one.values.items()})
                assert not question.ignored
                assert len(list_page(session, spec, question).rows) == one.number
                found[who] = one.number
    return found


def test_a_report_waits_for_the_responsible_persons_until_it_is_assessed(session: Session) -> None:
    number = reported(session).id
    assert waits(session, ASSESS) == {LEAD: 1, SECOND_LEAD: 1}
    assert waits(session, UNASSESSED) == {}
    pass_on(session, OUTGOING, viewer(session, LEAD), number, SAID)
    session.commit()
    assert waits(session, ASSESS) == waits(session, UNASSESSED) == {}


def test_what_the_clock_passed_on_waits_for_both(session: Session, hands: time_machine.Traveller) -> None:
    reported(session)
    hands.shift(TO_PASS_ON)
    assert waits(session, ASSESS) == {LEAD: 1, SECOND_LEAD: 1}
    assert waits(session, UNASSESSED) == {OFFICER: 1, SECOND_OFFICER: 1}


def test_a_direct_report_waits_for_the_officers_alone(session: Session) -> None:
    number = reported(session, direct=True).id
    assert waits(session, ASSESS) == {}
    assert waits(session, UNASSESSED) == {OFFICER: 1, SECOND_OFFICER: 1}
    session.get_one(Incident, number).severity_code = Severity.GRAVE.value
    session.commit()
    assert waits(session, UNASSESSED) == {}


def test_the_report_to_the_authority_waits_when_it_is_near_and_when_it_is_overdue(
    session: Session, hands: time_machine.Traveller
) -> None:
    reported(session, direct=True)
    both = {OFFICER: 1, SECOND_OFFICER: 1}
    assert waits(session, NEAR) == waits(session, OVERDUE) == {}
    hands.shift(timedelta(days=3))
    assert (waits(session, NEAR), waits(session, OVERDUE)) == (both, {})
    hands.shift(timedelta(days=2))
    assert (waits(session, NEAR), waits(session, OVERDUE)) == ({}, both)


def test_an_incident_about_whoever_looks_waits_for_others(session: Session, hands: time_machine.Traveller) -> None:
    reported(session, person=LEAD)
    reported(session, direct=True, person=OFFICER)
    assert waits(session, ASSESS) == {SECOND_LEAD: 1}
    assert waits(session, UNASSESSED) == {SECOND_OFFICER: 1}
    hands.shift(timedelta(days=10))
    assert waits(session, OVERDUE) == {OFFICER: 1, SECOND_OFFICER: 2}


def test_ones_own_report_does_not_wait_for_oneself(session: Session) -> None:
    reported(session)
    account(session, MEMBER).role_code = account(session, LEAD).role_code  # appointed since
    session.commit()
    assert waits(session, ASSESS) == {LEAD: 1, SECOND_LEAD: 1}
