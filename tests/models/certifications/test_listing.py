"""Page, total, export and truth are one and the same, for everybody and for whatever is asked (M9, M10, B4)."""

from dataclasses import dataclass, replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from models.access.viewer import Viewer
from models.catalogue.catalogue import catalogue
from models.catalogue.choices import choices
from models.catalogue.item import Item, Store
from models.certifications import export
from models.certifications.cells import cell
from models.certifications.criteria import SearchCriteria, read_criteria
from models.certifications.export import Wish
from models.certifications.filters import RANGED
from models.certifications.quota import Limits
from models.legal.purposes import purposes_for
from models.organisations.kinds import OrganisationKind
from tests.access.people import new_account
from tests.factories.truth import Known, everything, in_order, in_rows_of, matching
from tests.factories.viewers import viewer_of, without
from tests.models.certifications.listing import walk, walk_back

K = OrganisationKind
CODES = {
    K.GRID_OPERATOR: ("tokyo", "chubu", "tohoku"),
    K.BUREAU: ("C", "I"),
    K.LOCAL_GOVERNMENT: ("22", "14100", "22210"),
    K.CERTIFIED_OPERATOR: ("1", "3"),
}
LAWS = {K.MINISTRY: ((), ("11",), ("03", "11"))}
MARKS = [
    "みほん",
    "電力",
    "株式会社",
    "東京",
    "富士",
    "中之郷",
    "鶴見",
    "-1",
    "A1",
    "花子",
    "発電所",
    "sun",
    "１－１",
    "南部",
]
DAYS = [date(2013, 4, 1), date(2014, 1, 1), date(2015, 3, 31), date(2016, 2, 29)]
NUMBERS = ["0", "9.9", "17", "21", "49.5", "50", "60.1", "1990.4", "2013", "2014"]
MONTHS = ["2014-03", "2015-01", "2016-02"]
EXAMPLES = 6
PLENTY = Limits(rows_a_file=10_000, rows_a_day=1_000_000, files_in_a_while=1_000)


@dataclass
class Library:
    """The register as known, and one account to take files with."""

    session: Session
    known: list[Known]
    account: int


@pytest.fixture
def library(stock: Session) -> Library:
    known = everything(stock)
    account = new_account(stock).id
    stock.commit()
    return Library(stock, known, account)


@st.composite
def questions(draw: st.DrawFn) -> dict[str, list[str]]:
    """Addresses of searches, as anybody may type them: items of every kind, visible or not."""
    asked: dict[str, list[str]] = {}
    for item in draw(st.lists(st.sampled_from(_FILTERABLE), max_size=3)):
        asked |= draw(_value(item))
    if draw(st.booleans()):
        words = draw(st.lists(st.sampled_from(MARKS), max_size=2))
        asked["q"] = [" ".join(draw(st.sampled_from(["", "-"])) + word for word in words)]
    if draw(st.booleans()):
        asked["sort"] = [draw(st.sampled_from(["", "-"])) + draw(st.sampled_from(_SORTABLE)).key]
    asked["columns"] = [item.key for item in draw(st.lists(st.sampled_from(_COLUMNS), max_size=4))]
    return {name: values for name, values in asked.items() if values}


def _value(item: Item) -> st.SearchStrategy[dict[str, list[str]]]:
    if item.filterable and item.type in RANGED:
        kind = item.type.value
        known = {"date": [day.isoformat() for day in DAYS], "month": MONTHS}.get(kind, NUMBERS)
        bounds = st.lists(st.sampled_from(known), min_size=2, max_size=2).map(sorted_as(kind))
        return st.builds(
            lambda pair, ends: {item.key + end: [pair[end == "_to"]] for end in ends},
            bounds,
            st.sampled_from([("_from",), ("_to",), ("_from", "_to")]),
        )
    if item.key == "municipality":
        return st.just({item.key: ["22210", "14100"]})
    if item.filterable and choices(item):
        values = [value for value, _name in choices(item)]
        usual = {"prefecture": ["22", "14", "19", "47"], "bureau": ["C", "I"]}.get(item.key, values)
        return st.lists(st.sampled_from(usual), min_size=1, max_size=2).map(lambda given: {item.key: given})
    return st.sampled_from(MARKS).map(lambda text: {item.key: [text]})


def sorted_as(kind: str):  # type: ignore[no-untyped-def]
    return lambda pair: sorted(pair, key=None if kind in {"date", "month"} else float)


_ITEMS = catalogue().items
_FILTERABLE = [
    item for item in _ITEMS if (item.filterable and (choices(item) or item.type in RANGED)) or item.searchable
]
_FILTERABLE += [item for item in _ITEMS if item.key == "municipality"]
_SORTABLE = [item for item in _ITEMS if item.sortable]
_COLUMNS = [item for item in _ITEMS if item.store is Store.COLUMN] + [catalogue().by_key["law_11_applicable"]]


@pytest.mark.parametrize("kind", OrganisationKind)
@settings(
    max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), database=None, derandomize=True
)
@given(data=st.data())
def test_union_of_pages_is_total_is_export_is_truth(library: Library, kind: K, data: st.DataObject) -> None:
    code = data.draw(st.sampled_from(CODES.get(kind, (None,))))
    laws = data.draw(st.sampled_from(LAWS.get(kind, ((),))))
    viewer = viewer_of(library.session, kind, code, laws)
    viewer = replace(viewer, actor=replace(viewer.actor, account_id=library.account))
    hidden = data.draw(st.sampled_from([(), ("certified_on",), ("output_kw",), ("parcel_addresses",)]))
    viewer = without(viewer, *hidden)
    criteria = read_criteria(data.draw(questions()), viewer.items)
    assert criteria.problems == ()
    criteria = replace(criteria, size=data.draw(st.sampled_from([7, 20, 100])))
    mine = [known for known in library.known if in_rows_of(known, kind, code, laws)]
    _check(
        library,
        viewer,
        criteria,
        in_order(matching(mine, criteria, viewer.items.by_key), criteria, viewer.items.by_key),
    )


def _check(library: Library, viewer: Viewer, criteria: SearchCriteria, expected: list[Known]) -> None:
    try:
        _compare(library.session, viewer, criteria, expected)
    finally:
        library.session.rollback()


def _compare(session: Session, viewer: Viewer, criteria: SearchCriteria, expected: list[Known]) -> None:
    found = walk(session, viewer, criteria)
    assert found.ids == [known.id for known in expected]
    assert {page.total for page in found.pages} == {len(expected)}
    assert all(len(page.rows) == criteria.size for page in found.pages[:-1])
    _check_kw(viewer, found.pages[0].total_kw, expected)
    for row, known in zip(found.rows, expected, strict=True):
        assert row.values == tuple(_stored(known, item) for item in criteria.columns)
        assert row.facility_id == (known.values["facility_id"] if "facility_id" in viewer.items else None)
    back = walk_back(session, viewer, found.pages[-1])
    assert [page.rows for page in back] == [page.rows for page in found.pages[:-1]]
    if purposes := [one for one in purposes_for(viewer.kind) if not one.needs_note]:
        assert export.plan(session, viewer, criteria, PLENTY).total == len(expected)
        with export.order(session, viewer, Wish(criteria, purposes[0]), "", PLENTY) as extract:
            assert extract.keys == tuple(known.id for known in expected)
            sent = [row for columns in extract.batches(lambda: viewer) for row in zip(*columns, strict=True)]
        assert sent == [tuple(map(cell, criteria.columns, row.values)) for row in found.rows]


def _check_kw(viewer: Viewer, total_kw: float | None, expected: list[Known]) -> None:
    if "output_kw" not in viewer.items:
        assert total_kw is None
        return
    assert total_kw == pytest.approx(sum(known.values["output_kw"] or 0 for known in expected), abs=0.11)


def _stored(known: Known, item: Item) -> object:
    return known.values[item.key] if item.store is Store.COLUMN else known.items.get(item.key)


@pytest.mark.parametrize("way", ["", "-"])
@pytest.mark.parametrize("item", _SORTABLE, ids=lambda item: item.key)
def test_every_sortable_item_sorts_both_ways_with_gaps_and_ties(library: Library, item: Item, way: str) -> None:
    viewer = viewer_of(library.session, K.OWNER)
    viewer = replace(viewer, actor=replace(viewer.actor, account_id=library.account))
    criteria = replace(read_criteria({"sort": [way + item.key]}, viewer.items), size=7)
    assert not criteria.ignored
    _check(library, viewer, criteria, in_order(library.known, criteria, viewer.items.by_key))


def test_a_day_outside_the_pages_does_not_pass_the_edge_of_a_range(library: Library) -> None:
    viewer = viewer_of(library.session, K.OWNER)
    criteria = read_criteria({"certified_on_to": ["1999-12-31"]}, viewer.items)
    assert walk(library.session, viewer, criteria).ids == []


def test_the_pages_of_someone_without_rows_are_one_empty_page(library: Library) -> None:
    for kind in (K.CONTRACTOR, K.AUDITOR):
        found = walk(library.session, viewer_of(library.session, kind), SearchCriteria())
        assert (found.ids, found.pages[0].total, len(found.pages)) == ([], 0, 1)


def test_the_order_and_the_cursor_say_nothing_of_a_hidden_day(library: Library) -> None:
    """The position of a certification holds its day: whoever may not see the day must not find it in an address."""
    viewer = without(viewer_of(library.session, K.OWNER), "certified_on")
    for asked in ({}, {"sort": ["output_kw"]}, {"sort": ["-operator_name"]}):
        found = walk(library.session, viewer, replace(read_criteria(asked, viewer.items), size=3))
        cursors = [one for page in found.pages for one in (page.following, page.preceding) if one is not None]
        assert cursors
        assert {cursor.key for cursor in cursors} <= {known.id for known in library.known}
