"""Spellings that are one, and spellings that are not."""

import csv
import unicodedata
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.register.folding import fold
from tests.amount import searches

TABLE = Path("models/reference/data/character_variants.csv")
LONG_MARKS = "-－‐‑‒–—―⁃−─━ーｰ〜～~゠"
CORPORATIONS = [
    ("株式会社", "㈱", "（株）", "(株)", "㍿", "〔株〕", "［株］", "【株】", "（ 株 ）"),
    ("有限会社", "㈲", "（有）", "(有)"),
    ("合同会社", "（同）", "(同)", "（合）"),
    ("合資会社", "㈾", "（資）"),
    ("合名会社", "㈴", "（名）"),
    ("社団法人", "㈳", "（社）"),
    ("財団法人", "㈶", "（財）"),
    ("一般社団法人", "（一社）"),
    ("公益財団法人", "（公財）"),
    ("社会福祉法人", "（福）", "（社福）"),
    ("学校法人", "㈻", "（学）"),
    ("医療法人", "（医）"),
    ("特定非営利活動法人", "㈵", "（特非）", "（ＮＰＯ）"),
    ("農事組合法人", "（農）"),
    ("協同組合", "㈿", "（協）"),
]
ADDRESSES = [
    ("霞が関一丁目３番１号", "霞ヶ関１丁目３番１号", "霞ケ関1-3-1", "霞ガ関1丁目3-1", "霞が関1丁目3番地1"),
    ("見本二十三丁目", "見本23丁目"),
    ("見本十丁目２番", "見本10丁目2番", "見本10-2"),
    ("1番地の2", "1番地2", "1-2", "1の2", "1番2", "１番の２", "1番地ー2"),
    ("見本100番地", "見本100", "見本１００番地"),
    ("見本8番 例示ビル", "見本8 例示ビル"),
]  # fmt: skip


def _pairs(*groups: tuple[str, ...]) -> list[tuple[str, str]]:
    return [pair for group in groups for pair in combinations(group, 2)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ﾔﾏｶﾞﾀ", "ヤマガタ"),
        ("ﾀｲﾖｳ", "タイヨウ"),
        ("ﾀｲﾖｳ", "たいよう"),
        ("ﾊﾟﾈﾙ", "パネル"),
        ("ｳﾞｨｱ", "ヴィア"),
        ("パネルﾞ", "パネル゛"),
        ("タ゛イヤ", "ダイヤ"),
        ("ﾀﾞｲﾔ", "だいや"),
        ("タﾞイヤ", "ダイヤ"),
        ("か\u3099く", "がく"),
        ("ＡＢＣ１２", "abc12"),
        ("Ｓｕｎ　Ｌｉｇｈｔ", "SUN LIGHT"),
        ("①②", "12"),
        ("㎾", "kW"),
        ("ソーラー", "そーらー"),
        ("ソーラー", "ソ－ラ－"),
        ("キヤノン", "キャノン"),
        ("ニッカ", "ニツカ"),
        ("ヱビス", "エビス"),
        ("ヰ", "い"),
        ("㈱みほん", "株式会社みほん"),
        ("みほん㈲", "みほん有限会社"),
        ("みほん株式會社", "みほん（株）"),
        ("髙橋", "高橋"),
        ("山﨑", "山崎"),
        ("龍ケ崎", "竜ヶ崎"),
        ("霞が関", "霞ヶ関"),
        ("鶴ガ島", "鶴ヶ島"),
        ("一ヵ所", "一カ所"),
        ("檮原町", "梼原町"),
        ("齋藤", "斎藤"),
        ("齊藤", "斎藤"),
        ("斉藤", "齋藤"),
        ("渡邊", "渡辺"),
        ("渡邉", "渡辺"),
        ("澤田", "沢田"),
        ("廣瀨", "広瀬"),
        ("濱田", "浜田"),
        ("濵田", "浜田"),
        ("嶋田", "島田"),
        ("眞鍋", "真鍋"),
        ("國分", "国分"),
        ("𠮷野", "吉野"),
        ("栁澤", "柳沢"),
        ("冨士", "富士"),
        ("諌早", "諫早"),
        ("俱知安", "倶知安"),
        ("塩竈", "塩釜"),
        ("神\ufe00社", "神社"),
        ("葛\U000e0100城", "葛城"),
        ("太陽\u200b光", "太陽光"),
        ("ジャパン・ソーラー", "ジャパンソーラー"),
        ("ｼﾞｬﾊﾟﾝ･ｿｰﾗｰ", "ジャパンソーラー"),
        ("見本　太郎", " 見本 太郎 "),
        ("見本（仮称）", "見本 仮称"),
        *_pairs(*CORPORATIONS, *ADDRESSES),
        *((f"見本{mark}1", "見本-1") for mark in LONG_MARKS),
    ],
)
def test_two_spellings_of_one_thing_fold_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)
    assert fold(one) in fold(f"前{other}後")
    assert fold(other) in fold(f"前{one}後")


def _variants() -> list[tuple[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return [(row["standard"], other) for row in csv.DictReader(file) for other in row["variants"]]


def test_every_variant_character_is_found_by_its_usual_form_and_the_other_way_round() -> None:
    unlike = [(one, other) for one, other in _variants() if fold(one) not in fold(f"小{other}線")]
    unlike += [(one, other) for one, other in _variants() if fold(other) not in fold(f"小{one}線")]
    assert unlike == []


def test_the_table_of_variants_is_one_step_deep_and_names_nothing_twice() -> None:
    standards, others = {one for one, _ in _variants()}, [other for _, other in _variants()]
    assert len(set(others)) == len(others)
    assert standards & set(others) == set()
    assert [other for other in others if unicodedata.normalize("NFKC", other) != other] == []


@pytest.mark.parametrize(
    ("searched", "text"),
    [
        ("東京", "東　京子"),
        ("東京", "東・　京子"),
        ("京子", "東京　子"),
        ("第1", "第2"),
        ("株式会社", "有限会社"),
        ("合同会社", "合資会社"),
        ("財団法人", "社団法人"),
        ("山田", "山口"),
        ("はら", "ばら"),
        ("はら", "ぱら"),
        ("サーバー", "サーバ"),
        ("バイオ", "ヴァイオ"),
        ("一か所", "一ヶ所"),
        ("佐々木", "佐佐木"),
        ("三重", "3重"),
        ("一番町", "1番町"),
        ("5番街", "5街"),
        ("八王子", "8王子"),
        ("大阪", "大坂"),
        ("尼崎", "尼埼"),
        ("渡部", "渡邉"),
        ("太田", "大田"),
        ("太陽", "太　陽"),
        ("1-2", "12"),
        ("1丁目2", "12"),
        ("1番2号", "2番1号"),
        ("千代田区", "千代　田区"),
    ],
)
def test_what_is_merely_alike_is_not_found(searched: str, text: str) -> None:
    assert fold(searched) not in fold(text)


@pytest.mark.parametrize("text", ["", "　", "（）", "％_*\"'", "\0", "\u200b", "\ufe00", "・"])
def test_what_holds_nothing_to_search_for_folds_to_nothing(text: str) -> None:
    assert not fold(text)


@pytest.mark.parametrize("part", ["みほん電力", "ﾐﾎﾝ", "3丁目", "㈱みほん", "ー１", "山形県三丁目", "三丁目１"])
def test_a_part_of_an_address_folds_to_a_part_of_the_folded_text(part: str) -> None:
    assert fold(part) in fold("㈱みほん電力　山形県３丁目ー１番地")


# What a person sees as one character, or as one mark: texts are put together of these, and cut between them.
_PIECES = st.one_of(
    st.sampled_from([other for pair in _variants() for other in pair]),
    st.sampled_from(["㈱", "(株)", "（同）", "㍿", "ﾀﾞ", "ﾊﾟ", "か\u3099", "タ゛", "葛\U000e0100", " ", "　", "・", "･"]),
    st.sampled_from([*LONG_MARKS, "ヶ", "ケ", "が", "ッ", "ャ", "の", "丁目", "番地", "番", "号", "一", "十"]),
    st.characters(min_codepoint=0x3041, max_codepoint=0x30FF, exclude_characters="\u3099\u309a\u309b\u309c"),
    st.characters(codec="utf-8", categories=["Lu", "Ll", "Lo", "Po", "Ps", "Zs"], max_codepoint=0x2FF),
)  # fmt: skip


@searches(ordinary=200, deep=1_000)
@given(st.lists(_PIECES, max_size=12), st.integers(0, 12), st.integers(0, 12))
def test_a_part_of_any_text_without_numbers_folds_to_a_part_of_the_folded_text(
    pieces: list[str], start: int, length: int
) -> None:
    part = fold("".join(pieces[start : start + length]))
    if "一" in pieces or "十" in pieces:  # before 丁目 they are numbers
        return
    assert part in fold("".join(pieces))


@searches(ordinary=200, deep=1_000)
@given(
    st.one_of(st.text(max_size=12), st.lists(st.one_of(_PIECES, st.sampled_from("0123１２")), max_size=12).map("".join))
)
def test_folding_what_is_folded_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
