"""What somebody has seen, against a recount of the trail by hand; and who may see that, as far as their own rows go."""

from collections import defaultdict
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import clock
from models.access.viewer import Viewer
from models.audit.event_names import EventName
from models.audit.tables import AuditEvent, AuditEventFacility
from models.certifications import detail, search
from models.certifications.criteria import read_criteria
from models.certifications.viewing_record import (
    ACTS,
    SeenFacility,
    Watched,
    acts_of,
    asked_in_words,
    every_facility_seen,
    facilities_seen,
    facilities_shown,
    read_edge,
)  # fmt: skip
from models.errors import NotFound
from models.lists import ask, list_page
from models.organisations.kinds import OrganisationKind
from models.register.certification import Certification
from models.register.tripwire import opened
from tests.factories.stock import CORRECTED, FORMER_FIT_ID, NOW_FIP_ID, TWO_AREAS, TWO_PREFECTURES
from tests.factories.viewers import SOMEONE, viewer_of, without

FIRST = datetime(2024, 5, 10, 3, 0, tzinfo=UTC)
WATCHED = Watched(1, date(2024, 5, 10), date(2024, 5, 12))
OTHER = replace(SOMEONE, account_id=2, login_id="other")


@pytest.fixture
def looked_at(stock: Session) -> Session:
    """Three days of one person, with days before and after, and another person beside them."""
    member = viewer_of(stock, OrganisationKind.GRID_OPERATOR, "tokyo")
    with time_machine.travel(FIRST - timedelta(days=2), tick=False) as hands:
        _look(stock, member, {"size": ["20"]}, TWO_AREAS)
        hands.move_to(FIRST)
        _look(stock, member, {"size": ["20"], "source": ["太陽光"]}, TWO_PREFECTURES)
        hands.shift(timedelta(days=1))
        _look(stock, member, {}, CORRECTED, "A999999C22")
        _look(stock, viewer_of(stock, OrganisationKind.OWNER, actor=OTHER), {"size": ["100"]}, NOW_FIP_ID)
        hands.shift(timedelta(days=1))
        _look(stock, member, {"q": ["みほん"]}, FORMER_FIT_ID, TWO_PREFECTURES)
        hands.shift(timedelta(days=1))
        _look(stock, member, {"size": ["100"]})
    stock.commit()
    return stock


def _look(session: Session, viewer: Viewer, asked: dict[str, list[str]], *facility_ids: str) -> None:
    search.search(session, viewer, read_criteria(asked, viewer.items))
    for one in facility_ids:
        try:
            detail.read(session, viewer, one)
        except NotFound:
            continue


def officer(session: Session) -> Viewer:
    return viewer_of(session, OrganisationKind.OWNER, actor=replace(SOMEONE, account_id=3))


def recounted(session: Session, watched: Watched) -> list[SeenFacility]:
    """The same from the trail's rows, one by one."""
    seen: dict[int, list[AuditEvent]] = defaultdict(list)
    with opened():
        ids = dict(session.execute(select(Certification.id, Certification.facility_id)).all())
    for event in session.scalars(select(AuditEvent).order_by(AuditEvent.number)):
        in_time = watched.first_day <= clock.in_japan(event.at).date() <= watched.last_day
        if event.account_id == watched.account_id and in_time:
            shown = select(AuditEventFacility.certification_id).where(AuditEventFacility.event_number == event.number)
            for key in session.scalars(shown):
                seen[key].append(event)
    rows = [(events[-1].number, key, events) for key, events in seen.items()]
    return [
        SeenFacility(key, ids[key], len(events), events[0].at, events[-1].at)
        for _number, key, events in sorted(rows, key=lambda row: row[:2], reverse=True)
    ]


def test_every_facility_seen_is_the_recount_of_the_trail(looked_at: Session) -> None:
    expected = recounted(looked_at, WATCHED)
    assert len(expected) > 10
    assert max(one.times for one in expected) > 1
    assert [*every_facility_seen(looked_at, officer(looked_at), WATCHED)[1]] == expected
    assert facilities_shown(looked_at, officer(looked_at), WATCHED) == len(expected)


@pytest.mark.parametrize("size", [1, 7, 100])
def test_pages_of_any_size_there_and_back_are_the_same_list(looked_at: Session, size: int) -> None:
    expected, reader, pages = recounted(looked_at, WATCHED), officer(looked_at), []
    page = facilities_seen(looked_at, reader, WATCHED, size)
    pages.append(page)
    while page.following is not None:
        page = facilities_seen(looked_at, reader, WATCHED, size, _read(page.following))
        pages.append(page)
    assert [one for each in pages for one in each.rows] == expected
    assert {each.total for each in pages} == {len(expected)}
    for before in reversed(pages[:-1]):
        assert page.preceding is not None
        page = facilities_seen(looked_at, reader, WATCHED, size, _read(page.preceding))
        assert page.rows == before.rows
    assert page.preceding is None


def _read(cursor):
    name, value = cursor.parameter()
    return read_edge(value if name == "after" else "", value if name == "before" else "")


def test_a_day_is_a_day_in_japan(looked_at: Session) -> None:
    for first, last in ((date(2024, 5, 11), date(2024, 5, 11)), (date(2024, 5, 8), date(2024, 5, 8))):
        watched = Watched(1, first, last)
        assert [*every_facility_seen(looked_at, officer(looked_at), watched)[1]] == recounted(looked_at, watched)
    edge = Watched(1, date(2024, 5, 11), date(2024, 5, 11))
    assert (edge.since, edge.until) == (
        datetime(2024, 5, 10, 15, tzinfo=UTC), datetime(2024, 5, 11, 15, tzinfo=UTC),
    )  # fmt: skip


def test_reading_it_is_a_reading_with_every_facility_named(looked_at: Session) -> None:
    found = facilities_seen(looked_at, officer(looked_at), WATCHED, 20)
    event = looked_at.scalars(select(AuditEvent).order_by(AuditEvent.number.desc()).limit(1)).one()
    assert (event.name, event.account_id, event.object) == (EventName.VIEWING_RECORD_READ, 3, "account:1")
    assert event.details == {"part": "facilities", "since": "2024-05-10", "until": "2024-05-12", "total": found.total}
    named = select(AuditEventFacility.certification_id).where(AuditEventFacility.event_number == event.number)
    assert set(looked_at.scalars(named)) == {one.certification_id for one in found.rows}


def test_a_reader_sees_no_more_of_it_than_their_own_rows_and_items(looked_at: Session) -> None:
    everywhere = officer(looked_at)
    bureau = viewer_of(looked_at, OrganisationKind.BUREAU, "E", actor=replace(SOMEONE, account_id=4))
    mine = search.search(looked_at, bureau, read_criteria({"size": ["100"]}, bureau.items))
    expected = {row.id for row in mine.rows} & {one.certification_id for one in recounted(looked_at, WATCHED)}
    page = facilities_seen(looked_at, bureau, WATCHED, 100)
    assert ({one.certification_id for one in page.rows}, page.total) == (expected, len(expected))
    nowhere = viewer_of(looked_at, OrganisationKind.CONTRACTOR)
    assert facilities_seen(looked_at, nowhere, WATCHED, 100).total == 0
    blind = without(everywhere, "facility_id")
    assert {one.facility_id for one in facilities_seen(looked_at, blind, WATCHED, 100).rows} == {None}


def test_acts_tell_what_was_asked_and_how_much_was_shown(looked_at: Session) -> None:
    spec, reader = acts_of(WATCHED), officer(looked_at)
    acts = list_page(looked_at, spec, ask(spec, {"size": "100"})).rows
    told = [(ACTS[EventName(one.name)], "、".join(asked_in_words(reader, one)), one.shown) for one in acts[::-1]]
    assert [one for one in told if one[0] != "一覧の表示"] == [
        ("設備の表示", TWO_PREFECTURES, 1),
        ("設備の表示", CORRECTED, 1),
        ("見つからない設備の照会", "A999999C22", 0),
        ("設備の表示", FORMER_FIT_ID, 1),
        ("設備の表示", TWO_PREFECTURES, 1),
    ]
    assert [asked for act, asked, _shown in told if act == "一覧の表示"] == [
        "発電設備区分: 太陽光", "", "検索語: みほん",
    ]  # fmt: skip
    in_trail = select(AuditEvent.number).where(AuditEvent.account_id == 1, AuditEvent.at >= WATCHED.since)
    assert [one.number for one in acts[::-1]] == [
        *looked_at.scalars(in_trail.where(AuditEvent.at < WATCHED.until).order_by(AuditEvent.number))
    ]


def test_conditions_on_items_a_reader_may_not_see_are_not_named(looked_at: Session) -> None:
    spec = acts_of(WATCHED)
    blind = without(officer(looked_at), "source", "facility_id")
    words = [asked_in_words(blind, one) for one in list_page(looked_at, spec, ask(spec, {"size": "100"})).rows]
    assert ("権限により表示しない条件",) in words
    assert not any("太陽光" in word or TWO_PREFECTURES in word for one in words for word in one)


def test_every_event_that_names_facilities_is_an_act_of_the_list(looked_at: Session) -> None:
    facilities_seen(looked_at, officer(looked_at), WATCHED, 20)
    naming = select(AuditEvent.name).join(AuditEventFacility, AuditEventFacility.event_number == AuditEvent.number)
    assert {*looked_at.scalars(naming.distinct())} <= {name.value for name in ACTS}
