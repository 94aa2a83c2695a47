"""Proving again in a session: under a new token, and in which place with which device."""

from dataclasses import replace
from datetime import timedelta

import time_machine
from sqlalchemy.orm import Session

from models import clock
from models.accounts import known_browsers, second_step
from models.accounts.outcomes import CodeAccepted
from models.accounts.sign_in_session import Rung
from models.audit.event_names import EventName
from tests.models.accounts.people import (
    BOX,
    ELSEWHERE,
    OFFICE,
    add_person,
    code,
    signed_in,
)
from tests.models.accounts.test_sign_in import events

WRONG = "000000"


def test_step_up_proves_again_under_a_new_token(session: Session, hands: time_machine.Traveller) -> None:
    add_person(session)
    opened, _ = signed_in(session)
    before = opened.token_hash
    hands.shift(timedelta(minutes=20))
    outcome = second_step.step_up(session, BOX, OFFICE, opened, code())
    assert isinstance(outcome, CodeAccepted)
    assert opened.token_hash != before
    assert opened.rung is Rung.CONSENT
    assert opened.proved_at == clock.now()


def test_a_session_proved_again_in_another_place_is_another_device(
    session: Session, hands: time_machine.Traveller
) -> None:
    add_person(session)
    opened, browser = signed_in(session)
    first = opened.device
    hands.shift(timedelta(minutes=10))
    elsewhere = second_step.step_up(session, BOX, ELSEWHERE, opened, code())
    assert isinstance(elsewhere, CodeAccepted)
    assert opened.device not in ("", first)
    assert events(session, EventName.STEPPED_UP)[-1].device == opened.device
    hands.shift(timedelta(minutes=10))
    back = replace(OFFICE, browser_token=browser)
    assert isinstance(second_step.step_up(session, BOX, back, opened, code()), CodeAccepted)
    assert opened.device == first
    hands.shift(timedelta(minutes=10))
    there = replace(ELSEWHERE, browser_token=elsewhere.browser_token)
    assert isinstance(second_step.step_up(session, BOX, there, opened, code()), CodeAccepted)
    assert opened.device == events(session, EventName.STEPPED_UP)[0].device, "known by now, it is no third device"


def test_whoever_copies_both_cookies_takes_the_device_with_them(
    session: Session, hands: time_machine.Traveller
) -> None:
    add_person(session)
    opened, browser = signed_in(session)
    first = opened.device
    hands.shift(timedelta(minutes=10))
    copied = replace(ELSEWHERE, browser_token=browser)
    assert isinstance(second_step.step_up(session, BOX, copied, opened, code()), CodeAccepted)
    hands.shift(known_browsers.GRACE)
    own, _ = signed_in(session, replace(OFFICE, browser_token=browser))
    assert own.device not in ("", first)


def test_a_wrong_code_from_elsewhere_is_no_act_of_the_persons_device(session: Session) -> None:
    add_person(session)
    opened, _ = signed_in(session)
    for place in (OFFICE, ELSEWHERE):
        second_step.step_up(session, BOX, replace(place, device=opened.device), opened, WRONG)
    assert [one.device for one in events(session, EventName.STEPPED_UP)] == [opened.device, ""]
