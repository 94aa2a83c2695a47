"""Which rows each kind of organisation sees: a table spelled out here once more, and real facilities under it."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.access.row_scope import NO_ROWS, RowScope, row_scope
from models.access.scope_conditions import carries_any
from models.access.scope_in_words import scope_in_words
from models.organisations.kinds import OrganisationKind
from models.register.certification import Certification
from models.register.scope_keys import ScopeKey, ScopeKind
from models.register.tripwire import opened
from tests.factories import stock as register
from tests.factories.truth import everything, in_rows_of

K, S = OrganisationKind, ScopeKind
EVERYTHING = frozenset({ScopeKey(S.NATION, "jp")})
SMALL_SOLAR = frozenset({ScopeKey(S.AGENT, "solar_under_50kw")})
# kind → (what the codes of another kind, and none at all, lead to; a code of its own → what it leads to)
TABLE: dict[OrganisationKind, tuple[RowScope, dict[str, RowScope]]] = {
    K.OWNER: (EVERYTHING, {}),
    K.OCCTO: (EVERYTHING, {}),
    K.MINISTRY: (EVERYTHING, {}),
    K.APPLICATION_AGENT: (SMALL_SOLAR, {}),
    K.CONTRACTOR: (NO_ROWS, {}),
    K.AUDITOR: (NO_ROWS, {}),
    K.GRID_OPERATOR: (NO_ROWS, {"tokyo": frozenset({ScopeKey(S.GRID, "tokyo")})}),
    K.BUREAU: (NO_ROWS, {"C": frozenset({ScopeKey(S.BUREAU, "C")})}),
    K.LOCAL_GOVERNMENT: (
        NO_ROWS,
        {
            "22": frozenset({ScopeKey(S.PREFECTURE, "22")}),
            "22210": frozenset({ScopeKey(S.MUNICIPALITY, "22210")}),
            "14100": frozenset({ScopeKey(S.MUNICIPALITY, "14100")}),
        },
    ),
    K.CERTIFIED_OPERATOR: (NO_ROWS, {"12": frozenset({ScopeKey(S.OPERATOR, "12")})}),
}
NONSENSE = [None, "", " ", "　", "%", "_", "*", "TOKYO", "Tokyo", "tokyo ", " tokyo", "c", " C", "C ", "Ｃ", "J",
            "48", "00", "2", "222", "99999", "222100", "22210 ", " 22210", "２２２１０", "2221%", "NULL", "jp", "-1",
            "1 or 1=1", "12 ", "１２", "1_2", '"', "'", "\0", "tokyo\0", "é", "unknown"]  # fmt: skip


def test_the_table_has_a_line_for_every_kind() -> None:
    assert TABLE.keys() == set(OrganisationKind)


@pytest.mark.parametrize("kind", OrganisationKind)
def test_a_scope_that_is_not_the_kinds_own_gives_no_rows(kind: OrganisationKind) -> None:
    otherwise, own = TABLE[kind]
    codes = [*NONSENSE, *(code for _, codes in TABLE.values() for code in codes)]
    wrong = {code: row_scope(kind, code) for code in codes if row_scope(kind, code) != own.get(code or "", otherwise)}
    if kind is K.CERTIFIED_OPERATOR:
        assert wrong == {
            code: {(S.OPERATOR, code)} for code in ("48", "00", "2", "222", "99999", "222100", "22", "22210", "14100")
        }
        return
    if kind is K.LOCAL_GOVERNMENT:
        assert wrong == {"12": {(S.PREFECTURE, "12")}}
        return
    assert wrong == {}


def test_a_ministry_with_laws_sees_only_what_comes_under_them() -> None:
    assert row_scope(K.MINISTRY, None, ["11", "02"]) == {ScopeKey(S.LAW, "11"), ScopeKey(S.LAW, "02")}


def test_laws_that_do_not_exist_give_a_ministry_no_rows_rather_than_all(stock: Session) -> None:
    for laws in ([""], ["", ""], [" "], ["%"], ["99"], ["law_11"], [None]):
        assert _seen(stock, row_scope(K.MINISTRY, None, laws)) == set(), laws  # type: ignore[arg-type]


def test_laws_widen_nobody_but_a_ministry() -> None:
    for kind in set(OrganisationKind) - {K.MINISTRY}:
        assert row_scope(kind, None, ["11"]) == row_scope(kind, None)


def test_no_scope_says_so_in_words() -> None:
    assert scope_in_words(NO_ROWS) == "閲覧できる認定情報はありません。"
    for _, own in TABLE.values():
        assert all(scope_in_words(scope).endswith("の認定情報を閲覧できます。") for scope in own.values())


AREAS = ["hokkaido", "tohoku", "tokyo", "chubu", "hokuriku", "okinawa", "shikoku"]
TOWNS = ["01100", "01101", "06203", "13101", "14100", "14101", "14103", "15212", "19366", "22210", "47201"]
CASES = [
    *((kind, None, ()) for kind in OrganisationKind),
    *((K.GRID_OPERATOR, code, ()) for code in AREAS),
    *((K.BUREAU, code, ()) for code in "ABCDEFGHI"),
    *((K.LOCAL_GOVERNMENT, code, ()) for code in ["01", "06", "13", "14", "15", "19", "22", "47"]),
    *((K.LOCAL_GOVERNMENT, code, ()) for code in TOWNS),
    *((K.CERTIFIED_OPERATOR, code, ()) for code in ("1", "2", "3", "4", "0", "999")),
    *((K.MINISTRY, None, laws) for laws in (("11",), ("02",), ("03",), ("11", "03"), ("19",))),
]  # fmt: skip


def test_the_database_finds_for_every_organisation_exactly_its_facilities(stock: Session) -> None:
    known = everything(stock)
    for kind, code, laws in CASES:
        expected = {one.values["facility_id"] for one in known if in_rows_of(one, kind, code, laws)}
        assert _seen(stock, row_scope(kind, code, laws)) == expected, (kind, code, laws)


# Who sees each awkward facility, spelled out: grid operators, bureaus, local governments.
WHO = {
    register.TWO_PREFECTURES: ("tokyo", "C", "22 22210 19 19366"),
    register.TWO_MUNICIPALITIES: ("tokyo", "C", "14 14100 14101 14103"),
    register.TWO_AREAS: ("tokyo chubu", "C", "22 22210"),
    register.FOREIGN_ID: ("tohoku", "B C", "15 15212"),
    register.IN_A_WARD: ("tokyo", "C", "14 14100 14101"),
    register.CORRECTED: ("tokyo", "C", "13 13101"),
    register.NOW_FIP_ID: ("tokyo", "C", "22 22210"),
    register.ON_NEIGHBOURS_GRID: ("tohoku", "C", "13 13101"),
    register.OF_A_PERSON: ("okinawa", "I", "47 47201"),
    register.LAPSED: ("hokkaido", "A", "01 01100 01101"),
}


def test_an_awkward_facility_is_seen_by_all_entitled_and_nobody_else(stock: Session) -> None:
    seen = {(kind, code): _seen(stock, row_scope(kind, code)) for kind, code, _ in CASES}
    for facility_id, expected in WHO.items():
        seers = [
            {code for (kind_, code), found in seen.items() if kind_ is kind and facility_id in found}
            for kind in (K.GRID_OPERATOR, K.BUREAU, K.LOCAL_GOVERNMENT)
        ]
        assert seers == [set(codes.split()) for codes in expected], facility_id


def _seen(session: Session, scope: RowScope) -> set[str]:
    with opened():
        found = set(session.scalars(select(Certification.facility_id).where(carries_any(scope))))
    session.rollback()
    return found
