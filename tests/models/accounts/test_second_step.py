"""Codes, recovery codes, connecting the device."""

from dataclasses import replace
from datetime import timedelta

import pyotp
import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import clock
from models.accounts import devices, known_browsers, recovery_codes, second_step, sign_in
from models.accounts.account import Role
from models.accounts.devices import CodeDoesNotMatch, SecondFactor
from models.accounts.outcomes import BeginAgain, CodeAccepted, NotAdmitted, PasswordAccepted, SignInRefused
from models.accounts.recovery_codes import RecoveryCode, RecoverySheet
from models.accounts.second_step import DeviceConnected
from models.accounts.sign_in_session import Rung, SignInSession
from models.accounts.standing import Bar
from models.audit.event_names import EventName
from models.mail.outbox import OutboxLetter
from models.organisations.kinds import Standing
from tests.models.accounts.people import (
    BOX,
    ELSEWHERE,
    KEY,
    OFFICE,
    PASSWORD,
    add_organisation,
    add_person,
    code,
    found,
    half_signed_in,
    signed_in,
    with_code,
)
from tests.models.accounts.test_sign_in import events

WRONG = "000000"


def connect(session: Session, login_id: str = "hanako.sato") -> tuple[SignInSession, DeviceConnected]:
    """The first sign-in of somebody without a device."""
    outcome = sign_in.check_password(session, BOX, OFFICE, login_id, PASSWORD)
    assert isinstance(outcome, PasswordAccepted)
    assert outcome.connects
    opened = found(session, outcome.token)
    shown = devices.connecting(session, BOX, opened.account, opened.id)
    assert shown is not None
    typed = pyotp.TOTP(shown.typed_key.replace(" ", "")).at(clock.now())
    connected = second_step.connect_first_device(session, BOX, OFFICE, opened, typed)
    assert isinstance(connected, DeviceConnected)
    return opened, connected


def without_device(session: Session) -> None:
    account = add_person(session)
    for device in devices.list_devices(session, account.id):
        session.delete(device)
    session.commit()


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


def test_the_first_sign_in_connects_the_device_and_makes_ten_codes(session: Session) -> None:
    without_device(session)
    opened, connected = connect(session)
    assert found(session, connected.token).rung is Rung.SECOND_FACTOR
    assert len(set(connected.codes)) == 10
    assert recovery_codes.readable_codes(session, BOX, opened.id) == list(connected.codes)
    assert devices.connecting(session, BOX, opened.account, opened.id) is None
    recovery_codes.put_away(session, opened.id)
    assert not recovery_codes.readable_codes(session, BOX, opened.id)
    assert recovery_codes.count_left(session, opened.account_id) == 10


def test_a_device_counts_only_once_its_code_was_right(session: Session) -> None:
    without_device(session)
    opened = half_signed_in(session)
    with pytest.raises(CodeDoesNotMatch, match="一致しません"):
        second_step.connect_first_device(session, BOX, OFFICE, opened, WRONG)
    assert not devices.has_device(session, opened.account_id)


def test_a_clock_that_is_off_is_named_when_connecting(session: Session) -> None:
    without_device(session)
    opened = half_signed_in(session)
    shown = devices.connecting(session, BOX, opened.account, opened.id)
    assert shown is not None
    ahead = pyotp.TOTP(shown.typed_key.replace(" ", "")).at(clock.now() + timedelta(minutes=7))
    with pytest.raises(CodeDoesNotMatch, match="約7分進んで"):
        second_step.connect_first_device(session, BOX, OFFICE, opened, ahead)


def test_the_key_belongs_to_the_sign_in_that_began_it(session: Session) -> None:
    without_device(session)
    first, second = half_signed_in(session), half_signed_in(session)
    assert devices.connecting(session, BOX, first.account, first.id) is None
    assert devices.connecting(session, BOX, second.account, second.id) is not None


def test_someone_who_has_a_device_cannot_connect_a_first_one(session: Session) -> None:
    add_person(session)
    outcome = second_step.connect_first_device(session, BOX, OFFICE, half_signed_in(session), code())
    assert isinstance(outcome, BeginAgain)


def test_a_recovery_code_opens_once_and_its_person_is_told(session: Session) -> None:
    without_device(session)
    _, connected = connect(session)
    typed = connected.codes[3].lower().replace("-", " ")
    outcome = second_step.use_recovery_code(session, BOX, OFFICE, half_signed_in(session), typed)
    assert isinstance(outcome, CodeAccepted)
    assert events(session, EventName.RECOVERY_CODE_USED)[-1].details == {"why": "", "left": 9}
    again = second_step.use_recovery_code(session, BOX, OFFICE, half_signed_in(session), typed)
    assert isinstance(again, SignInRefused)
    assert "回復コード" in session.scalars(select(OutboxLetter.subject)).all()[-1]


def test_new_recovery_codes_end_the_old(session: Session) -> None:
    without_device(session)
    opened, connected = connect(session)
    recovery_codes.make_codes(session, BOX, opened.account_id, opened.id, clock.now())
    outcome = second_step.use_recovery_code(session, BOX, OFFICE, half_signed_in(session), connected.codes[0])
    assert isinstance(outcome, SignInRefused)


def test_wrong_recovery_codes_count_with_wrong_codes(session: Session) -> None:
    add_person(session)
    opened = half_signed_in(session)
    for _ in range(5):
        second_step.use_recovery_code(session, BOX, OFFICE, opened, "AAAA-BBBB-CCCC-DDDD")
    assert isinstance(second_step.check_code(session, BOX, OFFICE, opened, code()), SignInRefused)


def test_no_secret_lies_readable_in_the_database(session: Session) -> None:
    without_device(session)
    opened, connected = connect(session)
    device = devices.list_devices(session, opened.account_id)[0]
    sheet = session.get(RecoverySheet, opened.id)
    assert sheet is not None
    kept = [device.sealed_key, sheet.sealed, *session.scalars(select(RecoveryCode.code_hash))]
    for secret in (*connected.codes, KEY):
        assert not any(secret in value for value in kept)


def test_a_key_moved_to_another_account_does_not_open(session: Session) -> None:
    account = add_person(session)
    other = add_person(session, "jiro.mori", account.organisation, credentials=False)
    session.add(
        SecondFactor(
            account_id=other.id,
            label="",
            sealed_key=devices.list_devices(session, account.id)[0].sealed_key,
            created_at=clock.now(),
            confirmed_at=clock.now(),
        )
    )
    session.flush()
    with pytest.raises(Exception, match="暗号"):
        devices.verify_code(session, BOX, other.id, code(), clock.now())


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
