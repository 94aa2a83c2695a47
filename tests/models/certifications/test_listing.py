"""Lists at their edges: every order, empty lists, and what an order must not tell (M9, M10).

That pages, totals and files are the truth whatever is asked is proved by random searches in tests/proofs.
"""

from dataclasses import dataclass, replace

import pytest
from sqlalchemy.orm import Session

from models.catalogue.catalogue import catalogue
from models.catalogue.item import Item
from models.certifications.criteria import SearchCriteria, read_criteria
from models.organisations.kinds import OrganisationKind
from tests.access.people import new_account
from tests.factories.facilities import fill
from tests.factories.stock import OF_A_PERSON, TWO_AREAS, UNDER_A_LAW
from tests.factories.truth import Known, everything, in_order
from tests.factories.viewers import viewer_of, without
from tests.models.certifications.listing import check_listing, walk

K = OrganisationKind
SORTABLE = [item for item in catalogue().items if item.sortable]


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


@pytest.mark.parametrize("way", ["", "-"])
@pytest.mark.parametrize("item", SORTABLE, ids=lambda item: item.key)
def test_every_sortable_item_sorts_both_ways_with_gaps_and_ties(library: Library, item: Item, way: str) -> None:
    viewer = viewer_of(library.session, K.OWNER)
    viewer = replace(viewer, actor=replace(viewer.actor, account_id=library.account))
    criteria = replace(read_criteria({"sort": [way + item.key]}, viewer.items), size=7)
    assert not criteria.ignored
    check_listing(library.session, viewer, criteria, in_order(library.known, criteria, viewer.items.by_key))


def test_truth_kept_in_a_document_is_truth_in_a_list(library: Library) -> None:
    """Told by type: a one says as much to a comparison, and another thing to a reader."""
    told = {True: UNDER_A_LAW, False: TWO_AREAS, None: OF_A_PERSON}
    fill(library.session, {key: {"multi_site_scheme": said} for said, key in told.items() if said is not None})
    viewer = viewer_of(library.session, K.OWNER)
    criteria = read_criteria({"columns": ["multi_site_scheme"], "sort": ["facility_id"]}, viewer.items)
    rows = {row.facility_id: row.values for row in walk(library.session, viewer, criteria).rows}
    assert [rows[key] for key in told.values()] == [(said,) for said in told]
    assert [type(rows[key][0]) for key in told.values()] == [bool, bool, type(None)]


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
