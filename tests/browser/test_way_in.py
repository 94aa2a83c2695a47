"""The way in and out: password, code, consent; the first time with a device to connect."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.browser.people import NEWCOMER, agree, give_code, give_password, heading
from tests.models.accounts.people import PASSWORD

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.access.people import SignedInPerson

pytestmark = pytest.mark.browser

CONSENT = "利用に当たっての同意"


def test_the_way_in_leads_to_the_page_asked_for_and_the_way_back_after_signing_out_to_signing_in(page: "Page") -> None:
    page.goto("/certifications?source=風力")
    heading(page, "サインイン")
    give_password(page)
    heading(page, "確認コードの入力")
    give_code(page)
    heading(page, CONSENT)
    agree(page)
    heading(page, "認定情報の検索")
    assert page.get_by_role("checkbox", name="風力").is_checked()
    page.get_by_role("link", name="アカウント", exact=True).click()
    heading(page, "アカウント")
    page.get_by_role("button", name="サインアウト").click()
    heading(page, "サインアウトしました")
    page.go_back()
    heading(page, "サインイン")


def test_the_consent_button_is_grey_until_six_boxes_are_ticked_and_the_server_decides(
    page: "Page", signed_in: Callable[..., "SignedInPerson"], accessible: Callable[["Page"], None]
) -> None:
    from models.accounts.sign_in_session import Rung

    signed_in(rung=Rung.SECOND_FACTOR)
    page.goto("/")
    heading(page, CONSENT)
    accessible(page)
    button = page.get_by_role("button", name="すべてに同意して利用を始める")
    boxes = page.get_by_role("checkbox")
    assert [box.is_checked() for box in boxes.all()] == [False] * 6
    for box in boxes.all()[:5]:
        box.check()
    grey = _colour(button)
    button.click()
    heading(page, CONSENT)
    assert "すべての項目に同意が必要です" in page.get_by_role("alert").inner_text()
    accessible(page)
    boxes.nth(5).check()
    assert _colour(button) != grey
    button.click()
    heading(page, "ホーム")


def test_the_first_time_a_device_is_connected_by_the_typed_key_and_recovery_codes_are_kept(
    page: "Page", accessible: Callable[["Page"], None]
) -> None:
    page.goto("/")
    give_password(page, NEWCOMER)
    heading(page, "端末の接続")
    accessible(page)
    assert page.get_by_role("img", name="QRコード").is_visible()
    key = page.locator(".code").inner_text()
    assert re.fullmatch(r"[A-Z2-7]{4}( [A-Z2-7]{4})+", key)
    give_code(page, key.replace(" ", ""))
    heading(page, "回復コードの保管")
    accessible(page)
    codes = page.locator(".code-list li").all_inner_texts()
    assert len(set(codes)) == 10
    with page.expect_download() as kept:
        page.get_by_role("link", name="テキストファイルで保存する").click()
    assert all(code in kept.value.path().read_text(encoding="utf-8") for code in codes)
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="次へ進む").click()
    heading(page, CONSENT)
    agree(page)
    heading(page, "ホーム")
    page.goto("/account")
    assert page.get_by_text("残り10個です。").is_visible()


def test_a_recovery_code_opens_the_way_where_the_device_is_missing(page: "Page") -> None:
    page.goto("/login")
    give_password(page)
    page.get_by_role("link", name="端末が手元にない場合").click()
    heading(page, "回復コードの入力")
    page.get_by_role("textbox").fill("AAAA-AAAA-AAAA-AAAA")
    page.get_by_role("button", name="次へ進む").click()
    assert page.get_by_role("alert").is_visible()
    heading(page, "回復コードの入力")


def test_a_wrong_password_is_refused_and_never_given_back(page: "Page", accessible: Callable[["Page"], None]) -> None:
    page.goto("/login")
    page.get_by_label("ID", exact=True).fill("hanako.sato")
    page.get_by_label("パスワード", exact=True).fill(PASSWORD[::-1])
    page.get_by_role("button", name="次へ進む").click()
    heading(page, "サインイン")
    accessible(page)
    assert page.get_by_label("ID", exact=True).input_value() == "hanako.sato"
    assert page.get_by_label("パスワード", exact=True).input_value() == ""
    page.get_by_role("alert").get_by_role("link").click()
    assert page.get_by_label("パスワード", exact=True).evaluate("field => field === document.activeElement")


def _colour(button: object) -> str:
    return str(button.evaluate("button => getComputedStyle(button).backgroundColor"))  # type: ignore[attr-defined]
