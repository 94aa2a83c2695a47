"""Whose register a file is."""

import pytest

from models.register.workbooks.home_prefecture import from_addresses, from_file_name, from_titles


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("06.山形県_202112.xlsx", "06"),
        ("２５．滋賀県.csv", "25"),
        ("京都府_202507.csv", "26"),
        ("東京都府中市.csv", "13"),
        ("47.xlsx", "47"),
        ("48.xlsx", None),
        ("202507.xlsx", None),
        ("山形県と滋賀県.xlsx", None),
        ("register.csv", None),
    ],
)
def test_a_file_name_tells_the_prefecture(name: str, code: str | None) -> None:
    assert from_file_name(name) == code


def test_a_decomposed_file_name_is_understood() -> None:
    assert from_file_name("岐阜県".replace("岐", "岐") + "_ハ\u309aネル.xlsx") == "21"


def test_a_title_tells_the_prefecture() -> None:
    assert from_titles(["認定設備", "静岡県 2025年7月末時点"]) == "22"


def test_most_addresses_tell_the_prefecture_and_a_tie_tells_nothing() -> None:
    assert from_addresses(["静岡県浜松市", "静岡県静岡市", "愛知県豊橋市", "浜松市"]) == "22"
    assert from_addresses(["静岡県浜松市", "愛知県豊橋市"]) is None
    assert from_addresses([]) is None
