"""The 設備ID: how it is typed, what its parts say, and what changes when FIT becomes FIP."""

import pytest

from models.reference.bureaus import BUREAUS, bureau_of_prefecture
from models.reference.facility_id import SOURCE_CLASSES, InvalidFacilityId, find, normalise, parse, same_serial
from models.reference.prefectures import PREFECTURES


@pytest.mark.parametrize(
    "typed", ["A123456B06", "ａ１２３４５６ｂ０６", " a123456b06 ", "A-123456-B-06", "A123456　B06", "A123456ー B06"]
)
def test_an_id_is_read_however_it_was_typed(typed: str) -> None:
    assert str(parse(typed)) == "A123456B06"


def test_the_parts_of_an_id_name_source_bureau_and_prefecture() -> None:
    found = parse("6B64331E25")

    assert (found.source_code, found.serial, found.bureau_mark, found.prefecture_code) == ("6", "B64331", "E", "25")
    assert found.source_class == SOURCE_CLASSES["6"]
    assert found.bureau.name == "近畿経済産業局"
    assert not found.is_fip


def test_a_digit_in_the_eighth_place_means_fip_and_the_same_bureau() -> None:
    assert parse("A123456506").is_fip
    assert parse("A123456506").bureau == parse("A123456E06").bureau


def test_the_change_from_fit_to_fip_keeps_the_serial() -> None:
    fit, fip = parse("A123456C22"), parse("A123456322")

    assert same_serial(fit, fip)
    assert fit.as_fip() == fip
    assert fip.as_fit() == fit


@pytest.mark.parametrize("other", ["A123457322", "A123456422", "A123456323", "D123456322"])
def test_ids_that_differ_in_more_than_the_scheme_are_not_one_facility(other: str) -> None:
    assert not same_serial(parse("A123456C22"), parse(other))


@pytest.mark.parametrize(
    ("typed", "part"),
    [
        ("", "10文字"),
        ("A123456B0", "10文字"),
        ("A123456B066", "10文字"),
        ("*123456B06", "1文字目"),
        ("AAB3456B06", "2文字目から7文字目"),
        ("A1234x6B06", "2文字目から7文字目"),
        ("A123456J06", "8文字目"),
        ("A123456006", "8文字目"),
        ("A123456B00", "9・10文字目"),
        ("A123456B48", "9・10文字目"),
        ("A123456BX6", "9・10文字目"),
        ("A12345٣B06", "2文字目から7文字目"),
    ],
)
def test_the_reason_of_a_refusal_names_the_part_at_fault(typed: str, part: str) -> None:
    with pytest.raises(InvalidFacilityId) as refusal:
        parse(typed)

    assert part in refusal.value.reason
    assert find(typed) is None


def test_a_prefecture_other_than_the_bureaus_is_allowed_because_real_ids_carry_it() -> None:
    assert parse("A123456B22").bureau.letter == "B"


def test_a_first_character_not_yet_known_is_an_id_without_class() -> None:
    assert parse("9123456B06").source_class is None


def test_words_are_no_id_and_normalise_without_harm() -> None:
    assert find("東京太陽光") is None
    assert normalise("ソーラー 東京") == "ソラ東京"


def test_every_prefecture_has_exactly_one_bureau() -> None:
    assert sorted(code for each in BUREAUS.values() for code in each.prefecture_codes) == sorted(PREFECTURES)
    for code, prefecture in PREFECTURES.items():
        bureau = bureau_of_prefecture(code)
        assert bureau is not None
        assert bureau.letter == prefecture.bureau
