"""The first sign-in: connecting the device, keeping the recovery codes."""

import re
from datetime import timedelta

import pyotp
import time_machine
from sqlalchemy.orm import Session

from models import clock
from models.accounts import devices
from tests.blueprints.people import agree, give_password, letters
from tests.driver.page import Page
from tests.driver.visitor import Visitor
from tests.models.accounts.people import add_person

KEY = re.compile(r"\b(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}\b")
CODE = re.compile(r"\b[A-Z2-9]{4}(?:-[A-Z2-9]{4}){3}\b")


def first_sign_in(session: Session, visitor: Visitor) -> Page:
    account = add_person(session)
    for device in devices.list_devices(session, account.id):
        session.delete(device)
    session.commit()
    visitor.visit("/account")
    return give_password(visitor)


def code_of(page: Page) -> str:
    found = KEY.search(page.text)
    assert found is not None
    return pyotp.TOTP(found[0].replace(" ", "")).at(clock.now())


def test_the_device_is_connected_the_codes_kept_and_consent_given(session: Session, visitor: Visitor) -> None:
    page = first_sign_in(session, visitor)
    assert page.heading == "端末の接続"
    assert page.source.count("<svg") == 1
    page = visitor.submit("code-form", code=code_of(page))
    assert page.heading == "回復コードの保管"
    codes = CODE.findall(page.text)
    assert len(set(codes)) == 10
    assert visitor.submit("kept-form", expect=422).errors
    visitor.request("GET", "/login/recovery-codes.txt")
    assert CODE.findall(visitor.response.get_data(as_text=True)) == codes
    assert "attachment" in visitor.response.headers["Content-Disposition"]
    assert visitor.submit("kept-form", kept=True).heading == "利用に当たっての同意"
    assert agree(visitor).heading == "アカウント"
    assert "残り10個" in visitor.page.text
    assert any("端末が接続されました" in body for _, body in letters(session))


def test_codes_put_away_cannot_be_read_again(session: Session, visitor: Visitor) -> None:
    page = first_sign_in(session, visitor)
    visitor.submit("code-form", code=code_of(page))
    visitor.submit("kept-form", kept=True)
    assert visitor.visit("/login/recovery-codes").heading == "利用に当たっての同意"
    assert not CODE.search(visitor.visit("/login/recovery-codes.txt").source)


def test_a_wrong_code_shows_the_same_key_again(session: Session, visitor: Visitor) -> None:
    page = first_sign_in(session, visitor)
    again = visitor.submit("code-form", code="000000", expect=422)
    assert KEY.search(page.text) is not None
    assert code_of(page) == code_of(again)
    assert "一致しません" in again.errors[0]


def test_a_clock_that_is_off_is_named(session: Session, visitor: Visitor) -> None:
    page = first_sign_in(session, visitor)
    key = KEY.search(page.text)
    assert key is not None
    late = pyotp.TOTP(key[0].replace(" ", "")).at(clock.now() - timedelta(minutes=4))
    assert "約4分遅れて" in visitor.submit("code-form", code=late, expect=422).errors[0]


def test_a_recovery_code_opens_instead_of_the_device(
    session: Session, visitor: Visitor, hands: time_machine.Traveller
) -> None:
    page = first_sign_in(session, visitor)
    codes = CODE.findall(visitor.submit("code-form", code=code_of(page)).text)
    visitor.submit("kept-form", kept=True)
    agree(visitor)
    visitor.submit("サインアウト")
    visitor.visit("/account")
    give_password(visitor)
    visitor.follow("端末が手元にない場合")
    assert visitor.submit("recovery-code", code="AAAA-BBBB-CCCC-DDDD", expect=422).errors
    page = visitor.submit("recovery-code", code=codes[0])
    assert page.heading == "アカウント"
    assert "残り9個" in page.text
