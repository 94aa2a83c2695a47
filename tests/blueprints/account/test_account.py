"""The person's own account."""

import re
from collections.abc import Callable
from datetime import timedelta

import pyotp
import pytest
import time_machine
from sqlalchemy.orm import Session

from models import clock
from tests.blueprints.people import give_code, letters, sign_in
from tests.driver.visitor import Visitor
from tests.models.accounts.people import PASSWORD, add_organisation, add_person

NEW = "vier Möwen über dem Hafenkran"
KEY = re.compile(r"\b(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}\b")
CODE = re.compile(r"\b[A-Z2-9]{4}(?:-[A-Z2-9]{4}){3}\b")


@pytest.fixture
def two_browsers(
    session: Session, visitor: Visitor, new_visitor: Callable[[], Visitor], hands: time_machine.Traveller
) -> tuple[Visitor, Visitor]:
    """One person signed in twice, the second time just now."""
    add_person(session)
    other = new_visitor()
    sign_in(other)
    hands.shift(30)
    sign_in(visitor)
    return visitor, other


def test_the_own_sessions_are_listed_and_one_can_be_ended(two_browsers: tuple[Visitor, Visitor]) -> None:
    here, other = two_browsers
    assert len(here.page.rows("サインイン中")) == 2
    page = here.submit("終了する：不明な端末")
    assert len(page.rows("サインイン中")) == 1
    assert other.visit("/account").heading == "サインイン"


def test_all_other_sessions_can_be_ended(two_browsers: tuple[Visitor, Visitor]) -> None:
    here, other = two_browsers
    here.submit("ほかをすべて終了する")
    assert here.visit("/account").heading == "アカウント"
    assert other.visit("/account").heading == "サインイン"


def test_a_session_of_somebody_else_cannot_be_ended(
    session: Session,
    two_browsers: tuple[Visitor, Visitor],
    new_visitor: Callable[[], Visitor],
    hands: time_machine.Traveller,
) -> None:
    here, other = two_browsers
    add_person(session, "jiro.mori", add_organisation(session, "となり町"))
    stranger = new_visitor()
    sign_in(stranger, "jiro.mori")
    for number in range(1, 4):
        stranger.request("POST", f"/account/sessions/{number}/end", data={"csrf_token": stranger.token()})
    assert here.visit("/account").heading == "アカウント"
    assert other.visit("/account").heading == "アカウント"


def test_the_history_shows_sign_ins_and_failures(session: Session, visitor: Visitor) -> None:
    add_person(session)
    visitor.visit("/account/history")
    visitor.submit("sign-in", login_id="hanako.sato", password="not the password", expect=422)
    sign_in(visitor, path="/account/history")
    shown = [(row["できごと"], row["結果"]) for row in visitor.page.rows()]
    assert shown[0] == ("サインイン", "成功")
    assert ("IDとパスワードの確認", "失敗") in shown


def test_changing_the_password_ends_other_sessions(two_browsers: tuple[Visitor, Visitor], session: Session) -> None:
    here, other = two_browsers
    here.follow("パスワードを変更する")
    assert "現在の" in here.submit("password-form", current="not the password", new=NEW, expect=422).errors[0]
    assert "15文字" in here.submit("password-form", current=PASSWORD, new="short", expect=422).errors[0]
    assert here.submit("password-form", current=PASSWORD, new=NEW).heading == "アカウント"
    assert other.visit("/account").heading == "サインイン"
    assert "パスワードが変更されました" in letters(session)[-1][1]


def test_recovery_codes_are_renewed(session: Session, visitor: Visitor) -> None:
    add_person(session)
    sign_in(visitor)
    visitor.follow("回復コードを作り直す")
    page = visitor.submit("新しい回復コードを作る")
    assert len(CODE.findall(page.text)) == 10
    assert visitor.submit("kept-form", kept=True).heading == "アカウント"


def test_another_device_is_connected_and_one_removed(
    session: Session, visitor: Visitor, hands: time_machine.Traveller
) -> None:
    add_person(session)
    sign_in(visitor)
    visitor.follow("端末を追加する")
    key = KEY.search(visitor.submit("接続を始める").text)
    assert key is not None
    typed = pyotp.TOTP(key[0].replace(" ", "")).at(clock.now())
    page = visitor.submit("device", label="予備のスマートフォン", code=typed)
    assert [row["呼び名"] for row in page.rows("確認用の端末")] == ["デモ用の認証アプリ", "予備のスマートフォン"]
    visitor.follow("外す（デモ用の認証アプリ）")
    assert len(visitor.submit("この端末を外す").rows("確認用の端末")) == 1
    hands.shift(timedelta(minutes=16))
    assert visitor.visit("/account/devices/connect").heading == "もう一度、本人確認"


def test_a_code_is_not_asked_again_within_fifteen_minutes(
    session: Session, visitor: Visitor, hands: time_machine.Traveller
) -> None:
    add_person(session)
    sign_in(visitor)
    hands.shift(timedelta(minutes=14))
    assert visitor.visit("/account/recovery-codes").heading == "回復コードの作り直し"
    hands.shift(timedelta(minutes=2))
    visitor.visit("/account/recovery-codes")
    assert give_code(visitor).heading == "回復コードの作り直し"
