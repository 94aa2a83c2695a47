"""What was registered or changed since: exactly, by items one may see, however the database is asked (M9)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
import time_machine
from sqlalchemy.orm import Session

from models.access.viewer import Viewer
from models.certifications import changes, overview
from models.certifications.changes import ChangedSince, read_changed_since
from models.certifications.criteria import SearchCriteria
from models.certifications.filters import WrongValue
from models.certifications.overview import Changes
from models.organisations.kinds import OrganisationKind
from tests.factories import stock as register
from tests.factories.facilities import facility, fill, take_in
from tests.factories.truth import Known, everything, in_order, in_rows_of, matching
from tests.factories.viewers import viewer_of, without
from tests.models.certifications.listing import ask, walk

K = OrganisationKind
FIRST = datetime(2026, 5, 1, 0, 0, tzinfo=UTC)
ITEMS = {
    "status": ["失効", "認定", "運転中"],
    "operator_email": ["a@example.jp", "b@example.jp"],
    "roof_mounted": [True, False],
    "applied_on": ["2014-01-01", "2014-01-02"],
}
VIEWERS = [(K.OWNER, None), (K.OCCTO, None), (K.GRID_OPERATOR, "tokyo"), (K.LOCAL_GOVERNMENT, "14")]


def _live_on(session: Session) -> list[Known]:
    """Six days on each of which something is registered or changed, seen by some and hidden from others."""
    chance = Random(11)
    known = [one.values["facility_id"] for one in everything(session)]
    for day in range(6):
        with time_machine.travel(FIRST + timedelta(days=day), tick=False):
            take_in(session, [facility(f"A{400_000 + day}C14", register.TSURUMI)])
            key = chance.choice(list(ITEMS))
            fill(session, {one: {key: chance.choice(ITEMS[key])} for one in chance.sample(known, 6)})
    return everything(session)


@pytest.mark.parametrize("few", [0, changes.FEW], ids=["asked of each row", "looked up"])
def test_exactly_what_is_new_or_visibly_changed_is_listed_whichever_way_it_is_found(
    stock: Session, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr(changes, "FEW", few)
    known, sizes = _live_on(stock), set()
    for kind, code in VIEWERS:
        for viewer in (viewer_of(stock, kind, code), without(viewer_of(stock, kind, code), "status")):
            mine = [one for one in known if in_rows_of(one, kind, code)]
            for day in range(7):
                since = (FIRST + timedelta(days=day, hours=-1)).strftime("%Y-%m-%dT%H:%M")
                for question in ({"changed_since": since}, {"changed_since": since, "q": "みほん", "source": "太陽光"}):
                    criteria = ask(viewer, **question)
                    expected = in_order(matching(mine, criteria, viewer.items.by_key), criteria, viewer.items.by_key)
                    assert walk(stock, viewer, criteria).ids == [one.id for one in expected]
                    sizes.add(len(expected))
    assert len(sizes) > 8


def test_home_counts_up_to_its_bound_and_then_says_or_more(stock: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    _live_on(stock)
    viewer = viewer_of(stock, K.OWNER)
    exact = _changes(stock, viewer, FIRST)
    assert (exact.more, exact.more_new, exact.new) == (False, False, 6)
    assert exact.number == walk(stock, viewer, exact.criteria).pages[0].total > 6
    monkeypatch.setattr(overview, "MOST_CHANGES", 4)
    bounded = _changes(stock, viewer, FIRST)
    assert (bounded.number, bounded.more, bounded.new, bounded.more_new) == (4, True, 4, True)
    assert _changes(stock, viewer, FIRST + timedelta(days=9)).number == 0


def _changes(session: Session, viewer: Viewer, since: datetime) -> Changes:
    found = overview.overview(session, viewer, since)
    assert found is not None
    assert found.changes is not None
    return found.changes


@pytest.mark.parametrize(
    ("given", "written"),
    [
        ("2026-05-01", "2026-05-01"),
        (" 2026/05/01 ", "2026-05-01"),
        ("2026-05-01T00:00", "2026-05-01"),
        ("2026-05-01T18:30", "2026-05-01T18:30"),
        ("2026-05-01 18:30:59", "2026-05-01T18:30"),
    ],
)
def test_a_day_or_a_minute_in_japan_is_read_and_written_back(given: str, written: str) -> None:
    since = read_changed_since(given)
    assert since is not None
    assert since.written() == written
    assert read_changed_since(since.written()) == since


@pytest.mark.parametrize(
    "given",
    ["x", "きのう", "2026-13-01", "2026-02-30", "1999-12-31", "9999-12-31", "2026-05-01T25:00", "2026-05-01T10:00Z",
     "2026-05-01T10:00+09:00", "20260501", "2026-05", "2026-05-01T", "２０２６-05-01", "2026-05-01\0", "-1"],
)  # fmt: skip
def test_anything_else_is_refused_with_a_sentence(given: str) -> None:
    with pytest.raises(WrongValue, match="日付"):
        read_changed_since(given)


def test_a_moment_is_a_condition_that_can_be_taken_away(stock: Session) -> None:
    criteria = ask(viewer_of(stock, K.OWNER), changed_since="2026-05-01")
    assert criteria.narrowed
    assert criteria.describe() == ("2026年5月1日 以降に登録・変更",)
    assert not replace(criteria, changed_since=None).narrowed
    assert SearchCriteria(changed_since=ChangedSince.at(FIRST)).asked() == {"changed_since": ["2026-05-01T09:00"]}
