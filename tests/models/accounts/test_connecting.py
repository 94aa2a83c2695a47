"""Connecting the first device, and the recovery codes that come with it."""

from datetime import timedelta

import pyotp
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import clock
from models.accounts import devices, recovery_codes, second_step, sign_in
from models.accounts.devices import CodeDoesNotMatch, SecondFactor
from models.accounts.outcomes import BeginAgain, CodeAccepted, PasswordAccepted, SignInRefused
from models.accounts.recovery_codes import RecoveryCode, RecoverySheet
from models.accounts.second_step import DeviceConnected
from models.accounts.sign_in_session import Rung, SignInSession
from models.audit.event_names import EventName
from models.mail.outbox import OutboxLetter
from tests.models.accounts.people import (
    BOX,
    KEY,
    OFFICE,
    PASSWORD,
    add_person,
    code,
    found,
    half_signed_in,
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
