"""Spellings that are one, and spellings that are not."""

import pytest

from models.register.folding import fold


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ﾔﾏｶﾞﾀ", "ヤマガタ"),
        ("ＡＢＣ１２", "abc12"),
        ("ソーラー", "そーらー"),
        ("キヤノン", "キャノン"),
        ("㈱みほん", "株式会社みほん"),
        ("（株）みほん", "株式会社みほん"),
        ("みほん㈲", "みほん有限会社"),
        ("髙橋", "高橋"),
        ("山﨑", "山崎"),
        ("龍ケ崎", "竜ヶ崎"),
        ("霞が関", "霞ヶ関"),
        ("檮原町", "梼原町"),
        ("齋藤", "斎藤"),
        ("齊藤", "斎藤"),
        ("渡邊", "渡辺"),
        ("１－２－３", "1‐2−3"),
        ("３丁目１番地２", "3-1-2"),
        ("1番地の2", "1-2"),
        ("ジャパン・ソーラー", "ジャパンソーラー"),
        ("見本　太郎", " 見本 太郎 "),
        ("見本（仮称）", "見本 仮称"),
    ],
)
def test_two_spellings_of_one_thing_fold_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("東　京子", "東京子"), ("第1", "第2"), ("株式会社", "有限会社"), ("山田", "山口"), ("はら", "ばら")],
)
def test_different_things_stay_different(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@pytest.mark.parametrize("text", ["", "　", "（）", "％_*\"'", "\0"])
def test_what_holds_nothing_to_search_for_folds_to_nothing(text: str) -> None:
    assert not fold(text)


@pytest.mark.parametrize("part", ["みほん電力", "ﾐﾎﾝ", "3丁目", "㈱みほん", "ー１"])
def test_a_part_of_a_text_folds_to_a_part_of_the_folded_text(part: str) -> None:
    assert fold(part) in fold("㈱みほん電力　山形県３丁目ー１番地")
