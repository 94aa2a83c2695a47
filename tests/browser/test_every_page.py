"""Every page there is, at the stage where it is met: accessible, and narrow enough for a narrow screen."""

from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from zlib import crc32

import pytest

from tests.amount import DEEP
from tests.browser.pages import FILES, ON_THE_WAY, ONWARD, STAGES, WHO
from tests.browser.people import LEAD, MANAGER, READER, TOWN_LEAD

if TYPE_CHECKING:
    from flask import Flask
    from playwright.sync_api import Page

    from tests.access.people import SignedInPerson

pytestmark = pytest.mark.browser

SignIn = Callable[..., "SignedInPerson"]
Check = Callable[["Page"], None]


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.one_way_will_do
def test_a_page_is_accessible_and_never_wider_than_the_screen(
    page: "Page", signed_in: SignIn, accessible: Check, stage: str
) -> None:
    rung, pages = STAGES[stage]
    if rung is not None:
        signed_in(WHO.get(stage, READER), rung=rung)
    for path in _shown(pages):
        page.goto(path)
        assert urlsplit(page.url).path == path.partition("?")[0]
        accessible(page)


def _shown(pages: dict[str, str]) -> list[str]:
    """All of them with SAIENE_DEEP=1; ordinarily half, for a browser is slow where it has to draw without a GPU."""
    drawn = [path for path in pages.values() if DEEP or crc32(path.encode()) % 2 == 0]
    return drawn or list(pages.values())[:1]


def test_a_report_that_waits_for_a_responsible_person_is_accessible(
    page: "Page", signed_in: SignIn, accessible: Check
) -> None:
    signed_in(TOWN_LEAD)
    page.goto("/incidents/2")
    accessible(page)
    page.get_by_role("button", name="資源エネルギー庁の担当に引き継ぐ").click()
    page.get_by_role("link", name="重大度を選んでください。").click()
    accessible(page)


def test_a_refusal_is_accessible_too(page: "Page", signed_in: SignIn, accessible: Check) -> None:
    signed_in(MANAGER)
    for path, status in (("/certifications", 403), ("/nothing", 404), ("/login/sign-out", 405), ("/", 200)):
        answer = page.goto(path)
        assert answer is not None
        assert answer.status == status
        accessible(page)


def test_what_is_late_and_what_was_wrong_is_accessible_too(page: "Page", signed_in: SignIn, accessible: Check) -> None:
    signed_in(LEAD)
    page.goto("/")
    accessible(page)
    page.goto("/training?next=/account")
    accessible(page)
    page.goto("/training/courses/responsible-person")
    for number in range(1, 5):
        page.locator(f"#q{number}-1").check()
    page.get_by_role("button", name="答えを送る").click()
    accessible(page)
    page.locator("#q5-3").check()
    page.get_by_role("button", name="答えを送る").click()
    accessible(page)


def test_no_page_is_left_out(app: "Flask") -> None:
    pages = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    assert pages == FILES | ON_THE_WAY | ONWARD | {endpoint for _rung, stage in STAGES.values() for endpoint in stage}
