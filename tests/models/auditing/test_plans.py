"""However the trail is asked, a page is one short range of one index: nothing is sorted, nothing is read through."""

from collections.abc import Callable
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from models import clock
from models.audit.actor import Actor
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.audit.tables import AuditEvent
from models.auditing.acts import acts_told_to
from models.auditing.facility_readers import acts_that_showed
from models.auditing.person_facilities import page_of
from models.auditing.person_reading import reading_of
from models.auditing.withheld import told_of
from models.catalogue.first_edition import load_first_edition
from models.certifications.tracing.fate import stories_of
from models.certifications.viewing_record import Watched, record_acts_read
from models.list_cursor import ListCursor
from models.lists import ListSpec, ask, list_page
from models.looking_back.acts import LookKind
from models.looking_back.facilities import own_facilities, read_question
from models.looking_back.numbers import look_numbers
from models.looking_back.own_looks import PageEdge, Question, read_looks
from models.looking_back.period import Period
from models.looking_back.stretch import stretch_of
from models.organisations.kinds import OrganisationKind
from tests.factories.viewers import viewer_of
from tests.models.accounts.people import BOX

QUESTIONS = [
    {},
    {"actor": "hanako"},
    {"organisation": "つばめ市"},
    {"unit": "環境課"},
    {"act": "register:certification:read"},
    {"object": "facility:A100001C22"},
    {"address": "192.0.2.1"},
    {"since": "2026-01-01", "until": "2026-02-01"},
    {"outcome": "refused"},
    {"actor": "hanako", "since": "2026-01-01"},
]


def told(session: Session) -> ListSpec[AuditEvent]:
    """The trail as somebody reads it about whom it tells nothing."""
    return acts_told_to(session, viewer_of(session, OrganisationKind.AUDITOR))


@pytest.mark.parametrize("question", QUESTIONS, ids=str)
def test_a_page_of_the_trail_is_a_range_of_one_index(session: Session, question: dict[str, str]) -> None:
    check(session, told(session), question, "audit_events USING INDEX")


@pytest.mark.parametrize(
    ("rare", "way"),
    [
        ({"actor": "hanako"}, "login_id_at"),
        ({"organisation": "つばめ市"}, "organisation_at"),
        ({"object": "facility:A100001C22"}, "object_at"),
        ({"address": "192.0.2.1"}, "address_at"),
    ],
    ids=str,
)
@pytest.mark.parametrize("more", [{}, {"outcome": "done"}, {"since": "2026-01-01"}], ids=str)
def test_of_several_conditions_the_rarer_one_is_the_way_in(
    session: Session, rare: dict[str, str], way: str, more: dict[str, str]
) -> None:
    question = {**rare, "act": "register:certification:list", **more}
    check(session, told(session), question, f"audit_events USING INDEX ix_audit_events_{way}")


@pytest.mark.parametrize("question", [one for one in QUESTIONS if len(one) < 2 or "until" in one], ids=str)
def test_what_is_found_is_counted_in_the_index_alone(session: Session, question: dict[str, str]) -> None:
    if session.get_bind().dialect.name == "sqlite":
        spec = told(session)
        plan = plans(session, lambda: list_page(session, spec, ask(spec, question)))[0]
        assert any("USING COVERING INDEX" in step for step in plan), plan


@pytest.mark.parametrize("withheld", [False, True])
def test_what_a_person_has_seen_is_added_up_once_in_indexes(session: Session, withheld: bool) -> None:
    if session.get_bind().dialect.name == "sqlite":
        watched = Watched(7, date(2026, 1, 1), date(2026, 3, 31))
        auditor = viewer_of(session, OrganisationKind.AUDITOR)
        if withheld:
            record_acts_read(session, auditor, Watched(auditor.account_id, watched.first_day, watched.last_day))
        edge = ListCursor(9, 9)
        withholding = len(plans(session, lambda: told_of(session, auditor)))
        found = plans(session, lambda: reading_of(session, auditor, watched, 50, edge))
        acts, files, older, seen = found[withholding : withholding + 4]
        index = "ix_audit_events_account_id_at_name (account_id=? AND at>? AND at<?)"
        way = f"SEARCH audit_events USING COVERING INDEX {index}"
        assert way in acts
        assert way.replace("COVERING ", "") in files
        assert older[0] == way
        assert not [step for step in older if "TEMP B-TREE" in step], older
        assert sum("GROUP BY" in step for step in seen) == 1, seen
        assert any("SEARCH audit_event_facilities USING COVERING INDEX" in step for step in seen), seen
        assert way in seen


def test_a_page_among_the_latest_acts_looks_for_nothing_beyond_its_certifications(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("models.auditing.person_facilities.LATEST", 2)
    if session.get_bind().dialect.name == "sqlite":
        for number in range(4):
            details = {"asked": {}, "total": 2, "items": []}
            acts = Event(EventName.CERTIFICATIONS_LISTED, Actor(7), certifications=(number, 9), details=details)
            record(session, acts)
        found = plans(session, lambda: page_of(session, [AuditEvent.account_id == 7], 1, None))
        _older, latest, among, counted = found
        assert "SEARCH audit_event_facilities USING PRIMARY KEY (certification_id=?)" in among
        for plan in found:
            assert any("COVERING INDEX ix_audit_events_account_id_at_name" in step for step in plan), plan
        for plan in (latest, counted):
            assert any("SEARCH audit_event_facilities USING COVERING INDEX" in step for step in plan), plan


def test_who_has_seen_a_facility_is_a_range_of_the_key(session: Session) -> None:
    spec = acts_that_showed(session, viewer_of(session, OrganisationKind.AUDITOR), 5)
    check(session, spec, {}, "audit_event_facilities USING PRIMARY KEY (certification_id=?)")


@pytest.mark.parametrize("question", [{}, {"organisation": "町"}, {"kind": LookKind.READ}, {"unusual": True}], ids=str)
def test_looks_at_all_of_an_operators_facilities_are_ranges_of_the_key(
    session: Session, monkeypatch: pytest.MonkeyPatch, question: dict[str, Any]
) -> None:
    monkeypatch.setattr("models.looking_back.own_looks.find_in_scope", lambda *_asked: SimpleNamespace(id=1))
    load_first_edition(session, Actor.at_console("tests"))
    asked, first = Question(Period.usual(clock.today()), **question), look_numbers(BOX).of(1)
    operator = viewer_of(session, OrganisationKind.CERTIFIED_OPERATOR, "7")

    def read(edge: PageEdge | None = None) -> None:
        read_looks(session, operator, BOX, asked, 50, edge)

    if session.get_bind().dialect.name != "sqlite":
        read()
        return
    key = "audit_event_facilities USING PRIMARY KEY (certification_id=? AND event_number>? AND event_number<?)"
    for reading in (read, lambda: read(PageEdge(f"{first}.A100001C22"))):
        among = [plan for plan in plans(session, reading) if any("audit_event_facilities" in step for step in plan)]
        assert among
        for plan in among:
            assert any(key in step for step in plan), plan
            assert any("audit_events USING INTEGER PRIMARY KEY (rowid=?)" in step for step in plan), plan


def test_the_stretch_of_a_period_is_found_beside_its_ends_in_the_index_of_moments(session: Session) -> None:
    if session.get_bind().dialect.name == "sqlite":
        past = Period(date(2026, 1, 1), date(2026, 1, 31))
        found = [step for plan in plans(session, lambda: stretch_of(session, past)) for step in plan]
        assert sum("SEARCH audit_events USING COVERING INDEX ix_audit_events_at" in step for step in found) == 4, found
        assert not [step for step in found if "B-TREE" in step], found


def test_looks_at_the_facilities_of_a_page_are_counted_from_the_first_event_of_the_time(session: Session) -> None:
    load_first_edition(session, Actor.at_console("tests"))
    operator = viewer_of(session, OrganisationKind.CERTIFIED_OPERATOR, "7")
    if session.get_bind().dialect.name == "sqlite":
        found = plans(session, lambda: own_facilities(session, operator, read_question({}, operator)))
        way = "audit_event_facilities USING PRIMARY KEY (certification_id=? AND event_number>?)"
        assert any(way in step for plan in found for step in plan), found


def test_what_became_of_files_is_a_range_of_the_index_of_their_objects(session: Session) -> None:
    asked = {f"file:20260511-{number}" for number in range(100)}
    found = plans(session, lambda: stories_of(session, asked)) if session.get_bind().dialect.name == "sqlite" else []
    assert all("SEARCH audit_events USING INDEX ix_audit_events_object_at" in plan[0] for plan in found)


def test_what_is_withheld_is_found_by_indexes(session: Session) -> None:
    if session.get_bind().dialect.name == "sqlite":
        auditor = viewer_of(session, OrganisationKind.AUDITOR)
        steps = [step for plan in plans(session, lambda: told_of(session, auditor)) for step in plan]
        assert [step.split(" (")[0] for step in steps] == [
            "SEARCH audit_events USING INDEX ix_audit_events_object_at",
            "SEARCH audit_events USING INDEX ix_audit_events_name_at",
            "SEARCH audit_events_1 USING INTEGER PRIMARY KEY",
            "SEARCH audit_events USING INDEX ix_audit_events_name_at",
            "SEARCH audit_events_1 USING INDEX ix_audit_events_object_at",
        ]


def check(session: Session, spec: ListSpec[object], question: dict[str, str], way: str) -> None:
    if session.get_bind().dialect.name != "sqlite":
        # An empty PostgreSQL plans for nothing: it has to answer at least.
        list_page(session, spec, ask(spec, question))
        return
    plan = plans(session, lambda: list_page(session, spec, ask(spec, question)))[-1]
    assert any(way in step for step in plan), plan
    assert not [step for step in plan if "TEMP B-TREE" in step], plan


def plans(session: Session, asking: Callable[[], object]) -> list[list[str]]:
    """How SQLite goes about each statement that reads the trail."""
    asked: list[tuple[str, Any]] = []
    connection = session.connection().connection.driver_connection
    assert connection is not None

    def keep(_connection: object, _cursor: object, statement: str, parameters: object, *_rest: object) -> None:
        if "FROM audit_event" in statement and statement.lstrip().startswith(("SELECT", "WITH")):
            asked.append((statement, parameters))

    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", keep)
    asking()
    event.remove(engine, "before_cursor_execute", keep)
    return [
        [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)]
        for statement, parameters in asked
    ]
