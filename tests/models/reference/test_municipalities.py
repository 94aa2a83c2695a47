"""The municipality table holds together, and wards belong to their cities."""

from models.reference.address_text import fold_address
from models.reference.addresses import locate
from models.reference.municipalities import (
    MUNICIPALITIES,
    MunicipalityKind,
    municipalities_of,
    municipality,
    territories,
    wards_of,
)
from models.reference.prefectures import PREFECTURES


def test_every_municipality_belongs_to_a_prefecture_and_every_ward_to_a_designated_city() -> None:
    assert len(PREFECTURES) == 47
    for each in MUNICIPALITIES.values():
        assert each.code.startswith(each.prefecture_code)
        assert each.prefecture_code in PREFECTURES
        if each.kind is MunicipalityKind.WARD:
            assert MUNICIPALITIES[each.parent_code or ""].kind is MunicipalityKind.DESIGNATED_CITY
        else:
            assert each.parent_code is None


def test_a_designated_city_has_its_wards_and_a_town_has_none() -> None:
    assert [ward.name for ward in wards_of("22130")] == ["浜松市中央区", "浜松市浜名区", "浜松市天竜区"]
    assert wards_of("22341") == ()


def test_a_site_in_a_ward_lies_in_the_ward_and_in_the_city() -> None:
    assert territories("14103") == ("14103", "14100")
    assert territories("22210") == ("22210",)
    assert territories("99999") == ()


def test_a_code_is_known_with_its_check_digit_and_refused_with_another() -> None:
    assert municipality("011011") == municipality("01101") == MUNICIPALITIES["01101"]
    assert municipality("011012") is None
    assert municipality("0110") is None
    assert municipality("") is None


def test_every_municipality_is_found_by_its_own_full_name() -> None:
    northern = MunicipalityKind.NORTHERN_TERRITORY_VILLAGE
    for each in MUNICIPALITIES.values():
        assert locate(each.full_name + "1-1").municipality_code == each.code
        if each.kind is not northern:
            assert locate(each.name + "1-1", each.prefecture_code).municipality_code == each.code


def test_folding_makes_no_two_municipalities_of_a_prefecture_one() -> None:
    for code in PREFECTURES:
        names = [fold_address(each.county + each.name) for each in municipalities_of(code)]
        assert len(set(names)) == len(names)


def test_folding_leaves_the_names_of_prefectures_as_they_are() -> None:
    assert all(fold_address(each.name) == each.name for each in PREFECTURES.values())
