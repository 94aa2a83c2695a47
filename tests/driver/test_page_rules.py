"""Each rule notices the page that breaks it, and none complains of a page that keeps them all."""

from collections.abc import Callable

import pytest
from flask import Flask, Response
from werkzeug.test import TestResponse

from tests.driver.header_rules import HEADER_RULES, STATIC_RULES, header_faults
from tests.driver.page import Page
from tests.driver.page_rules import ANYWHERE, PART, WHOLE, faults_of
from tests.driver.sample import ENTRY, HEADERS, REFUSED, RESULTS, page

GOOD = page(ENTRY)
REFUSAL = page(REFUSED, "エラー: ")

BROKEN_PAGES = [
    ("well_formed", GOOD.replace("</main>", "</section></main>")),
    ("well_formed", GOOD.replace("<!DOCTYPE html>", "")),
    ("japanese", GOOD.replace(' lang="ja"', "")),
    ("japanese", GOOD.replace('lang="ja"', 'lang="en"')),
    ("one_heading_begins_the_title", GOOD.replace("h1>", "h2>")),
    ("one_heading_begins_the_title", GOOD.replace("</h1>", "</h1><h1>検索</h1>")),
    ("one_heading_begins_the_title", GOOD.replace("<title>検索", "<title>一覧")),
    ("one_heading_begins_the_title", REFUSAL.replace("<title>エラー: ", "<title>")),
    ("headings_in_order", GOOD.replace("</h1>", "</h1><h3>細目</h3>")),
    ("landmarks", GOOD.replace("main", "div")),
    ("landmarks", GOOD.replace('<a href="#main">', '<a href="/top">')),
    ("legal_links", GOOD.replace("利用規約", "規約")),
    ("legal_links", GOOD.replace("プライバシーポリシー", "その他")),
    ("labelled_fields", GOOD.replace('<label for="name">氏名</label>', "")),
    ("labelled_fields", GOOD.replace("<legend>種別</legend>", "")),
    ("errors_are_linked", REFUSAL.replace('href="#name"', 'href="#other"')),
    ("errors_are_linked", REFUSAL.replace(' aria-describedby="name-error"', "")),
    ("errors_are_linked", REFUSAL.replace("error-summary", "note")),
    ("unique_ids", GOOD.replace('id="memo"', 'id="name"')),
    ("unique_ids", GOOD.replace("<h1>", '<h1 id="">')),
    ("references_exist", GOOD.replace('href="/terms"', 'href="#terms"')),
    ("references_exist", REFUSAL.replace('id="name-error"', "")),
    ("forgery_tokens", GOOD.replace('name="csrf_token"', 'name="other"')),
    ("forgery_tokens", GOOD.replace('value="token-{number}"', 'value=""')),
    ("forgery_tokens", GOOD.replace('method="post"', 'method="get"')),
    ("forgery_tokens", GOOD.replace("<h1>", '<h1 data-hx-post="/entry">')),
    ("nothing_inline", GOOD.replace(" defer></script>", ">alert(1)</script>")),
    ("nothing_inline", GOOD.replace('<script src="/static/htmx.js" nonce="abc" defer>', "<script>")),
    ("nothing_inline", GOOD.replace("<h1>", '<h1 style="color: red">')),
    ("nothing_inline", GOOD.replace("</head>", "<style>h1 { color: red }</style></head>")),
    ("nothing_inline", GOOD.replace("<h1>", '<h1 onclick="go()">')),
    ("nothing_inline", GOOD.replace("<h1>", '<h1 data-hx-on:click="go()">')),
    ("nothing_inline", GOOD.replace("<h1>", '<h1 hx-get="/search">')),
    ("nothing_inline", GOOD.replace("<h1>", '<h1 data-hx-vals="js:go()">')),
    ("nothing_inline", GOOD.replace("/terms", "javascript:go()")),
    ("own_resources", GOOD.replace("/static/htmx.js", "//elsewhere.example/htmx.js")),
    ("no_program_words", GOOD.replace("氏名", "{{ label }}")),
    ("no_program_words", GOOD.replace("東京都", "None")),
    ("no_program_words", GOOD.replace("</h1>", "</h1><p>&amp;lt;b&amp;gt;</p>")),
    ("no_program_words", GOOD.replace('value="13"', 'value="None"')),
]
BROKEN_PARTS = [
    ("is_a_part", GOOD),
    ("is_a_part", "  \n"),
    ("well_formed", RESULTS + "</form>"),
    ("unique_ids", RESULTS + RESULTS),
    ("nothing_inline", RESULTS + "<script>go()</script>"),
]
BROKEN_FILES = [
    ("static_file", "X-Content-Type-Options", ""),
    ("static_file", "Cross-Origin-Resource-Policy", ""),
    ("static_file", "Set-Cookie", "__Host-a=1; HttpOnly; Secure; Path=/; SameSite=Lax"),
]
POLICY = HEADERS["Content-Security-Policy"]
BROKEN_HEADERS = [
    ("content_security_policy", "Content-Security-Policy", ""),
    ("content_security_policy", "Content-Security-Policy", POLICY.replace("'nonce-abc'", "'unsafe-inline'")),
    ("content_security_policy", "Content-Security-Policy", POLICY.replace("default-src 'none'", "default-src 'self'")),
    ("content_security_policy", "Content-Security-Policy", POLICY.replace("style-src 'self'", "style-src *")),
    ("content_security_policy", "Content-Security-Policy", POLICY.replace("frame-ancestors 'none'; ", "")),
    ("content_security_policy", "Content-Security-Policy", POLICY.replace("require-trusted-types-for 'script'", "")),
    ("fixed_values", "X-Content-Type-Options", ""),
    ("fixed_values", "Referrer-Policy", "unsafe-url"),
    ("fixed_values", "Cross-Origin-Opener-Policy", "unsafe-none"),
    ("fixed_values", "Cross-Origin-Resource-Policy", "cross-origin"),
    ("fixed_values", "Permissions-Policy", ""),
    ("transport_security", "Strict-Transport-Security", ""),
    ("not_stored", "Cache-Control", "private"),
    ("not_stored", "ETag", '"abc"'),
    ("cookies", "Set-Cookie", "__Host-a=1; Secure; Path=/; SameSite=Lax"),
    ("cookies", "Set-Cookie", "__Host-a=1; HttpOnly; Path=/; SameSite=Lax"),
    ("cookies", "Set-Cookie", "__Host-a=1; HttpOnly; Secure; Path=/"),
    ("cookies", "Set-Cookie", "a=1; HttpOnly; Secure; Path=/; SameSite=Lax"),
    ("cookies", "Set-Cookie", "__Host-a=1; HttpOnly; Secure; Path=/; SameSite=Lax; Domain=example"),
    ("silent_about_the_server", "X-Powered-By", "Flask"),
    ("depends_on_the_request_kind", "Vary", "Cookie"),
]

Answer = Callable[..., TestResponse]


@pytest.fixture
def answer() -> Answer:
    """Makes an answer with this body, status and one header changed."""

    def make(body: str, status: int = 200, **headers: str) -> TestResponse:
        app = Flask(__name__, static_folder=None)
        app.add_url_rule("/", view_func=lambda: Response(body, status, headers={**HEADERS, **headers}))
        return app.test_client().get("/", base_url="https://saiene.example")

    return make


def test_a_page_that_keeps_the_rules_has_no_faults(answer: Answer) -> None:
    assert faults_of(Page(answer(GOOD))) == []
    assert faults_of(Page(answer(REFUSAL, 422))) == []
    assert faults_of(Page(answer(RESULTS), fragment=True)) == []


@pytest.mark.parametrize(("rule", "source"), BROKEN_PAGES)
def test_a_page_that_breaks_a_rule_is_noticed(answer: Answer, rule: str, source: str) -> None:
    assert source not in (GOOD, REFUSAL)
    status = 422 if "入力に誤りがあります" in source else 200
    assert rule in _rules_broken(Page(answer(source, status)))


@pytest.mark.parametrize(("rule", "source"), BROKEN_PARTS)
def test_a_fragment_that_breaks_a_rule_is_noticed(answer: Answer, rule: str, source: str) -> None:
    assert rule in _rules_broken(Page(answer(source), fragment=True))


@pytest.mark.parametrize(("rule", "name", "value"), BROKEN_HEADERS)
def test_a_header_that_breaks_a_rule_is_noticed(answer: Answer, rule: str, name: str, value: str) -> None:
    assert _rules_broken(Page(answer(GOOD, **{name: value}))) == {rule}


@pytest.mark.parametrize(("rule", "name", "value"), BROKEN_FILES)
def test_a_static_file_that_breaks_a_rule_is_noticed(rule: str, name: str, value: str) -> None:
    app = Flask(__name__, static_folder=None)
    headers = {"X-Content-Type-Options": "nosniff", "Cross-Origin-Resource-Policy": "same-origin"}
    app.add_url_rule("/static/a.css", view_func=lambda: Response("", headers={**headers, name: value}))
    faults = header_faults(app.test_client().get("/static/a.css"))
    assert [fault.partition(":")[0] for fault in faults] == [rule]


def test_every_rule_has_a_page_that_breaks_it() -> None:
    rules = {rule.__name__ for rule in (*ANYWHERE, *WHOLE, *PART, *HEADER_RULES)}
    rules |= {rule.__name__ for rule in STATIC_RULES}
    assert rules == {case[0] for case in (*BROKEN_PAGES, *BROKEN_PARTS, *BROKEN_HEADERS, *BROKEN_FILES)}


def _rules_broken(shown: Page) -> set[str]:
    return {fault.partition(":")[0] for fault in faults_of(shown)}
