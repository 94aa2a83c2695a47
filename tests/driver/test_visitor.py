"""The visitor sends what a browser would, and nothing that the page does not offer."""

import pytest
from flask import Flask

from tests.driver.form import NoSuchField
from tests.driver.sample import sample_app
from tests.driver.swap import assert_same, swapped
from tests.driver.visitor import Visitor


@pytest.fixture
def sample() -> Flask:
    return sample_app()


@pytest.fixture
def visitor(sample: Flask) -> Visitor:
    return Visitor(sample)


def test_an_untouched_form_sends_what_stands_in_the_page(sample: Flask, visitor: Visitor) -> None:
    visitor.visit("/entry")
    visitor.submit("保存する", expect=422)
    assert sample.extensions["received"] == [
        [
            ("csrf_token", "token-0"),
            ("name", ""),
            ("memo", "一行目\r\n二行目"),
            ("area", "13"),
            ("kind", "wind"),
            ("agree", "b"),
            ("act", "save"),
        ]
    ]


def test_fields_are_filled_by_name_or_label_and_choices_by_value_or_label(sample: Flask, visitor: Visitor) -> None:
    visitor.visit("/entry")
    visitor.submit(
        "破棄する",
        {"氏名": "山田", "地域": "静岡県"},
        kind="太陽光",
        agree=["a"],
        keep=True,
    )
    sent = sample.extensions["received"][0]
    assert sent[1:] == [
        ("name", "山田"),
        ("memo", "一行目\r\n二行目"),
        ("area", "22"),
        ("kind", "solar"),
        ("agree", "a"),
        ("keep", "on"),
        ("act", "drop"),
    ]


@pytest.mark.parametrize(
    ("button", "fields"),
    [
        ("保存する", {"unknown": "x"}),
        ("保存する", {"csrf_token": "forged"}),
        ("保存する", {"locked": "x"}),
        ("保存する", {"area": "47"}),
        ("保存する", {"kind": "nuclear"}),
        ("保存する", {"agree": ["c"]}),
        ("保存する", {"agree": True}),
        ("送信する", {}),
    ],
)
def test_what_the_page_does_not_offer_cannot_be_sent(visitor: Visitor, button: str, fields: dict[str, str]) -> None:
    visitor.visit("/entry")
    with pytest.raises(NoSuchField):
        visitor.submit(button, fields)
    assert [method for method, _, _ in visitor.steps] == ["GET"]


def test_redirects_are_followed_step_by_step(visitor: Visitor) -> None:
    visitor.visit("/entry")
    visitor.submit("保存する", name="山田")
    assert visitor.steps[1:] == [("POST", "/entry", 303), ("GET", "/moved", 302), ("GET", "/search", 200)]
    assert visitor.path == "/search"
    assert visitor.cookies["__Host-seen"].http_only


def test_a_form_answered_by_a_page_is_refused_because_reloading_would_send_it_twice(visitor: Visitor) -> None:
    visitor.visit("/wrong-form")
    with pytest.raises(AssertionError, match="reloading would send it twice"):
        visitor.submit("保存する")


def test_a_search_form_stands_in_the_address(visitor: Visitor) -> None:
    visitor.visit("/search?words=old")
    assert visitor.page.field("words") == "old"
    visitor.submit("search", words="川 上")
    assert visitor.steps[-1][1] == "/search?words=%E5%B7%9D+%E4%B8%8A"
    assert visitor.page.rows("結果") == [{"設備ID": "A川 上", "出力": "49.5"}]


def test_links_are_followed_by_their_text(visitor: Visitor) -> None:
    visitor.visit("/entry")
    visitor.follow("検索へ")
    assert visitor.path == "/search?words=1"
    with pytest.raises(NoSuchField):
        visitor.follow("どこか")


def test_errors_are_read_from_the_summary(visitor: Visitor) -> None:
    visitor.visit("/entry")
    page = visitor.submit("保存する", expect=422)
    assert page.errors == ["氏名を入力してください"]


def test_a_page_outside_the_service_is_never_opened(visitor: Visitor) -> None:
    with pytest.raises(AssertionError, match="away from the service"):
        visitor.visit("/away")


def test_a_circle_of_redirects_is_noticed(visitor: Visitor) -> None:
    with pytest.raises(AssertionError, match="in circles"):
        visitor.visit("/circle")


def test_a_page_that_breaks_the_rules_fails_the_visit(visitor: Visitor) -> None:
    with pytest.raises(AssertionError, match="legal_links"):
        visitor.visit("/bare", expect=404)


def test_another_status_than_expected_fails_the_visit(visitor: Visitor) -> None:
    with pytest.raises(AssertionError, match="not 404"):
        visitor.visit("/search", expect=404)


def test_a_download_leaves_the_page_in_view(visitor: Visitor) -> None:
    visitor.visit("/search")
    visitor.visit("/file")
    assert visitor.page.heading == "検索"
    assert visitor.response.mimetype == "text/csv"


def test_a_swapped_fragment_makes_the_fresh_page(visitor: Visitor) -> None:
    page = visitor.visit("/search?words=1")
    fragment = visitor.htmx("/search?words=2", target="results")
    fresh = visitor.visit("/search?words=2")
    tree = swapped(page, fragment, target="results")
    assert_same(tree, fresh, ignoring=("search",))
    with pytest.raises(AssertionError):
        assert_same(swapped(page, visitor.htmx("/search?words=3"), target="results"), fresh, ignoring=("search",))


def test_a_refusal_to_the_script_is_empty_and_says_where_to_go(visitor: Visitor) -> None:
    visitor.visit("/search")
    visitor.htmx("/refused-fragment")
    assert visitor.response.headers["HX-Redirect"] == "/search"
