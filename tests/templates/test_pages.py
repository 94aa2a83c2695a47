"""The frame of every page, the page of a refusal, the pages of the legal documents."""

import re
from datetime import date
from types import SimpleNamespace

import pytest
from flask import Flask, render_template

from models.legal.documents import Article, DocumentName, LegalDocument, Paragraph
from tests.driver.html import elements, has_class, parse_document, text_of
from tests.templates.conftest import TEMPLATES

PAGE = (
    '{% extends "layouts/base.html" %}{% block heading %}A & B の<b>一覧</b>{% endblock %}'
    "{% block main %}<p>本文</p>{% endblock %}"
)


def title_of(tree) -> str:
    return elements(tree.root, "title")[0].text or ""


def test_the_heading_begins_the_title(whole) -> None:
    tree = whole(PAGE)
    assert title_of(tree) == "A & B の一覧 - Saiene"
    assert [text_of(heading) for heading in elements(tree.root, "h1")] == ["A & B の一覧"]


@pytest.mark.parametrize("values", [{"status": 422}, {"has_errors": True}])
def test_the_title_of_a_page_with_errors_says_so_first(whole, values: dict[str, object]) -> None:
    assert title_of(whole(PAGE, **values)) == "エラー: A & B の一覧 - Saiene"


def test_the_first_link_leads_to_the_main_part(whole) -> None:
    tree = whole(PAGE)
    main = elements(tree.root, "main")[0]
    assert elements(tree.root, "a")[0].get("href") == f"#{main.get('id')}"
    assert main.get("tabindex") == "-1"


def test_terms_and_privacy_policy_are_one_link_away_for_everyone(whole) -> None:
    footer = elements(whole(PAGE).root, "footer")[0]
    assert {text_of(a): a.get("href") for a in elements(footer, "a")} == {
        "利用規約": "/terms", "プライバシーポリシー": "/privacy",
    }  # fmt: skip


def test_a_signed_in_person_sees_who_they_are_and_leaves_by_a_form_with_a_token(whole, site) -> None:
    site.signed_in = {
        "name": "見本 花子", "organisation": "見本電力", "kind": "一般送配電事業者",
        "sign_out_url": "/sign-out", "account_url": "/account", "incidents_url": "/incidents",
        "idle_minutes": 30,
    }  # fmt: skip
    site.navigation = [SimpleNamespace(label="検索", url="/list", current=True)]
    tree = whole(PAGE)
    header = elements(tree.root, "header")[0]
    for words in ("見本 花子", "見本電力", "一般送配電事業者"):
        assert words in text_of(header)
    form = elements(header, "form", method="post")[0]
    assert form.get("action") == "/sign-out"
    assert len(elements(form, "input", name="csrf_token")) == 1
    assert elements(tree.root, "a", href="/list")[0].get("aria-current") == "true"


def test_a_demonstration_says_so_on_every_page(whole, site) -> None:
    assert "架空のデータ" not in text_of(whole(PAGE).root)
    site.demonstration = True
    assert "デモンストレーション：架空のデータです" in text_of(whole(PAGE).root)


def test_notices_are_words_and_not_only_colours(whole, site) -> None:
    site.notices = [{"kind": "success", "text": "保存しました。"}, {"kind": "message", "text": "<i>"}]
    found = [e for e in elements(whole(PAGE).root) if has_class(e, "notice")]
    assert [text_of(one) for one in found] == ["完了 保存しました。", "お知らせ <i>"]
    assert [one.get("role") for one in found] == ["status", "status"]


def test_every_script_is_a_file_with_the_nonce(whole) -> None:
    scripts = elements(whole(PAGE).root, "script")
    assert [(s.get("src"), s.get("nonce"), s.text) for s in scripts] == [("/static/htmx.js", "a-nonce", None)]


def test_htmx_accepts_only_its_security_extension_and_keeps_no_pages(whole) -> None:
    config = elements(whole(PAGE).root, "meta", name="htmx-config")[0].get("content", "").split()
    assert set(config) == {"extensions:hx-csp", "history:reload", "includeIndicatorCSS:false"}


@pytest.mark.parametrize("status", [400, 403, 404, 422, 500, 503])
def test_a_refusal_says_what_is_wrong_and_where_to_go(bare_app: Flask, site, status: int) -> None:
    values = {"heading": "利用できません", "sentences": ["権限がありません。"]}
    with bare_app.test_request_context():
        tree = parse_document(render_template("refusals/error.html", site=site, status=status, **values))
    assert tree.faults == []
    main = text_of(elements(tree.root, "main")[0])
    assert main.count("権限がありません。") == 1
    assert [a.get("href") for a in elements(elements(tree.root, "main")[0], "a")] == ["/"]
    summaries = [e for e in elements(tree.root) if has_class(e, "error-summary")]
    assert len(summaries) == (1 if status == 422 else 0)


def document(version: date, paragraphs: int) -> LegalDocument:
    parts = tuple(
        Paragraph(n, f"第{n}の文。", ("一つ目", "二つ目") if n == 1 else ()) for n in range(1, paragraphs + 1)
    )
    return LegalDocument(DocumentName.TERMS, "利用規約", version, (Article(1, "目的", parts),), ("語句を改めた。",))


@pytest.mark.parametrize(("paragraphs", "numbered"), [(1, False), (2, True)])
def test_paragraphs_are_numbered_only_when_there_are_several(
    bare_app: Flask, site, paragraphs: int, numbered: bool
) -> None:
    versions = [document(date(2025, 4, 1), 1), document(date(2026, 4, 1), paragraphs)]
    bare_app.view_functions.setdefault("former", lambda version: version)
    if not any(rule.endpoint == "former" for rule in bare_app.url_map.iter_rules()):
        bare_app.url_map.add(bare_app.url_rule_class("/terms/<version>", endpoint="former"))
    with bare_app.test_request_context():
        values = {"document": versions[1], "versions": versions, "endpoint": "former", "status": 200}
        values |= {"current": versions[1], "certain": True}
        tree = parse_document(render_template("legal/document.html", site=site, **values))
    assert tree.faults == []
    assert bool([e for e in elements(tree.root, "ol") if has_class(e, "paragraphs")]) is numbered
    assert [text_of(li) for ol in elements(tree.root, "ol", class_="clauses") for li in ol] == ["一つ目", "二つ目"]
    assert tree.by_id("article-1") is not None
    hrefs = [a.get("href") for a in elements(tree.root, "a")]
    assert "#article-1" in hrefs
    assert "/terms/2025-04-01" in hrefs
    assert "2026年4月1日（令和8年）施行" in text_of(tree.root)


# Written to a file by a command and never served: it has to be whole by itself, style sheet included.
A_FILE_OF_ITS_OWN = TEMPLATES / "inspection" / "paper.html"


@pytest.mark.parametrize(
    "path",
    sorted({*TEMPLATES.rglob("*.html")} - {A_FILE_OF_ITS_OWN}),
    ids=lambda path: path.relative_to(TEMPLATES).as_posix(),
)
def test_no_template_holds_a_style_a_handler_or_a_script_of_its_own(path) -> None:
    source = path.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle\s*=|<style|\son[a-z]+\s*=\s*[\"']|javascript:|\shx-|data-hx-on", source)
    assert not re.search(r"<script(?![^>]*\ssrc=)", source)
