"""The macros of searches and lists: conditions, tables, pages."""

import pytest

from tests.driver.form import label_text
from tests.driver.html import elements, text_of

LIVE = {"target": "results", "nonce": "a-nonce"}
SEARCH = """
{% from "components/filters.html" import search_form, plain_hidden, plain_text, plain_range %}
{% from "components/filters.html" import plain_select, plain_checks %}
{% call search_form("/list", live=live) %}
  {{ plain_hidden("sort", "day") }}
  {{ plain_text("q", "キーワード", 'a"b', hint="二文字から", error="長すぎます。", inputmode="text") }}
  {{ plain_range("from", "to", "出力", "1", "", unit="kW", error="数字で入力してください。") }}
  {{ plain_select("prefecture", "都道府県", [("", "すべて"), (22, "静岡県")], "22") }}
  {{ plain_checks("source", "電源", [("pv", "太陽光"), ("wind", "風力")], ["wind"]) }}
{% endcall %}"""
TABLE = """
{% from "components/tables.html" import table, sort_header %}
{% call table("people", "所属者") %}
  <thead><tr>{{ sort_header("出力", "/list?sort=kw", direction, numeric=true, live=live) }}</tr></thead>
  <tbody><tr><td class="numeric">1,234.5</td></tr></tbody>
{% endcall %}"""


def test_every_field_of_a_search_has_a_label(fragment) -> None:
    tree = fragment(SEARCH, live=None)
    controls = [c for c in elements(tree.root, "input", "select") if c.get("type") != "hidden"]
    assert [label_text(tree, control) for control in controls] == [
        "キーワード", "出力（から）", "出力（まで）", "都道府県", "太陽光", "風力",
    ]  # fmt: skip


def test_a_search_shows_the_conditions_it_was_asked_with(fragment) -> None:
    tree = fragment(SEARCH, live=None)
    assert elements(tree.root, "input", name="q")[0].get("value") == 'a"b'
    assert [text_of(o) for o in elements(tree.root, "option") if "selected" in o.attrib] == ["静岡県"]
    assert [c.get("value") for c in elements(tree.root, "input", name="source") if "checked" in c.attrib] == ["wind"]


def test_a_wrong_condition_is_described_by_its_error(fragment) -> None:
    tree = fragment(SEARCH, live=None)
    for name in ("q", "from", "to"):
        field = elements(tree.root, "input", name=name)[0]
        described = [tree.by_id(one) for one in field.get("aria-describedby", "").split()]
        assert field.get("aria-invalid") == "true"
        assert described
        assert None not in described


def test_a_search_works_without_script_and_carries_no_token(fragment) -> None:
    form = elements(fragment(SEARCH, live=LIVE).root, "form")[0]
    assert (form.get("method"), form.get("action")) == ("get", "/list")
    assert elements(form, "input", name="csrf_token") == []


@pytest.mark.parametrize("source", [SEARCH, TABLE])
def test_what_htmx_acts_on_carries_the_nonce_and_only_when_asked_for(fragment, source: str) -> None:
    live = [e for e in elements(fragment(source, live=LIVE, direction="").root) if e.get("data-hx-get")]
    assert len(live) == 1
    assert (live[0].get("data-hx-nonce"), live[0].get("data-hx-target")) == ("a-nonce", "#results")
    still = fragment(source, live=None, direction="")
    assert not [e for e in elements(still.root) if any(name.startswith("data-hx") for name in e.attrib)]


def test_a_wide_table_scrolls_in_a_part_that_the_keyboard_reaches_and_its_caption_names(fragment) -> None:
    tree = fragment(TABLE, live=None, direction="")
    region = elements(tree.root, "div", role="region")[0]
    caption = tree.by_id(region.get("aria-labelledby", ""))
    assert region.get("tabindex") == "0"
    assert caption is not None
    assert text_of(caption) == "所属者"


@pytest.mark.parametrize("direction", ["ascending", "descending", ""])
def test_the_sorted_column_says_so(fragment, direction: str) -> None:
    head = elements(fragment(TABLE, live=None, direction=direction).root, "th")[0]
    assert head.get("aria-sort", "") == direction
    assert head.get("class") == "numeric"


def test_pages_that_do_not_exist_are_not_offered(fragment) -> None:
    source = '{% from "components/pagination.html" import pagination %}{{ pagination(back, on) }}'
    assert [a.get("href") for a in elements(fragment(source, back="", on="/2").root, "a")] == ["/2"]
    assert elements(fragment(source, back="", on="").root, "nav") == []


def test_a_chip_says_what_following_it_does(fragment) -> None:
    source = '{% from "components/chips.html" import chips %}{{ chips(items, "/all") }}'
    tree = fragment(source, items=[{"label": "電源：<風力>", "url": "/list?a=1&b=2"}])
    first, clear = elements(tree.root, "a")
    assert first.get("href") == "/list?a=1&b=2"
    assert text_of(first).startswith("電源：<風力>")
    assert text_of(first).endswith("（この条件を外す）")
    assert clear.get("href") == "/all"
