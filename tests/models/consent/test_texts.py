"""The consent texts: six items for every kind, in force by date, named by a digest, comparable (M15)."""

import json
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from models.consent.texts import FOLDER, ITEM_CODES, ConsentText, shipped
from models.legal.dated import DamagedText, NoSuchText, in_force, of_version
from models.organisations.kinds import OrganisationKind

FIRST = date(2026, 4, 1)
SECOND = date(2027, 1, 15)
HEADINGS = (
    "本システムの利用目的",
    "情報の目的外利用の禁止",
    "情報の管理",
    "ID・パスワードの管理",
    "情報漏えい等への対応",
    "利用者・情報管理責任者の異動等",
)
every_kind = pytest.mark.parametrize("kind", list(OrganisationKind))


def current_text(kind: str, on: date, folder: Path = FOLDER) -> ConsentText:
    return in_force(shipped(kind, folder=folder), on)


def text_by_version(kind: str, version: date, folder: Path) -> ConsentText:
    return of_version(shipped(kind, folder=folder), version)


def words(text: ConsentText, code: str = "") -> str:
    return "".join("".join(item.body) for item in text.items if code in ("", item.code))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Texts of two kinds, the grid operators' in two versions."""
    common = "version = {}\n" + "".join(
        f'[[items]]\ncode = "{code}"\nheading = "{heading}"\nparagraphs = ["共通の約束。"]\n'
        for code, heading in zip(ITEM_CODES, HEADINGS, strict=True)
    )
    own = 'kind = "{kind}"\nversion = {version}\ncommon = {version}\nchanges = ["{changes}"]\n'
    for name in ("common", "grid_operator", "auditor"):
        (tmp_path / name).mkdir()
    for version in (FIRST, SECOND):
        (tmp_path / f"common/{version}.toml").write_text(common.format(version))
    (tmp_path / f"grid_operator/{FIRST}.toml").write_text(
        own.format(kind="grid_operator", version=FIRST, changes="初版です。")
        + '[items.purpose]\nparagraphs = ["前の目的。"]'
    )
    (tmp_path / f"grid_operator/{SECOND}.toml").write_text(
        own.format(kind="grid_operator", version=SECOND, changes="利用の目的を明確にしました。")
        + '[items.purpose]\nparagraphs = ["新しい目的。", "もう一つの目的。"]\n'
        + '[items.leak_response]\nincludes_common = false\nparagraphs = ["独自の対応。"]'
    )
    (tmp_path / f"auditor/{FIRST}.toml").write_text(own.format(kind="auditor", version=FIRST, changes="初版です。"))
    return tmp_path


@every_kind
def test_every_kind_is_asked_the_six_items_in_their_order(kind: str) -> None:
    text = current_text(kind, FIRST)

    assert tuple(item.code for item in text.items) == ITEM_CODES
    assert tuple(item.heading for item in text.items) == HEADINGS
    assert all(item.body for item in text.items)
    assert text.kind == kind
    assert text.changes == ("初版です。",)


def test_texts_are_kept_for_the_kinds_there_are_and_no_other() -> None:
    assert {path.name for path in FOLDER.iterdir()} - {"common"} == {str(kind) for kind in OrganisationKind}


@every_kind
def test_every_kind_is_told_the_consequences_of_a_breach(kind: str) -> None:
    purpose = words(current_text(kind, FIRST), "purpose")

    assert "組織に属する全員" in purpose
    assert "抹消" in purpose
    assert "賠償" in purpose
    assert "記録され" in purpose


@every_kind
@pytest.mark.parametrize(
    ("code", "needed"),
    [
        ("purpose", "FIT/FIP制度"),
        ("purpose", "平成23年法律第108号"),
        ("purpose", "その他の目的では使いません"),
        ("no_other_use", "公表せず"),
        ("no_other_use", "第三者"),
        ("no_other_use", "公序良俗"),
        ("no_other_use", "不正な目的"),
        ("no_other_use", "損害を与えることをしません"),
        ("information_management", "個人情報の保護に関する法律"),
        ("credential_management", "貸さず"),
        ("leak_response", "情報管理責任者に報告します"),
        ("leak_response", "資源エネルギー庁"),
        ("personnel_change", "アカウントを停止"),
    ],
)
def test_every_kind_agrees_to_each_of_the_points_the_committee_named(kind: str, code: str, needed: str) -> None:
    assert needed in words(current_text(kind, FIRST), code)


@every_kind
def test_no_placeholder_or_mark_is_left_in_a_text(kind: str) -> None:
    assert not set("{}$<>[]") & set(words(current_text(kind, FIRST)))


@every_kind
def test_no_sentence_is_asked_twice_in_one_item(kind: str) -> None:
    for item in current_text(kind, FIRST).items:
        assert len(set(item.body)) == len(item.body)


def test_grid_operators_are_reminded_of_article_19_and_of_their_group() -> None:
    text = current_text("grid_operator", FIRST)

    assert "再エネ特措法第19条第1項第1号" in words(text, "no_other_use")
    assert "同じ企業グループの小売電気事業者" in words(text, "no_other_use")


def test_certified_operators_agree_to_look_at_their_own_facilities_only() -> None:
    assert "自己の設備の情報に限ります" in words(current_text("certified_operator", FIRST), "purpose")


def test_the_contractor_agrees_not_to_look_at_certifications() -> None:
    assert "認定情報を閲覧せず" in words(current_text("contractor", FIRST), "no_other_use")


def test_a_text_is_in_force_from_the_day_of_its_version(folder: Path) -> None:
    assert current_text("grid_operator", date(2027, 1, 14), folder=folder).version == FIRST
    assert current_text("grid_operator", SECOND, folder=folder).version == SECOND
    assert current_text("grid_operator", date(2099, 12, 31), folder=folder).version == SECOND


def test_before_the_first_version_no_text_is_in_force() -> None:
    with pytest.raises(NoSuchText):
        current_text("grid_operator", date(2026, 3, 31))


def test_a_new_common_text_changes_nothing_for_a_kind_that_does_not_name_it(folder: Path) -> None:
    assert current_text("auditor", SECOND, folder=folder).version == FIRST


def test_an_old_version_can_be_shown_again(folder: Path) -> None:
    assert "前の目的。" in words(text_by_version("grid_operator", FIRST, folder=folder))
    with pytest.raises(NoSuchText):
        text_by_version("grid_operator", date(2026, 4, 2), folder=folder)


@pytest.mark.parametrize("kind", ["", "retailer", "common", "..", "../terms", "grid_operator/"])
def test_an_unknown_kind_has_no_text(kind: str) -> None:
    with pytest.raises(NoSuchText):
        current_text(kind, FIRST)


def test_own_paragraphs_come_before_the_common_ones_or_replace_them(folder: Path) -> None:
    items = {item.code: item.body for item in current_text("grid_operator", SECOND, folder=folder).items}

    assert items["purpose"] == ("新しい目的。", "もう一つの目的。", "共通の約束。")
    assert items["leak_response"] == ("独自の対応。",)
    assert items["personnel_change"] == ("共通の約束。",)


@every_kind
def test_the_digest_is_that_of_the_documented_form(kind: str) -> None:
    text = current_text(kind, FIRST)
    form = json.dumps(
        [[item.code, item.heading, list(item.body)] for item in text.items], ensure_ascii=False, separators=(",", ":")
    )

    assert text.sha256 == sha256(form.encode()).hexdigest()


def test_the_digest_changes_with_any_character() -> None:
    text = current_text("grid_operator", FIRST)
    seen = {text.sha256}
    for place, item in enumerate(text.items):
        for number, paragraph in enumerate(item.body):
            body = (*item.body[:number], f"{paragraph} ", *item.body[number + 1 :])
            items = (*text.items[:place], replace(item, body=body), *text.items[place + 1 :])
            seen.add(ConsentText(text.kind, text.version, items, text.changes).sha256)

    assert len(seen) == 1 + sum(len(item.body) for item in text.items)


def test_the_digest_changes_when_a_sentence_moves_to_the_next_paragraph() -> None:
    text = current_text("auditor", FIRST)
    first = text.items[0]
    joined = (replace(first, body=("".join(first.body),)), *text.items[1:])

    assert ConsentText(text.kind, text.version, joined, text.changes).sha256 != text.sha256


def test_each_kind_agrees_to_words_of_its_own() -> None:
    assert len({current_text(kind, FIRST).sha256 for kind in OrganisationKind}) == len(OrganisationKind)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('kind = "auditor"', 'kind = "bureau"'),
        (f"version = {FIRST}", f"version = {SECOND}"),
        (f"common = {FIRST}", "common = 2020-01-01"),
        ('changes = ["初版です。"]', "changes = []"),
        ('changes = ["初版です。"]', 'changes = ["初版です。"]\n[items.other]\nparagraphs = ["余計な約束。"]'),
        ('changes = ["初版です。"]', 'changes = ["初版です。"]\n[items.purpose]\nincludes_common = false'),
        ('changes = ["初版です。"]', 'changes = ["初版です。"]\n[items.purpose]\nparagraphs = [" "]'),
        ('changes = ["初版です。"]', "changes = ["),
    ],
)
def test_a_damaged_text_is_never_shown(folder: Path, before: str, after: str) -> None:
    path = folder / f"auditor/{FIRST}.toml"
    path.write_text(path.read_text().replace(before, after))

    with pytest.raises(DamagedText):
        current_text("auditor", FIRST, folder=folder)


def test_a_common_text_without_all_six_items_is_never_shown(folder: Path) -> None:
    path = folder / f"common/{FIRST}.toml"
    path.write_text(path.read_text().replace('code = "leak_response"', 'code = "purpose"'))

    with pytest.raises(DamagedText):
        current_text("auditor", FIRST, folder=folder)
