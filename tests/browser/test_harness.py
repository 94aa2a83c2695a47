"""The browser stands before the real application, and the page it shows can be checked."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from flask import Flask

from tests.driver.sample import sample_app

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser


@pytest.fixture
def app() -> Flask:
    return sample_app()


def test_a_form_is_sent_with_and_without_script(page: "Page", accessible: Callable[["Page"], None]) -> None:
    page.goto("/search")
    accessible(page)
    page.get_by_label("言葉").fill("川上")
    page.get_by_role("button", name="検索する").click()
    assert page.get_by_role("cell").all_inner_texts() == ["A川上", "49.5"]


def test_an_inaccessible_page_is_noticed(page: "Page", accessible: Callable[["Page"], None]) -> None:
    page.goto("/bare")
    with pytest.raises(AssertionError, match="violation"):
        accessible(page)
