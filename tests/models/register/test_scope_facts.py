"""Whose facility it is: the keys that follow from what is stored (M10)."""

import pytest

from models.register.scope_facts import SiteFact, laws_of, scope_keys_of

HERE = {"prefecture": "06", "municipality": "06201", "supply_area": "tohoku", "grid_operator": "tohoku", "bureau": "B"}
HOME = {("nation", "jp"), ("grid", "tohoku"), ("bureau", "B"), ("prefecture", "06"), ("municipality", "06201")}


def keys(sites: tuple[SiteFact, ...] = (), laws: tuple[str, ...] = (), **values: object) -> set[tuple[str, str]]:
    return {(str(kind), code) for kind, code in scope_keys_of(HERE | values, sites, laws)}


def test_a_facility_belongs_to_the_nation_its_place_and_its_grid_operator() -> None:
    assert keys() == HOME


def test_two_prefectures_and_two_supply_areas_both_see_it() -> None:
    there = SiteFact("新潟県新潟市北区１", "15", "15101", "tokyo")
    assert keys(sites=(there,)) == HOME | {
        ("prefecture", "15"),
        ("municipality", "15101"),
        ("municipality", "15100"),
        ("grid", "tokyo"),
        ("bureau", "C"),
    }


def test_a_plant_on_a_neighbours_grid_is_the_contracting_companys_alone() -> None:
    place = {key for key in HOME if key[0] != "grid"}
    assert keys(grid_operator="tokyo") == place | {("grid", "tokyo")}


def test_a_plant_in_two_areas_is_both_companies_whichever_has_the_contract() -> None:
    there = SiteFact("新潟県新潟市北区１", "15", "15101", "tokyo")
    grids = {code for kind, code in keys(sites=(there,), grid_operator="tokyo") if kind == "grid"}
    assert grids == {"tokyo", *(code for kind, code in HOME if kind == "grid")}


def test_the_letter_of_the_id_adds_its_bureau_and_the_place_decides_the_rest() -> None:
    assert keys(bureau="C") == HOME | {("bureau", "C")}


@pytest.mark.parametrize(
    ("values", "small"),
    [
        ({"source_group": "太陽光", "output_kw": 49.9}, True),
        ({"source_group": "太陽光", "output_kw": 50.0}, False),
        ({"source_group": "太陽光", "output_kw": None}, False),
        ({"source_group": "風力", "output_kw": 10.0}, False),
    ],
)
def test_small_solar_is_the_application_agents(values: dict[str, object], small: bool) -> None:
    assert (("agent", "solar_under_50kw") in keys(**values)) is small


def test_a_facility_of_which_nothing_is_known_belongs_to_the_nation_only() -> None:
    assert {(str(kind), code) for kind, code in scope_keys_of({}, ())} == {("nation", "jp")}


def test_the_operator_and_the_laws_have_keys_of_their_own() -> None:
    assert keys(laws=("11",), operator_id=7) == HOME | {("operator", "7"), ("law", "11")}


@pytest.mark.parametrize(
    ("items", "laws"),
    [
        ({"law_11_status": "許可済"}, {"11"}),
        ({"law_11_status": "該当なし"}, set()),
        ({"law_11_status": "-"}, set()),
        ({"law_11_status": None}, set()),
        ({"law_11_applicable": "有"}, {"11"}),
        ({"law_11_applicable": "無", "law_11_status": "許可済"}, set()),
        ({"law_11_applicable": "", "law_11_status": "手続中", "law_12_status": "不要"}, {"11"}),
        ({"law_11_office": "山形市農業委員会"}, set()),
    ],
)
def test_a_law_applies_when_its_declaration_says_so(items: dict[str, str | None], laws: set[str]) -> None:
    assert laws_of(items) == laws
