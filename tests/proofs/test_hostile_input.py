"""Whatever is typed is text: never an operator, never an error, and found exactly where it stands (M9, M10)."""

from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from models.certifications.criteria import read_criteria
from models.certifications.search import search
from models.organisations.kinds import OrganisationKind
from tests import amount
from tests.factories.truth import SEARCHED, in_order, in_rows_of, matching
from tests.models.certifications.listing import taken_away, walk
from tests.proofs.conftest import Ground
from tests.proofs.scopes import Organisation

K = OrganisationKind
WILDCARDS = ("%", "_", "\\", "%%", "\\%", "[a-z]", "?", "*", "太*", "*太", "^太", "太$", ".*", "太_光", "太%光", "1=1")
QUOTES = (
    "'",
    '"',
    "''",
    '""',
    '"""',
    "`",
    "“",
    "”",
    '"太',
    '太"',
    '" OR "',
    "'; DROP TABLE register_search; --",
    "$$",
    "\\'",
)
OPERATORS = (
    "AND", "太 AND 光", "NOT 太", "太 OR 光", "NEAR(太 光)", "NEAR(太 光, 1)", "operator_name : 太",
    "{operator_name} : 太", "- {scopes} : x", "scopes:nationjp", '"nationjp"', "nationjp", "rank", "太 + 光",
    "(太", "太)", "((((", "{", "}", ":", "^", "-", "--", "—", "-%", "-\"\"", "!", "太 & 光", "太 | 光",
    "@>", "&&", "ARRAY['太']", "NULL", "true",
)  # fmt: skip
UNSEEN = (
    "\0", "太\0光", "\0" * 200, "\x1b[2J", "\r\n", "\x7f", "\ufeff太", "\u200b", "太\u200d光", "\u202e光陽太",
    "\u2066太\u2069", "\ud800", "太\udfff", "\udc00\ud800", "\ufffe", "\uffff", "\U0010ffff", "\u2028", "\u0085",
    "\u3000", "\t", "\u3099",
)  # fmt: skip
LONG = (
    "あ" * 200, "a" * 201, "🌞" * 200, "e\u0301" * 100, "か\u3099" * 100, "A " * 100, "-a " * 66, '"' * 200, "㈱" * 200,
    "ﷺ" * 200, "👨‍👩‍👧‍👦" * 28, "𠮷" * 200, "a" * 100_000, "1" * 200, "-" * 200, "ー" * 200, "ﾊﾟ" * 100,
)  # fmt: skip
HOSTILE = (*WILDCARDS, *QUOTES, *OPERATORS, *UNSEEN, *LONG)
NAMES = ("q", *SEARCHED, "sort", "size", "columns", "after", "before", "prefecture", "municipality", "source",
         "roof_mounted", "output_kw_from", "output_kw_to", "certified_on_from", "certified_on_to", "fiscal_year_from",
         "procurement_ends_month_to", "position", "")  # fmt: skip
MANY = 10_000
_TYPED = st.one_of(
    st.sampled_from(HOSTILE),
    st.lists(st.sampled_from(HOSTILE), min_size=2, max_size=3).map(" ".join),
    st.text(st.characters(), max_size=12),
    st.text("太光電a1%_\"'*-: \0\u3000ー゛", min_size=1, max_size=8),
)
_ASKED = st.dictionaries(st.sampled_from(NAMES), st.lists(_TYPED, min_size=1, max_size=2), min_size=1, max_size=3)
_EYES = st.sampled_from(
    (Organisation(K.OWNER), Organisation(K.LOCAL_GOVERNMENT, "14100"), Organisation(K.OCCTO), Organisation(K.AUDITOR))
)


@amount.searches(ordinary=30, deep=1_000)
@given(organisation=_EYES, asked=_ASKED)
@example(organisation=Organisation(K.OWNER), asked={"fiscal_year_from": ["99999999999"]})
@example(
    organisation=Organisation(K.OWNER), asked={"certified_on_from": ["0001-01-01"], "output_kw_to": ["999999999999"]}
)
def test_whatever_stands_in_an_address_is_a_problem_to_mend_or_the_search_it_says(
    ground: Ground, organisation: Organisation, asked: dict[str, list[str]]
) -> None:
    viewer = ground.viewer(organisation)
    criteria = read_criteria(asked, viewer.items)
    if criteria.problems:
        return
    _check(ground, organisation, asked)


@pytest.mark.parametrize("typed", HOSTILE, ids=ascii)
def test_every_hostile_word_is_found_where_it_stands_and_nowhere_else(ground: Ground, typed: str) -> None:
    for asked in ({"q": [typed]}, {"q": [f'-"{typed}"']}, {"operator_name": [typed]}):
        if not read_criteria(asked, ground.viewer(Organisation(K.OWNER)).items).problems:
            _check(ground, Organisation(K.OWNER), asked)


def test_ten_thousand_parameters_are_no_longer_a_search_than_a_few(ground: Ground) -> None:
    for asked in (
        {"prefecture": ["22", *["14"] * MANY]},
        {"municipality": ["22210"] * MANY},
        {"source": ["太陽光"] * MANY, "roof_mounted": ["true", "false"] * MANY},
        {"columns": [*(f"no_such_item_{number}" for number in range(MANY)), "facility_id"]},
        {"columns": ["facility_id", "operator_name"] * MANY},
        {f"no_such_item_{number}": ["1"] for number in range(MANY)},
        {"q": ["太陽"] * MANY, "sort": ["output_kw"] * MANY},
    ):
        _check(ground, Organisation(K.OWNER), asked)


def test_a_hostile_question_can_be_recorded_with_a_file_too(ground: Ground) -> None:
    viewer = ground.viewer(Organisation(K.OWNER))
    for typed in (*UNSEEN, *QUOTES[:5]):
        taken_away(ground.session, viewer, read_criteria({"q": [f"-{typed}"]}, viewer.items))
        ground.session.rollback()


def _check(ground: Ground, organisation: Organisation, asked: dict[str, list[str]]) -> None:
    """The search is what its criteria say, told by the reference; a cursor leads to a page of it."""
    viewer = ground.viewer(organisation)
    criteria = read_criteria(asked, viewer.items)
    visible = viewer.items.by_key
    mine = [one for one in ground.known if in_rows_of(one, organisation.kind, organisation.code)]
    expected = [one.id for one in in_order(matching(mine, criteria, visible), criteria, visible)]
    try:
        if criteria.cursor is None:
            assert walk(ground.session, viewer, replace(criteria, size=100)).ids == expected
            return
        page = search(ground.session, viewer, criteria)
        assert page.total == len(expected)
        assert {row.id for row in page.rows} <= set(expected)
    finally:
        ground.session.rollback()
