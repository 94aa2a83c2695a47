"""Searching for parts of words: exact, only in granted items, and always about the present state (M9)."""

import pytest
from sqlalchemy import select

from models.register import search_index
from models.register.certification import Certification
from models.register.reindexing import rebuild
from models.register.scope_keys import NATION, ScopeKey, ScopeKind
from models.register.scopes import RegisterScope
from models.register.search_index import Sought
from tests.models.register.conftest import Register, facility, parcels, person

SUN, WIND, ANNA = "A000001B06", "A000002B06", "A000003B06"


@pytest.fixture
def filled(register: Register) -> Register:
    """Two companies and a person."""
    register.take(
        facility(SUN, operator_name="太陽光発電みほん㈱", site_address="山形県山形市大字見本１－１"),
        facility(WIND, operator_name="風の会社", operator_address="東京都千代田区霞が関１丁目３番地", source="風力"),
        person(ANNA, "東　京子"),
        sites=parcels(SUN, "山形県山形市大字見本１－１", "宮城県仙台市青葉区例示２"),
    )
    return register


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        ("太陽", {SUN}),
        ("太陽光発電", {SUN}),
        ("陽光発", {SUN}),
        ("光", {SUN}),
        ("ん", {SUN}),
        ("たいよう", set()),
        ("太陽 みほん", {SUN}),
        ("太陽 風", set()),
        ("ミホン株式会社", {SUN}),
        ("霞ヶ関1-3", {WIND}),
        ("東京", {WIND}),
        ("京子", {ANNA}),
        ("東", {WIND, ANNA}),
        ("東 京子", {ANNA}),
        ("陽太", set()),
    ],
)
def test_a_word_is_found_wherever_it_stands_in_a_text(filled: Register, term: str, expected: set[str]) -> None:
    assert filled.found(term, "operator_name", "operator_address") == expected


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        ("東 京子", {ANNA}),
        ("東 京", {ANNA}),
        ("京子 東", set()),
        ("東京", {WIND}),
        ("太陽 みほん", set()),
        ("東", {WIND, ANNA}),
    ],
)
def test_the_words_of_a_phrase_stand_together(filled: Register, term: str, expected: set[str]) -> None:
    assert filled.found(term, "operator_name", "operator_address", phrase=True) == expected


@pytest.mark.parametrize("term", ["%", "_", "*", '"', "') OR 1=1 --", "NOT", 'a" OR "b', "{", "太陽 OR 風", ":", "^"])
def test_marks_and_operators_of_query_languages_are_only_text(filled: Register, term: str) -> None:
    assert filled.found(term) == set()


def test_an_item_that_is_not_granted_is_neither_found_nor_ruled_out(filled: Register) -> None:
    assert filled.found("霞が関") == {WIND}
    assert filled.found("霞が関", "operator_name", "site_address") == set()
    assert filled.found("霞が関 風の", "operator_name") == set()
    assert filled.found("太陽", "representative_name") == set()


def test_without_a_searchable_item_nothing_is_found(filled: Register) -> None:
    dialect = filled.session.get_bind().dialect.name
    for granted in ((), ("output_kw",), ("scopes",), ("tokens",)):
        assert search_index.positions(dialect, [Sought(frozenset(granted), "太陽")]) is None


def test_what_is_excluded_must_not_occur(filled: Register) -> None:
    everywhere = frozenset(search_index.SEARCHABLE)

    def found(*sought: Sought, scope: frozenset[ScopeKey] = frozenset()) -> set[str]:
        positions = search_index.positions(filled.session.get_bind().dialect.name, sought, scope)
        assert positions is not None
        return {
            row[0]
            for row in filled.rows(select(Certification.facility_id).where(Certification.position.in_(positions)))
        }

    without_sun = Sought(everywhere, "太陽", excluded=True)
    assert found(without_sun) == {WIND, ANNA}
    assert found(Sought(everywhere, "東"), without_sun) == {WIND, ANNA}
    assert found(Sought(everywhere, "東"), Sought(everywhere, "霞が関 風の", excluded=True)) == {ANNA}
    assert found(without_sun, scope=frozenset({ScopeKey(ScopeKind.PREFECTURE, "04")})) == set()
    assert found(Sought(everywhere, "・", excluded=True), scope=frozenset({NATION})) == {SUN, WIND, ANNA}


def test_every_parcel_is_searched(filled: Register) -> None:
    assert filled.found("青葉区例示", "parcel_addresses") == {SUN}
    assert filled.found("青葉区例示", "site_address") == set()


def test_old_words_no_longer_match_after_a_change(filled: Register) -> None:
    filled.take(facility(WIND, operator_name="波の会社"))
    assert (filled.found("風の"), filled.found("波の")) == (set(), {WIND})
    assert filled.found("霞が関") == set()
    filled.take(facility(SUN), sites=parcels(SUN, "山形県山形市大字見本１－１"))
    assert filled.found("青葉区例示") == set()


def test_a_corrected_day_keeps_the_index_in_step(filled: Register) -> None:
    from datetime import date

    filled.take(facility(SUN, operator_name="太陽光発電みほん㈱", certified_on=date(2020, 1, 1)))
    assert filled.found("太陽光") == {SUN}


def test_the_scope_narrows_within_the_index(filled: Register) -> None:
    tohoku, tokyo = ScopeKey(ScopeKind.GRID, "tohoku"), ScopeKey(ScopeKind.GRID, "tokyo")
    assert filled.found("太陽", scope=frozenset({tohoku})) == {SUN}
    assert filled.found("太陽", scope=frozenset({tokyo})) == set()
    assert filled.found("太陽", scope=frozenset({tokyo, NATION})) == {SUN}


def test_a_search_can_stay_within_the_range_of_a_scope(filled: Register) -> None:
    condition = filled.condition("見本", position=RegisterScope.position)
    statement = select(RegisterScope.code).where(condition, RegisterScope.kind == "prefecture")
    assert set(filled.rows(statement)) == {("04",), ("06",)}


def test_rebuilding_gives_the_same_answers(filled: Register) -> None:
    before = {term: filled.found(term) for term in ("太陽", "東", "例示", SUN)}
    scopes = set(filled.rows(select(RegisterScope.__table__)))
    rebuild(filled.session)
    filled.session.commit()
    assert {term: filled.found(term) for term in before} == before
    assert set(filled.rows(select(RegisterScope.__table__))) == scopes
