"""The made-up register: repeatable, right in grammar, shaped like the real one."""

import random
from collections import Counter
from functools import cache
from itertools import islice

import pytest

from models.demonstration.generator import DemonstrationCertification, certifications
from models.demonstration.generator.facility_ids import LARGEST, TooMany, facility_id
from models.demonstration.generator.landmarks import (
    ACROSS_TWO_AREAS,
    IN_SEVERAL_MUNICIPALITIES,
    IN_TWO_PREFECTURES,
    THOUSAND_PARCELS,
    UNDER_FIP,
)
from models.reference.addresses import locate
from models.reference.facility_id import parse
from models.register.workbooks.layouts import FACILITY_LABELS, SITE_LABELS, Edition

COUNT = 6_000


@cache
def register() -> list[DemonstrationCertification]:
    return list(certifications(COUNT, details=False))


def share(matching: int) -> float:
    return matching / COUNT


def test_the_same_seed_gives_the_same_bytes() -> None:
    once, again = (list(certifications(400, seed=7)) for _ in range(2))
    assert repr(once) == repr(again)


def test_two_seeds_differ() -> None:
    one, other = (list(certifications(400, seed=seed, details=False)) for seed in (1, 2))
    assert not {each.facility_id for each in one} & {each.facility_id for each in other}


def test_a_longer_register_begins_with_the_shorter_one() -> None:
    assert repr(list(certifications(100))) == repr(list(islice(certifications(400), 100)))


def test_leaving_the_details_out_changes_nothing_else() -> None:
    with_details = [(each.values, each.parcels) for each in certifications(300)]
    assert with_details == [(each.values, each.parcels) for each in certifications(300, details=False)]


def test_every_facility_id_is_right_in_grammar_and_given_once() -> None:
    ids = [each.facility_id for each in register()]
    assert [str(parse(each)) for each in ids] == ids
    assert len(set(ids)) == COUNT


def test_the_serials_never_meet_again_before_all_are_used() -> None:
    draw = random.Random(1)
    ids = {facility_id(draw, index, 5, "A", "22", fip=False)[1:7] for index in range(0, LARGEST, 97)}
    assert len(ids) == len(range(0, LARGEST, 97))
    with pytest.raises(TooMany):
        facility_id(draw, LARGEST, 5, "A", "22", fip=False)


def test_a_few_ids_carry_another_prefectures_code() -> None:
    large = certifications(60_000, details=False)
    elsewhere = sum(parse(each.facility_id).prefecture_code != each.prefecture for each in large)
    assert 5 <= elsewhere <= 60


def test_rows_have_exactly_the_published_columns() -> None:
    for each in islice(register(), 100):
        assert set(each.values) == set(FACILITY_LABELS[Edition.COLUMNS_18])
        assert all(set(row) == set(SITE_LABELS) for row in each.site_rows())


def test_about_a_third_are_homes_under_20_kw_of_natural_persons() -> None:
    homes = [each for each in register() if each.values["source"] == "太陽光" and each.values["output_kw"] < 20]
    assert 0.28 < share(len(homes)) < 0.40
    assert all(each.values["representative_name"] is None for each in homes)


def test_natural_persons_publish_neither_address_nor_telephone() -> None:
    for each in register():
        natural = each.values["representative_name"] is None
        assert natural == (each.values["operator_address"] is None) == (each.values["operator_telephone"] is None)


def test_companies_are_marked_as_specimens_and_telephones_are_zeros() -> None:
    for each in register():
        if each.values["representative_name"] is not None:
            assert "見本" in str(each.values["operator_name"])
            assert set(str(each.values["operator_telephone"])) == {"0", "-"}


def test_every_address_is_made_up_in_a_real_municipality() -> None:
    for each in islice(register(), 2_000):
        place = locate(each.parcels[0])
        assert place.prefecture_code == each.prefecture
        assert place.municipality_code
        assert not place.uncertain
        assert all("見本町" in address for address in each.parcels)


def test_sources_outputs_and_years_are_spread_as_published() -> None:
    sources = Counter(each.values["source"] for each in register())
    assert set(sources) == {"太陽光", "風力", "水力", "地熱", "バイオマス", "洋上風力"}
    assert 0.96 < share(sources["太陽光"]) < 0.995
    outputs = Counter(str(each.values["output_kw"]) for each in register())
    assert 0.2 < share(outputs["49.5"]) < 0.35
    years = Counter(each.values["certified_on"].year for each in register())
    assert years.most_common(1)[0][0] == 2014
    assert set(years) == set(range(2012, 2027))


def test_words_people_search_for_are_as_common_as_they_are() -> None:
    searched = [f"{each.values['operator_name']} {each.values['site_address']}" for each in register()]
    assert 0.04 < share(sum("東京" in text for text in searched)) < 0.14
    assert 0.003 < share(sum("太陽光" in text for text in searched)) < 0.03
    assert 0.005 < share(sum("太陽" in text for text in searched)) < 0.05


def test_most_stand_on_one_parcel_and_some_on_many() -> None:
    parcels = [len(each.parcels) for each in register()]
    assert 0.75 < share(parcels.count(1)) < 0.92
    assert sum(count > 10 for count in parcels) > 20
    assert [each.values["other_parcels"] for each in register()] == [count - 1 for count in parcels]


def test_some_operators_own_many_facilities() -> None:
    owned = Counter(each.values["operator_name"] for each in register() if each.values["representative_name"])
    assert owned.most_common(1)[0][1] > 20
    assert sum(count == 1 for count in owned.values()) > len(owned) / 2


@pytest.mark.parametrize(
    ("number", "prefectures", "municipalities", "areas"),
    [
        (THOUSAND_PARCELS, {"22"}, {"22210"}, {"tokyo"}),
        (ACROSS_TWO_AREAS, {"22"}, {"22210"}, {"tokyo", "chubu"}),
        (IN_TWO_PREFECTURES, {"22", "19"}, {"22207", "19366"}, {"tokyo"}),
        (IN_SEVERAL_MUNICIPALITIES, {"22"}, {"22210", "22207", "22203"}, {"tokyo"}),
    ],
)
def test_the_cases_that_rules_about_rows_are_made_for_exist(
    number: int, prefectures: set[str], municipalities: set[str], areas: set[str]
) -> None:
    places = [locate(address) for address in register()[number].parcels]
    assert {place.prefecture_code for place in places} == prefectures
    assert {place.municipality_code for place in places} == municipalities
    assert {place.grid_area for place in places} == areas


def test_one_has_a_thousand_parcels_and_one_is_under_fip() -> None:
    assert len(register()[THOUSAND_PARCELS].parcels) == 1_000
    assert parse(register()[UNDER_FIP].facility_id).is_fip
