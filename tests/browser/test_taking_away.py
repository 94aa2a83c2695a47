"""A record on paper, and a list as a file."""

import csv
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.people import heading
from tests.factories.stock import TWO_PREFECTURES

if TYPE_CHECKING:
    from flask import Flask
    from playwright.sync_api import Page

    from tests.access.people import SignedInPerson

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def viewer(signed_in: Callable[..., "SignedInPerson"]) -> "SignedInPerson":
    """Someone who sees everything is signed in."""
    return signed_in()


def test_a_record_prints_without_what_is_only_for_the_screen(page: "Page") -> None:
    page.goto("/certifications?source=風力")
    page.locator("#certifications tbody a").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("設備 ")
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation", name="メインメニュー")).to_be_hidden()
    expect(page.get_by_role("button", name="サインアウト")).to_be_hidden()
    expect(page.get_by_role("heading", name="変更の履歴")).to_be_visible()
    assert page.pdf(format="A4").startswith(b"%PDF")


def test_a_list_becomes_exactly_that_file_once_its_purpose_is_told(
    page: "Page", accessible: Callable[["Page"], None]
) -> None:
    page.goto("/certifications?source=太陽光")
    shown = page.locator("#certifications tbody th").all_inner_texts()
    page.get_by_role("link", name="ファイルに書き出す").click()
    heading(page, "ファイルに書き出す")
    page.get_by_role("button", name="目的を確認して書き出す").click()
    expect(page.get_by_role("alert")).to_contain_text("利用目的を選んでください")
    accessible(page)
    purpose = page.get_by_role("radio").first
    purpose.check()
    page.get_by_label("目的の説明").fill("年次の点検")
    with page.expect_download() as taken:
        page.get_by_role("button", name="目的を確認して書き出す").click()
    content = taken.value.path().read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    head, _, table = content.decode("utf-8-sig").partition("\r\n\r\n")
    assert "佐藤 花子" in head
    assert "年次の点検" in head
    rows = list(csv.reader(table.splitlines()))
    assert [row[0] for row in rows[1:]] == shown
    assert taken.value.suggested_filename.endswith(".csv")


def test_a_file_that_takes_longer_is_waited_for_on_a_page_that_renews_itself(
    page: "Page", app: "Flask", accessible: Callable[["Page"], None], loads: list[str], request: pytest.FixtureRequest
) -> None:
    page.goto("/certifications/export?source=太陽光")
    page.get_by_role("radio").first.check()
    page.get_by_label("CSV（Shift_JIS）").check()
    page.get_by_role("button", name="目的を確認して書き出す").click()
    expect(page.locator("#progress")).to_contain_text("順番を待っています。")
    expect(page.get_by_role("progressbar")).to_be_visible()
    accessible(page)
    before = len(loads)
    assert app.test_cli_runner().invoke(args=["jobs", "work"]).exit_code == 0
    expect(page.locator("#progress")).to_contain_text("ファイルができました。")
    by_script = "no-script" not in request.node.name
    assert (len(loads) == before) is by_script, "only without script is the whole page loaded again"
    accessible(page)
    with page.expect_download() as taken:
        page.get_by_role("link", name="ファイルを受け取る").click()
    assert "ファイル番号" in taken.value.path().read_text(encoding="cp932")
    page.get_by_role("link", name="作成したファイル").click()
    heading(page, "作成したファイル")
    accessible(page)


def test_a_record_of_several_sites_names_each(page: "Page", accessible: Callable[["Page"], None]) -> None:
    page.goto(f"/certifications/{TWO_PREFECTURES}")
    accessible(page)
    assert len(page.locator("#site-list tbody tr").all()) == 2
