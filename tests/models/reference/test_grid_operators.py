"""The ten grid companies share out the prefectures."""

from models.reference.grid_operators import GRID_OPERATORS, grid_operator
from models.reference.prefectures import PREFECTURES


def test_ten_companies_share_out_all_prefectures() -> None:
    assert len(GRID_OPERATORS) == 10
    assert sorted(code for each in GRID_OPERATORS.values() for code in each.prefecture_codes) == sorted(PREFECTURES)
    for each in GRID_OPERATORS.values():
        assert {PREFECTURES[code].supply_area for code in each.prefecture_codes} == {each.code}


def test_a_company_is_known_by_the_code_of_its_area() -> None:
    tokyo = grid_operator("tokyo")

    assert tokyo is not None
    assert tokyo.company == "東京電力パワーグリッド株式会社"
    assert grid_operator("") is None


def test_only_in_okinawa_grid_and_retail_are_one_legal_person() -> None:
    assert [each.code for each in GRID_OPERATORS.values() if each.same_person_as_retailer] == ["okinawa"]
    assert GRID_OPERATORS["okinawa"].established is None
