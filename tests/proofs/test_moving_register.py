"""Pages while others work: rows come and move, and rights are narrowed between one page and the next (M9–M11)."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from random import Random

import pytest

from models.access.viewer import Viewer
from models.certifications.criteria import SearchCriteria, read_criteria
from models.certifications.search import ResultPage, search
from models.organisations.kinds import OrganisationKind
from tests.factories.entangled import DAYS, NAMES, OUTPUTS, published
from tests.factories.facilities import fill, take_in
from tests.factories.meaning import Question, Word
from tests.factories.truth import everything, in_order, in_rows_of, matching
from tests.factories.viewers import without
from tests.models.certifications.listing import by_link, walk
from tests.proofs.conftest import Ground
from tests.proofs.scopes import Organisation

K = OrganisationKind
SORTS = (None, "certified_on", "-operator_name", "output_kw", "-operation_reported_month", "facility_id", "-lapses_on")
A_PAGE = 9
FIRST_NEW_SERIAL = 1_000


class Others:
    """People who work on the register between two pages: each time some facilities come and some change."""

    def __init__(self, ground: Ground, seed: int) -> None:
        self.ground = ground
        self.chance = Random(seed)
        self.touched: set[int] = set()
        self._serial = FIRST_NEW_SERIAL

    def work(self) -> None:
        """Four facilities are entered, and three known ones get another name, day and output."""
        new = []
        for _ in range(4):
            self._serial += 1
            new.append(published(self.chance, self._serial) | {"certified_on": self.chance.choice(DAYS[:4])})
        take_in(self.ground.session, new)
        changed = self.chance.sample(self.ground.known, 3)
        self.touched |= {one.id for one in changed}
        fill(self.ground.session, {
            one.values["facility_id"]: {
                "operator_name": self.chance.choice(NAMES),
                "certified_on": self.chance.choice((date(2001, 1, 1), *DAYS)),
                "output_kw": self.chance.choice(OUTPUTS),
            }
            for one in changed
        })  # fmt: skip


@pytest.mark.parametrize("asked", SORTS)
def test_no_row_that_stays_is_shown_twice_or_left_out_while_others_come_and_go(
    own_ground: Ground, asked: str | None
) -> None:
    viewer = own_ground.viewer(Organisation(K.OWNER))
    others = Others(own_ground, seed=1)
    criteria = replace(read_criteria({"sort": [asked or ""]}, viewer.items), size=A_PAGE)
    shown = Counter(row.id for page in _walk(own_ground, viewer, criteria, others.work) for row in page.rows)
    known = {one.id for one in own_ground.known}
    stayed = known - others.touched
    assert len(stayed) > len(known) / 3
    assert {number: shown[number] for number in stayed} == dict.fromkeys(stayed, 1)
    assert {number: times for number, times in shown.items() if number not in known and times > 1} == {}


def test_a_walk_among_moving_rows_ends_where_the_register_is_the_truth_again(own_ground: Ground) -> None:
    """Totals are those of the moment of each page; once nobody works any more, everything fits together."""
    viewer, others = own_ground.viewer(Organisation(K.GRID_OPERATOR, "tokyo")), Others(own_ground, seed=2)
    criteria = replace(read_criteria({"q": ["電"]}, viewer.items), size=A_PAGE)
    question = Question(words=(Word("電"),))
    for page in _walk(own_ground, viewer, criteria, others.work, at_most=6):
        assert len(page.rows) <= page.total
    mine = [one for one in everything(own_ground.session) if in_rows_of(one, K.GRID_OPERATOR, "tokyo")]
    truth = in_order(matching(mine, question, viewer.items.by_key), question, viewer.items.by_key)
    found = walk(own_ground.session, viewer, criteria)
    assert found.ids == [one.id for one in truth]
    assert {page.total for page in found.pages} == {len(truth)}


NARROWER: dict[str, tuple[Organisation, tuple[str, ...]]] = {
    "other rows": (Organisation(K.BUREAU, "E"), ()),
    "no rows": (Organisation(K.BUREAU, None), ()),
    "the sorted item hidden": (Organisation(K.BUREAU, "C"), ("operator_name",)),
    "the searched item hidden": (Organisation(K.BUREAU, "C"), ("site_address", "parcel_addresses")),
    "the day hidden": (Organisation(K.BUREAU, "C"), ("certified_on",)),
    "nearly everything hidden": (
        Organisation(K.BUREAU, "C"),
        ("facility_id", "operator_name", "output_kw", "certified_on"),
    ),
}


@pytest.mark.parametrize("sort", ["operator_name", "-operator_name", "-lapses_on", ""])
@pytest.mark.parametrize("change", NARROWER)
def test_rights_narrowed_between_two_pages_hold_from_the_next_page_on(ground: Ground, change: str, sort: str) -> None:
    """The link of the page before is no right: whatever its cursor says, only what may be seen now is shown."""
    address = {"q": ["県"], "sort": [sort], "columns": ["facility_id", "operator_name", "output_kw", "certified_on"]}
    wide = ground.viewer(Organisation(K.BUREAU, "C"))
    organisation, hidden = NARROWER[change]
    narrow = without(ground.viewer(organisation), *hidden)
    first = search(ground.session, wide, replace(read_criteria(address, wide.items), size=A_PAGE))
    assert first.following is not None
    name, value = first.following.parameter()
    criteria = replace(read_criteria({**address, name: [value]}, narrow.items), size=A_PAGE)
    page = search(ground.session, narrow, criteria)
    mine = [one for one in ground.known if in_rows_of(one, organisation.kind, organisation.code)]
    truth = matching(mine, Question(words=(Word("県"),)), narrow.items.by_key)
    assert page.total == len(truth)
    assert {row.id for row in page.rows} <= {one.id for one in truth}
    assert {item.key for item in page.criteria.columns}.isdisjoint(hidden)
    assert all(len(row.values) == len(page.criteria.columns) for row in page.rows)
    if "facility_id" in hidden:
        assert {row.facility_id for row in page.rows} == {None}
    ground.session.rollback()


def _walk(
    ground: Ground, viewer: Viewer, criteria: SearchCriteria, between: Callable[[], None], at_most: int = 60
) -> list[ResultPage]:
    """All pages, with somebody else's work before each but the first."""
    pages = [search(ground.session, viewer, criteria)]
    while (following := pages[-1].following) is not None and len(pages) < at_most:
        ground.session.commit()
        between()
        pages.append(search(ground.session, viewer, replace(criteria, cursor=by_link(following, criteria))))
    ground.session.commit()
    return pages
