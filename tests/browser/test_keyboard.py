"""Without a mouse: everything is reached in reading order, one sees where one is, and the menu can be skipped."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.access.people import SignedInPerson

pytestmark = pytest.mark.browser

CONTROLS = """() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")]
    .filter(each => each.type !== "hidden" && each.checkVisibility({contentVisibilityAuto: true}))
    .filter(each => !(each.type === "radio" && each !== document.querySelector(`input[name=${each.name}]`)))
    .map((each, place) => { each.setAttribute("data-place", place); return each; }).length"""
HERE = """() => {
    const here = document.activeElement, style = getComputedStyle(here);
    return {place: here.getAttribute("data-place"), outline: style.outlineStyle, width: parseFloat(style.outlineWidth),
            seen: here.getBoundingClientRect().bottom > 0 && here.getBoundingClientRect().width > 0};
}"""


MATRIX = "/admin/items/drafts/1?section=02&size=20"
PATHS = ["/certifications?size=20&source=風力", "/certifications/export", "/account", MATRIX]


@pytest.mark.parametrize("path", PATHS)
def test_everything_is_reached_by_the_keyboard_in_order_and_shows_it(
    page: "Page", signed_in: Callable[..., "SignedInPerson"], path: str
) -> None:
    signed_in()
    page.goto(path)
    number, reached = page.evaluate(CONTROLS), []
    # A date takes several steps: its parts, and its calendar.
    for _ in range(number * 5):
        page.keyboard.press("Tab")
        here = page.evaluate(HERE)
        if here["place"] is None:
            break
        assert here["outline"] != "none"
        assert here["width"] >= 2
        assert here["seen"]
        reached.append(int(here["place"]))
    assert list(dict.fromkeys(reached)) == list(range(number))
    assert reached == sorted(reached)


def test_the_first_step_skips_to_the_text(page: "Page", signed_in: Callable[..., "SignedInPerson"]) -> None:
    signed_in()
    page.goto("/certifications")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="本文へ移動")
    assert skip.evaluate("link => link === document.activeElement")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.locator("input[name=q]").evaluate("field => field === document.activeElement")
