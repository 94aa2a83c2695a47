"""Reading an address: nothing hidden can be named, nothing malformed passes, nothing is lost on the way back."""

import base64
import json
from datetime import date
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from models.access import door
from models.access.viewer import Viewer
from models.access.visible_items import VisibleItems
from models.audit.event_names import EventName
from models.catalogue.catalogue import catalogue
from models.catalogue.item import Store
from models.certifications.criteria import SIZES, SearchCriteria, parameter_names, read_criteria
from models.certifications.cursor import Cursor, read_cursor
from models.certifications.search import search
from models.certifications.statements import listing, ordered
from models.certifications.words import Term, parse_words
from models.organisations.kinds import OrganisationKind
from models.register.certification import Certification
from tests.amount import searches
from tests.factories.viewers import only, viewer_of, without

ITEMS = catalogue().by_key
EVERYTHING = only(*ITEMS)
HIDDEN = ["operator_name", "output_kw", "certified_on", "prefecture", "municipality", "roof_mounted",
          "parcel_addresses", "operation_reported_month", "status", "procurement_price",
          "source", "law_11_status"]  # fmt: skip


def read(items: VisibleItems = EVERYTHING, **parameters: str | list[str]) -> SearchCriteria:
    return read_criteria(
        {name: [given] if isinstance(given, str) else given for name, given in parameters.items()}, items
    )


@pytest.mark.parametrize("key", HIDDEN)
def test_a_hidden_item_and_an_unknown_name_are_one_and_the_same(key: str) -> None:
    items = only(*(ITEMS.keys() - {key}))
    for spelling in (
        key,
        key.upper(),
        f" {key}",
        f"{key} ",
        f"Certification.{key}",
        f"{key}__in",
        key.replace("_", "-"),
    ):
        unknown = "no_such_item_" + spelling
        for form in (
            {"sort": "{}"},
            {"sort": "-{}"},
            {"sort": "--{}"},
            {"columns": ["{}"]},
            {"columns": ["facility_id", "{}"]},
        ):
            assert read(items, **_named(form, spelling)) == read(items, **_named(form, unknown))
        for name in ("", "_from", "_to"):
            assert read(items, **{spelling + name: "1"}) == read(items, **{unknown + name: "1"})
            assert read(items, **{spelling + name: ["x", "1"]}) == read(items, **{unknown + name: ["x", "1"]})
    assert read(items, **{key: "1"}).ignored


def _named(form: dict[str, Any], name: str) -> dict[str, Any]:
    return {
        parameter.format(name): [one.format(name) for one in value] if isinstance(value, list) else value.format(name)
        for parameter, value in form.items()
    }


def test_the_sql_for_a_hidden_item_is_that_of_an_unknown_name(stock: Session) -> None:
    owner = viewer_of(stock, OrganisationKind.OWNER)
    for key in HIDDEN:
        viewer = without(owner, key)
        for form in ({"sort": "{}"}, {"columns": ["{}"]}, {"{}": "1"}, {"{}_from": "1"}, {"{}_to": "2014-01-01"}):
            hidden, unknown = (_sql(stock, viewer, _named(form, name)) for name in (key, "no_such_item"))
            assert hidden == unknown
            assert f"register_certifications.{key}" not in hidden[0]


def _sql(session: Session, viewer: Viewer, parameters: dict[str, Any]) -> tuple[str, dict[str, Any], str]:
    criteria = read(viewer.items, **parameters)
    with door.reading(session, viewer) as register:
        found = listing(register, criteria)
        statement = ordered(found.rows([Certification.id]), register, criteria)
        register.note(EventName.CERTIFICATION_ABSENT, details={"asked": {}})
    session.rollback()
    return str(statement), dict(statement.compile().params), str(found.count())


@pytest.mark.parametrize(
    ("parameters", "at"),
    [
        ({"output_kw_from": "abc"}, "output_kw_from"),
        ({"output_kw_from": "-1"}, "output_kw_from"),
        ({"output_kw_from": "nan"}, "output_kw_from"),
        ({"output_kw_from": "inf"}, "output_kw_from"),
        ({"output_kw_to": "1e400"}, "output_kw_from"),
        ({"output_kw_from": "50", "output_kw_to": "10"}, "output_kw_from"),
        ({"certified_on_from": "2015-02-30"}, "certified_on_from"),
        ({"certified_on_from": "昨日"}, "certified_on_from"),
        ({"certified_on_from": "2015-03-31", "certified_on_to": "2015-03-30"}, "certified_on_from"),
        ({"operation_reported_month_to": "2015-13"}, "operation_reported_month_from"),
        ({"source": "石炭"}, "source"),
        ({"source": ["太陽光", "石炭"]}, "source"),
        ({"prefecture": "48"}, "prefecture"),
        ({"prefecture": "1"}, "prefecture"),
        ({"municipality": "99999"}, "municipality"),
        ({"roof_mounted": "yes"}, "roof_mounted"),
        ({"status": "認定 or 1=1"}, "status"),
        ({"operator_name": "あ" * 201}, "operator_name"),
        ({"q": "あ" * 201}, "q"),
    ],
)
def test_a_value_that_cannot_be_read_is_a_problem_named_by_its_field(parameters: dict[str, Any], at: str) -> None:
    criteria = read(**parameters)
    assert [name for name, _ in criteria.problems] == [at]
    assert all(sentence.endswith("。") or "例:" in sentence for _, sentence in criteria.problems)


@pytest.mark.parametrize(
    "parameters",
    [{"output_kw_from": " 1,000 "}, {"output_kw_from": "１０"}, {"certified_on_to": "2015/03/31"},
     {"source": " 太陽光 "}, {"operation_reported_month_from": "2015/04"}, {"municipality": "14101"},
     {"roof_mounted": "false"}],
)  # fmt: skip
def test_what_people_usually_type_is_understood(parameters: dict[str, str]) -> None:
    assert read(**parameters).problems == ()
    assert len(read(**parameters).filters) == 1


def test_of_repeated_parameters_the_first_counts_where_one_is_meant() -> None:
    assert read(sort=["output_kw", "operator_name"]) == read(sort="output_kw")
    assert read(size=["20", "100"]).size == 20
    assert read(output_kw_from=["1", "x"]) == read(output_kw_from="1")
    assert read(columns=["facility_id", "facility_id"]).columns == (ITEMS["facility_id"],)
    assert read(source=["風力", "風力", ""]).filters == read(source="風力").filters


def test_the_items_of_single_parcels_have_no_column_in_a_list(stock: Session) -> None:
    viewer = viewer_of(stock, OrganisationKind.OWNER)
    sites = [item.key for item in catalogue().items if item.store is Store.SITE]
    criteria = read(viewer.items, columns=[*sites, "facility_id"])
    assert criteria.columns == (ITEMS["facility_id"],)
    assert criteria.ignored
    assert search(stock, viewer, criteria).total


@pytest.mark.parametrize("size", ["", "0", "-1", "21", "1000000", "20 ", "２０", "x", "50.0"])
def test_a_page_has_no_size_but_those_offered(size: str) -> None:
    assert read(size=size).size in SIZES


_TEXT = st.text(st.characters(codec="utf-8"), max_size=30)
_ASKED = st.dictionaries(
    st.sampled_from(
        [
            "q",
            "sort",
            "size",
            "columns",
            "changed_since",
            *{name for item in ITEMS.values() for name in parameter_names(item)},
            "nonsense",
        ]
    ),
    st.lists(
        st.one_of(
            _TEXT,
            st.sampled_from(
                ["太陽光", "22", "14101", "true", "FIT", "-output_kw", "operator_name", "facility_id", "100"]
            ),
            st.floats(0, 1e11).map(str),
            st.dates(date(1, 1, 1), date(9999, 12, 31)).map(date.isoformat),
            st.dates(date(1900, 1, 1), date(2100, 1, 1)).map(lambda day: day.isoformat()[:7]),
        ),
        min_size=1,
        max_size=3,
    ),
    max_size=8,
)


@searches(ordinary=150, deep=1_000)
@given(asked=_ASKED)
@example(asked={"output_kw_from": ["49999.95"]})
@example(asked={"output_kw_from": ["0.1234567"], "output_kw_to": ["123456.789"]})
@example(asked={"q": ["　全角 の\t空白 "], "columns": ["output_kw", "facility_id"], "sort": ["-certified_on"]})
def test_an_address_comes_back_whole(asked: dict[str, list[str]]) -> None:
    read_once = read_criteria(asked, EVERYTHING)
    if read_once.problems:
        return
    again: dict[str, list[str]] = {}
    for name, value in read_once.parameters(cursor=True):
        again.setdefault(name, []).append(value)
    read_twice = read_criteria(again, EVERYTHING)
    assert read_twice.parameters(cursor=True) == read_once.parameters(cursor=True)
    assert (read_twice.filters, read_twice.sort, read_twice.words) == (
        read_once.filters,
        read_once.sort,
        read_once.words,
    )
    assert (read_twice.columns, read_twice.size, read_twice.cursor) == (
        read_once.columns,
        read_once.size,
        read_once.cursor,
    )
    assert not read_twice.ignored
    assert [one.describe() for one in read_twice.filters] == [one.describe() for one in read_once.filters]


TAMPERED = [
    "", "x", "=", "====", "é", "W10", "W10=", "bnVsbA", *(
        base64.urlsafe_b64encode(raw.encode("utf-8", "surrogatepass")).decode().rstrip("=")
        for raw in (
            "[]", "[1]", "[1,2,3]", "{}", "1", "null", '["a","b"]', "[null,-1]", "[null,1.5]", "[null,true]",
            "[null,1e400]", f"[null,{1 << 62}]", f"[null,{10 ** 40}]", '["x",1]', "[true,1]", "[[1],1]",
            '[{"a":1},1]', "[NaN,1]",
            "[Infinity,1]", f"[{10 ** 40},1]", '["2015-02-30",1]', '["20150331",1]', '["\\u0000",1]', '["\\ud800",1]',
            '["' + "a" * 700 + '",1]', "[" * 300, '["1; DROP TABLE x",1]', "[-1e308,1]", "[null,0]",
            "[9007199254740993,1]", "[1099511627776,1]", "[2147483648,1]", "[2013.5,1]", "[1,2147483648]",
            "[null,2147483648]",
        )
    ),
]  # fmt: skip


@pytest.mark.parametrize("sort", ["", "output_kw", "-certified_on", "certified_on", "operator_name", "fiscal_year",
                                  "operation_reported_month", "-applied_on"])  # fmt: skip
def test_a_tampered_cursor_is_a_page_of_the_same_list_or_no_cursor(stock: Session, sort: str) -> None:
    viewer = viewer_of(stock, OrganisationKind.LOCAL_GOVERNMENT, "22")
    mine = {row.id for row in search(stock, viewer, read(viewer.items)).rows}
    for name in ("after", "before"):
        for given_cursor in TAMPERED:
            criteria = read(viewer.items, sort=sort, size="100", **{name: given_cursor})
            page = search(stock, viewer, criteria)
            assert {row.id for row in page.rows} <= mine, given_cursor
            undated = without(viewer, "certified_on")
            page = search(stock, undated, read(undated.items, sort=sort, size="100", **{name: given_cursor}))
            assert {row.id for row in page.rows} <= mine, given_cursor
    stock.rollback()


def test_a_cursor_of_another_sort_does_not_pass() -> None:
    name, value = Cursor("あ", 5).parameter()
    assert name == "after"
    assert read_cursor(value, "", ITEMS["operator_name"], dated=True) == Cursor("あ", 5)
    for other in (ITEMS["output_kw"], ITEMS["certified_on"], None):
        assert read_cursor(value, "", other, dated=True) is None
    assert read_cursor(value, value, ITEMS["operator_name"], dated=True) == Cursor("あ", 5, backwards=True)


def test_a_cursor_holds_no_more_than_the_page_showed() -> None:
    raw = Cursor(49.5, 7).parameter()[1]
    assert json.loads(base64.urlsafe_b64decode(raw + "=" * (-len(raw) % 4))) == [49.5, 7]


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("", ()),
        ("  　 ", ()),
        ("-", (Term("-"),)),
        ('""', ()),
        ("太陽光　風力", (Term("太陽光"), Term("風力"))),
        ("東京 -株式会社", (Term("東京"), Term("株式会社", excluded=True))),
        ('"sun light" x', (Term("sun light", phrase=True), Term("x"))),
        ("“みほん 電力”", (Term("みほん 電力", phrase=True),)),
        ('－"a b"', (Term("a b", excluded=True, phrase=True),)),
        ('"open', (Term('"open'),)),
        (" ".join("abcdefghij"), tuple(Term(letter) for letter in "abcdefgh")),
    ],
)
def test_words_are_read_as_people_mean_them(typed: str, terms: tuple[Term, ...]) -> None:
    assert parse_words(typed) == terms


HOSTILE = ["\0", "a\0b", "'", '"', "%", "_", "*", "a*", 'OR "', "NEAR(a b)", "{facility_id}: x", "scopes:nationjp", "-",
           "--", "\\", "\x1b[0m", "𠮷", "e\u0301", "(", ";--", "ー", "・", "\u202e"]  # fmt: skip


def test_no_word_breaks_the_search(stock: Session) -> None:
    viewer = viewer_of(stock, OrganisationKind.GRID_OPERATOR, "chubu")
    for typed in HOSTILE:
        for parameters in ({"q": typed}, {"q": f"-{typed}"}, {"operator_name": typed}, {"q": f'"{typed}'}):
            page = search(stock, viewer, read(viewer.items, **parameters))
            assert page.total == len(page.rows), typed
    stock.rollback()
