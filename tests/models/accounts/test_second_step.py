"""Codes at sign-in: each opens once, wrong ones make wait and lock."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import clock
from models.accounts import second_step
from models.accounts.account import Role
from models.accounts.outcomes import CodeAccepted, NotAdmitted, SignInRefused
from models.accounts.sign_in_session import Rung
from models.accounts.standing import Bar
from models.audit.event_names import EventName
from models.mail.outbox import OutboxLetter
from models.organisations.kinds import Standing
from tests.models.accounts.people import (
    BOX,
    OFFICE,
    add_organisation,
    add_person,
    code,
    half_signed_in,
    with_code,
)
from tests.models.accounts.test_sign_in import events

WRONG = "000000"


def test_the_right_code_proves_the_second_factor(session: Session) -> None:
    add_person(session)
    opened = with_code(session)
    assert opened.rung is Rung.SECOND_FACTOR
    assert opened.proved_at == clock.now()


def test_a_code_opens_once_and_no_earlier_one_opens_after_it(session: Session, hands: time_machine.Traveller) -> None:
    add_person(session)
    used = code()
    with_code(session)
    for again in (used, f"{used[:3]} {used[3:]}", code(-1)):
        outcome = second_step.check_code(session, BOX, OFFICE, half_signed_in(session), again)
        assert isinstance(outcome, SignInRefused)
    hands.shift(timedelta(hours=-1))
    assert isinstance(second_step.check_code(session, BOX, OFFICE, half_signed_in(session), code()), SignInRefused)
    hands.shift(timedelta(hours=1, seconds=30))
    assert isinstance(second_step.check_code(session, BOX, OFFICE, half_signed_in(session), code()), CodeAccepted)


@pytest.mark.parametrize("steps", [-2, 2])
def test_a_code_two_steps_away_is_refused(session: Session, steps: int) -> None:
    add_person(session)
    outcome = second_step.check_code(session, BOX, OFFICE, half_signed_in(session), code(steps))
    assert isinstance(outcome, SignInRefused)


def test_five_wrong_codes_in_five_minutes_make_wait_in_the_same_words(
    session: Session, hands: time_machine.Traveller
) -> None:
    add_person(session)
    opened = half_signed_in(session)
    outcomes = {second_step.check_code(session, BOX, OFFICE, opened, WRONG) for _ in range(5)}
    outcomes.add(second_step.check_code(session, BOX, OFFICE, opened, code()))
    assert len(outcomes) == 1
    hands.shift(timedelta(minutes=5))
    outcome = second_step.check_code(session, BOX, OFFICE, half_signed_in(session), code())
    assert isinstance(outcome, CodeAccepted)


def test_ten_wrong_codes_in_a_row_lock_and_both_people_are_told(
    session: Session, hands: time_machine.Traveller
) -> None:
    account = add_person(session)
    add_person(session, "sekinin", account.organisation, Role.RESPONSIBLE_PERSON)
    add_person(session, "other.town", add_organisation(session, "となり町"), Role.RESPONSIBLE_PERSON)
    for _ in range(2):
        opened = half_signed_in(session)
        for _ in range(5):
            second_step.check_code(session, BOX, OFFICE, opened, WRONG)
        hands.shift(timedelta(minutes=5))
    told = session.scalars(select(OutboxLetter.recipient)).all()
    assert sorted(told) == ["hanako.sato@town.example", "sekinin@town.example"]
    assert isinstance(second_step.check_code(session, BOX, OFFICE, half_signed_in(session), code()), SignInRefused)
    hands.shift(timedelta(minutes=25))
    assert isinstance(second_step.check_code(session, BOX, OFFICE, half_signed_in(session), code()), CodeAccepted)


def test_a_right_code_breaks_the_row_of_wrong_ones(session: Session, hands: time_machine.Traveller) -> None:
    add_person(session)
    for _ in range(4):
        opened = half_signed_in(session)
        for _ in range(4):
            second_step.check_code(session, BOX, OFFICE, opened, WRONG)
        assert isinstance(second_step.check_code(session, BOX, OFFICE, opened, code()), CodeAccepted)
        hands.shift(30)
    assert not events(session, EventName.ACCOUNT_LOCKED)


def test_why_an_account_may_not_be_used_is_told_after_both_factors(session: Session) -> None:
    account = add_person(session)
    opened = half_signed_in(session)
    account.organisation.standing_code = Standing.BARRED.value
    session.commit()
    assert isinstance(second_step.check_code(session, BOX, OFFICE, opened, WRONG), SignInRefused)
    outcome = second_step.check_code(session, BOX, OFFICE, opened, code())
    assert outcome == NotAdmitted(Bar.ORGANISATION_BARRED.reason)
    session.refresh(opened)
    assert opened.ended_at is not None


def test_a_dormancy_seen_at_sign_in_is_kept(session: Session, hands: time_machine.Traveller) -> None:
    account = add_person(session)
    hands.shift(timedelta(days=210))
    outcome = second_step.check_code(session, BOX, OFFICE, half_signed_in(session), code())
    assert outcome == NotAdmitted(Bar.DORMANT.reason)
    hands.shift(timedelta(days=-209))
    session.refresh(account)
    assert account.stop_reason == "dormancy"
    outcome = second_step.check_code(session, BOX, OFFICE, half_signed_in(session), code())
    assert not isinstance(outcome, CodeAccepted)


def test_wrong_recovery_codes_count_with_wrong_codes(session: Session) -> None:
    add_person(session)
    opened = half_signed_in(session)
    for _ in range(5):
        second_step.use_recovery_code(session, BOX, OFFICE, opened, "AAAA-BBBB-CCCC-DDDD")
    assert isinstance(second_step.check_code(session, BOX, OFFICE, opened, code()), SignInRefused)
