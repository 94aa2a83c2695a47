"""Searching: the results are replaced in place where scripts run, loaded anew where none does, and read the same."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from models import clock
from tests.browser.people import heading
from tests.factories.stock import OF_A_PERSON

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from sqlalchemy.orm import Session

    from tests.access.people import SignedInPerson

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def viewer(signed_in: Callable[..., "SignedInPerson"]) -> "SignedInPerson":
    """Someone who sees everything is signed in."""
    return signed_in()


@pytest.fixture
def scripts(request: pytest.FixtureRequest) -> bool:
    """Whether scripts run."""
    return "no-script" not in request.node.callspec.id


def test_a_search_is_narrowed_and_widened_again(page: "Page", loads: list[str], scripts: bool) -> None:
    page.goto("/certifications")
    everything = _count(page)
    page.get_by_role("checkbox", name="太陽光").check()
    page.get_by_role("button", name="検索する").click()
    chip = page.get_by_role("link", name=re.compile("発電設備区分: 太陽光"))
    expect(chip).to_be_visible()
    expect(page).to_have_url(re.compile("source="))
    narrowed = _count(page)
    assert 0 < narrowed < everything
    assert set(_column(page, "発電設備区分")) == {"太陽光"}
    assert len(loads) == (1 if scripts else 2)
    page.reload()
    assert _count(page) == narrowed
    assert page.get_by_role("checkbox", name="太陽光").is_checked()
    chip.click()
    expect(chip).to_have_count(0)
    assert not page.get_by_role("checkbox", name="太陽光").is_checked()
    assert _count(page) == everything


def test_pages_follow_each_other_and_the_back_button_returns_to_the_one_before(
    page: "Page", loads: list[str], scripts: bool
) -> None:
    page.goto("/certifications?size=20")
    first = _column(page, "設備ID")
    page.get_by_role("link", name="次のページ").click()
    expect(page).to_have_url(re.compile("after="))
    expect(page.get_by_role("link", name="前のページ")).to_be_visible()
    second, address = _column(page, "設備ID"), page.url
    assert set(first) & set(second) == set()
    assert len(loads) == (1 if scripts else 2)
    page.reload()
    assert _column(page, "設備ID") == second
    page.go_back()
    expect(page.get_by_role("link", name="前のページ")).to_have_count(0)
    assert _column(page, "設備ID") == first
    page.go_forward()
    expect(page).to_have_url(address)
    expect(page.get_by_role("link", name="前のページ")).to_be_visible()
    assert _column(page, "設備ID") == second


def test_a_head_sorts_the_list_and_says_so(page: "Page") -> None:
    page.goto("/certifications")
    head = page.get_by_role("columnheader", name="発電出力")
    head.get_by_role("link").click()
    expect(head).to_have_attribute("aria-sort", "ascending")
    outputs = [float(text.replace(",", "")) for text in _column(page, "発電出力（kW）")]
    assert outputs == sorted(outputs)
    head.get_by_role("link").click()
    expect(head).to_have_attribute("aria-sort", "descending")


def test_a_facility_id_opens_its_record(page: "Page") -> None:
    page.goto("/")
    page.get_by_label("認定情報を検索する").fill(OF_A_PERSON.lower())
    page.get_by_role("button", name="検索する").click()
    heading(page, f"設備 {OF_A_PERSON}")


def test_a_search_on_the_page_for_a_facility_id_opens_its_record(page: "Page") -> None:
    page.goto("/certifications")
    page.locator("input[name=q]").fill(OF_A_PERSON)
    page.get_by_role("button", name="検索する").click()
    heading(page, f"設備 {OF_A_PERSON}")
    expect(page).to_have_url(re.compile(OF_A_PERSON))


def test_a_value_that_cannot_be_read_is_named_and_can_be_mended(
    page: "Page", accessible: Callable[["Page"], None]
) -> None:
    page.goto("/certifications")
    lowest = page.get_by_role("textbox", name="発電出力（から）")
    lowest.fill("たくさん")
    page.get_by_role("button", name="検索する").click()
    expect(page.get_by_role("alert")).to_be_visible()
    accessible(page)
    lowest.fill("1000")
    page.get_by_role("button", name="検索する").click()
    expect(page.get_by_role("alert")).to_have_count(0)
    assert _count(page) > 0


def test_columns_are_chosen_and_kept_while_searching(page: "Page") -> None:
    page.goto("/certifications")
    page.get_by_role("link", name="表示する項目を選ぶ").click()
    page.get_by_role("checkbox", name="発電事業者名（事業者名・設置者名）").uncheck()
    page.get_by_role("button", name="この項目で表示する").first.click()
    expect(page.get_by_role("columnheader", name="発電事業者名")).to_have_count(0)
    page.get_by_role("checkbox", name="風力").check()
    page.get_by_role("button", name="検索する").click()
    expect(page.get_by_role("link", name=re.compile("発電設備区分: 風力"))).to_be_visible()
    expect(page.get_by_role("columnheader", name="発電事業者名")).to_have_count(0)


def test_a_search_after_the_session_has_ended_leads_to_signing_in(
    page: "Page", session: "Session", viewer: "SignedInPerson"
) -> None:
    page.goto("/certifications?size=20")
    viewer.sign_in.ended_at = clock.now()
    session.commit()
    page.get_by_role("link", name="次のページ").click()
    heading(page, "サインイン")
    expect(page).to_have_url(re.compile(r"/login\?next=%2Fcertifications|/login\?next=/certifications"))


def _count(page: "Page") -> int:
    return int(page.locator(".count strong").inner_text().replace(",", ""))


def _column(page: "Page", name: str) -> list[str]:
    heads = [text.rstrip("⇅▲▼ ") for text in page.locator("#certifications thead th").all_inner_texts()]
    place = heads.index(name) + 1
    return page.locator(f"#certifications tbody tr > :nth-child({place})").all_inner_texts()
