"""Home, list, export and breakdown tell one number of one thing, for everybody (M9, M10)."""

from collections.abc import Iterator
from dataclasses import replace
from random import Random

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.access.viewer import Viewer
from models.audit.tables import AuditEvent
from models.certifications.breakdown import Breakdown, Share, breakdown
from models.certifications.criteria import SearchCriteria
from models.certifications.overview import Area, Figure, Overview, overview
from models.certifications.search import ResultPage, search
from models.organisations.kinds import OrganisationKind
from models.register.reindexing import rebuild
from models.register.tallies import Tally
from models.register.tripwire import opened
from tests.access.people import new_account
from tests.factories import stock as register
from tests.factories.facilities import fill
from tests.factories.truth import everything
from tests.factories.viewers import viewer_of, without
from tests.models.certifications.listing import ask, taken_away

K = OrganisationKind
VIEWERS = [
    (K.OWNER, None, ()),
    (K.OCCTO, None, ()),
    (K.BUREAU, "C", ()),
    (K.APPLICATION_AGENT, None, ()),
    (K.GRID_OPERATOR, "tokyo", ()),
    (K.LOCAL_GOVERNMENT, "22", ()),
    (K.LOCAL_GOVERNMENT, "14100", ()),
    (K.LOCAL_GOVERNMENT, "22210", ()),
    (K.MINISTRY, None, ("03", "11")),
    (K.MINISTRY, None, ("03",)),
    (K.CERTIFIED_OPERATOR, "1", ()),
]
QUESTIONS: list[dict[str, str | list[str]]] = [
    {},
    {"prefecture": "22"},
    {"prefecture": ["22", "14"]},
    {"municipality": ["14100", "22210"]},
    {"source": ["太陽光", "風力"], "status": "運転中"},
    {"output_class": "50kW以上", "prefecture": "14"},
    {"q": "みほん -sun", "prefecture": "14"},
    {"output_kw_from": "49.5", "certified_on_from": "2014-01-01"},
    {"q": "no_such_word_anywhere"},
]


@pytest.fixture(params=VIEWERS, ids=lambda one: f"{one[0].value} {one[1] or ''.join(one[2])}")
def viewer(request: pytest.FixtureRequest, stock: Session) -> Viewer:
    kind, code, laws = request.param
    person = viewer_of(stock, kind, code, laws)
    person = replace(person, actor=replace(person.actor, account_id=new_account(stock).id))
    stock.commit()
    return person


def test_every_number_of_a_breakdown_is_the_total_of_the_list_it_leads_to(stock: Session, viewer: Viewer) -> None:
    leading = 0
    for question in QUESTIONS:
        criteria = ask(viewer, **question)
        found = breakdown(stock, viewer, criteria)
        _same(search(stock, viewer, criteria), found.total, found.total_kw)
        for facet in found.facets:
            assert facet.by_place or sum(share.number for share in facet.shares) == found.total
        for share in _leading(found):
            assert share.criteria is not None
            _same(search(stock, viewer, share.criteria), share.number, share.kw)
            leading += 1
    assert leading > 10


def test_home_list_export_and_breakdown_are_one_number(stock: Session, viewer: Viewer) -> None:
    home = overview(stock, viewer, None)
    assert home is not None
    total = search(stock, viewer, SearchCriteria()).total
    assert total > 0
    assert home.whole.all.number == breakdown(stock, viewer, SearchCriteria()).total == total
    assert len(taken_away(stock, viewer, ask(viewer)) or ()) == total
    for area in (home.whole, *home.areas):
        assert sum(figure.number for figure in area.by_source if figure) == area.all.number
    for figure in _figures(home):
        if figure.criteria is not None:
            _same(search(stock, viewer, figure.criteria), figure.number, figure.kw)
            assert breakdown(stock, viewer, figure.criteria).total == figure.number


def test_places_that_a_facility_reaches_into_count_it_only_for_whoever_may_see_its_parcels(stock: Session) -> None:
    owner = viewer_of(stock, K.OWNER)
    yamanashi = {"prefecture": "19"}
    assert breakdown(stock, owner, ask(owner, **yamanashi)).total == 1
    assert _number(overview(stock, owner, None), "山梨県") == 1
    for viewer in (without(owner, "parcel_addresses"), viewer_of(stock, K.OCCTO)):
        assert breakdown(stock, viewer, ask(viewer, **yamanashi)).total == 0
        assert _number(overview(stock, viewer, None), "山梨県") == 0


def test_only_visible_items_are_broken_down_by_and_kw_only_where_outputs_are_visible(stock: Session) -> None:
    owner = viewer_of(stock, K.OWNER)
    hidden = without(owner, "output_kw", "source", "fiscal_year", "prefecture", "municipality")
    found = breakdown(stock, hidden, SearchCriteria())
    assert [facet.item.key for facet in found.facets] == ["output_class", "status"]
    assert found.total_kw is None
    assert {share.kw for facet in found.facets for share in facet.shares} == {None}
    home = overview(stock, hidden, None)
    assert home is not None
    assert (home.areas, home.sources, home.whole.all.kw) == ((), (), None)
    everything_seen = breakdown(stock, owner, SearchCriteria())
    assert [facet.item.key for facet in everything_seen.facets] == [
        "source", "prefecture", "fiscal_year", "output_class", "status"
    ]  # fmt: skip
    assert everything_seen.total_kw is not None


def test_someone_without_rows_has_no_overview_and_leaves_no_record(stock: Session) -> None:
    before = _events(stock)
    for kind in (K.CONTRACTOR, K.AUDITOR):
        assert overview(stock, viewer_of(stock, kind), None) is None
    assert _events(stock) == before


def test_breakdown_and_overview_are_recorded_as_readings_of_lists(stock: Session) -> None:
    viewer = viewer_of(stock, K.GRID_OPERATOR, "tokyo")
    total = breakdown(stock, viewer, ask(viewer, source="風力")).total
    overview(stock, viewer, None)
    seen, home = _events(stock)[-2:]
    assert (seen.name, seen.object, seen.details["asked"]) == (
        "register:certification:list", "breakdown", {"source": ["風力"]}
    )  # fmt: skip
    assert (seen.details["total"], home.object) == (total, "home")
    assert home.details["items"] == ["source", "prefecture", "output_kw"]


def test_tallies_follow_every_change_and_are_the_same_when_made_anew(stock: Session) -> None:
    chance = Random(3)
    known = [one.values["facility_id"] for one in everything(stock)]
    for _ in range(3):
        fill(stock, {one: _changed(chance) for one in chance.sample(known, 15)})
    fill(stock, {register.TWO_PREFECTURES: {"output_kw": 7.77}})
    kept = _tallies(stock)
    rebuild(stock)
    stock.commit()
    assert _tallies(stock) == kept
    viewer = viewer_of(stock, K.OWNER)
    assert {share.kw for share in _leading(breakdown(stock, viewer, ask(viewer, prefecture="19")))} == {7.8}


def test_the_migration_tallies_what_is_in_the_register_already(stock: Session) -> None:
    from importlib import import_module

    migration = import_module("models.migrations.versions.20261124_search_pages")
    kept = _tallies(stock)
    with opened():
        stock.execute(Tally.__table__.delete())
        for statement in (migration.AT_HOME, migration.ELSEWHERE):
            stock.connection().exec_driver_sql(statement)
        stock.commit()
    assert _tallies(stock) == kept
    assert any(tally[2] for tally in kept)


def _changed(chance: Random) -> dict[str, object]:
    return {
        "output_kw": chance.choice([None, 5.5, 49.9, 50.0, 123.4]),
        "certified_on": chance.choice([None, "2014-03-31", "2014-04-01", "2019-12-01"]),
        "status": chance.choice(["失効", "廃止", "認定"]),
        "source": chance.choice(["太陽光", "風力", "その他"]),
    }


def _tallies(session: Session) -> set[tuple[object, ...]]:
    with opened():
        found = {tuple(row) for row in session.execute(select(*Tally.__table__.c))}
    session.rollback()
    return found


def _same(page: ResultPage, number: int, kw: float | None) -> None:
    assert page.total == number
    assert page.total_kw == (None if kw is None else pytest.approx(kw, abs=0.11))


def _leading(found: Breakdown) -> Iterator[Share]:
    return (share for facet in found.facets for share in facet.shares if share.criteria is not None)


def _figures(home: Overview) -> Iterator[Figure]:
    for area in (home.whole, *home.areas):
        yield area.all
        yield from (figure for figure in area.by_source if figure)


def _number(home: Overview | None, label: str) -> int:
    areas: tuple[Area, ...] = home.areas if home else ()
    return sum(area.all.number for area in areas if area.label == label)


def _events(session: Session) -> list[AuditEvent]:
    return list(session.scalars(select(AuditEvent).order_by(AuditEvent.number)))


def test_a_list_too_long_to_count_by_every_facet_says_so_unless_kept_numbers_answer(
    stock: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("models.certifications.breakdown.MOST_COUNTED", 3)
    viewer = viewer_of(stock, OrganisationKind.OWNER)
    asked = ask(viewer, q="電力")
    found = breakdown(stock, viewer, asked)
    assert found.too_many
    assert found.facets == ()
    assert found.total == search(stock, viewer, asked).total > 3
    kept = breakdown(stock, viewer, ask(viewer, source="太陽光"))
    assert not kept.too_many
    assert kept.facets
