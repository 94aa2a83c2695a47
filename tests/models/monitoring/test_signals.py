"""Which event of the trail is which act."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import clock
from models.accounts.account import Role
from models.audit.event_details import DETAILS
from models.audit.event_names import EventName, Outcome
from models.audit.recorder import Event, record
from models.audit.tables import AuditEvent
from models.detection.signal import Act
from models.monitoring.act_words import act_words
from models.monitoring.signals import NO_ACTS, WATCHED, act_of, export_ahead, signals_of
from tests.factories.watching import exported
from tests.models.people.office import MEMBER, Office

MODELS = Path(__file__).parents[3] / "models"
FACILITY = "A123456C22"
ASKED = {"facility_id": [FACILITY]}
DAYS = {"part": "1", "since": "2026-05-01", "until": "2026-05-11"}
EVENTS = [
    (EventName.CERTIFICATIONS_LISTED, {"asked": {}, "total": 9, "items": []}, [1, 2, 3], "", Act.SEARCH, "", 3),
    (
        EventName.CERTIFICATION_READ,
        {"asked": ASKED, "items": []},
        [1],
        "facility:A123456C22",
        Act.VIEW,
        "A123456C22",
        1,
    ),
    (
        EventName.ROW_EXPLAINED,
        {"asked": ASKED, "about": "account:1", "item": ""},
        [1],
        "facility:A123456C22",
        Act.VIEW,
        FACILITY,
        1,
    ),
    (EventName.READERS_LISTED, {"asked": ASKED, "organisations": 3}, [1], "facility:A123456C22", Act.VIEW, FACILITY, 1),
    (EventName.VIEWING_RECORD_READ, {**DAYS, "total": 40}, [1, 2], "account:1", Act.SEARCH, "", 2),
    (EventName.VIEWING_RECORD_READ, {**DAYS, "total": None}, [], "account:1", Act.SEARCH, "", 0),
    (EventName.PERSON_READING_ASKED, DAYS, [1, 2, 3], "account:1", Act.SEARCH, "", 3),
    (EventName.CERTIFICATION_ABSENT, {"asked": ASKED}, [], "facility:absent", Act.DENIED, FACILITY, 0),
    (EventName.PAGE_REFUSED, {"endpoint": "x", "method": "GET", "why": "not-permitted"}, [], "", Act.DENIED, "", 0),
    (EventName.SIGNED_IN, {"device": "Edge"}, [], "", Act.SIGN_IN, "", 0),
]


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("name", "details", "shown", "about", "act", "facility", "rows"), EVENTS)
def test_an_event_is_an_act_with_what_it_showed(
    session: Session,
    office: Office,
    name: EventName,
    details: dict[str, object],
    shown: list[int],
    about: str,
    act: Act,
    facility: str,
    rows: int,
) -> None:
    actor = office.viewer(MEMBER).actor
    number = record(session, Event(name, actor, object=about, certifications=shown, details=details))
    (found,) = signals_of(session, [session.get_one(AuditEvent, number)])
    assert found[0] == number
    signal = found[1]
    assert (signal.act, signal.facility_id, signal.rows) == (act, facility, rows)
    assert list(signal.facilities) == shown
    assert (signal.login_id, signal.organisation, signal.kind) == (MEMBER, actor.organisation, "grid_operator")
    assert signal.role == "member"


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_a_role_is_the_present_one_before_and_after_the_act_is_recorded(session: Session, office: Office) -> None:
    viewer = office.viewer(MEMBER)
    assert export_ahead(viewer, 1, clock.now()).role == "member"
    number = exported(session, viewer, 1)
    office.account(MEMBER).role_code = Role.RESPONSIBLE_PERSON.value
    session.flush()
    ((_number, signal),) = signals_of(session, [session.get_one(AuditEvent, number)])
    assert (signal.role, export_ahead(office.viewer(MEMBER), 1, clock.now()).role) == ("responsible_person",) * 2


@pytest.mark.parametrize("shown", [[7, 8, 9], []])
def test_a_file_names_its_facilities_where_they_were_recorded_with_it(
    session: Session, office: Office, shown: list[int]
) -> None:
    viewer = office.viewer(MEMBER)
    exported(session, viewer, 3)
    number = exported(session, viewer, 3, certifications=shown)
    exported(session, viewer, 3, certifications=[1, 2, 3])
    events = session.scalars(select(AuditEvent).order_by(AuditEvent.number)).all()
    signal = dict(signals_of(session, events))[number]
    assert (signal.act, signal.rows, list(signal.facilities)) == (Act.EXPORT, 3, shown)


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_a_failed_sign_in_names_whose_id_was_tried_and_a_right_code_is_no_signal(
    session: Session, office: Office
) -> None:
    account = office.account(MEMBER)
    about, details = f"account:{account.id}", {"given_id": MEMBER, "unknown_mark": "", "why": "wrong"}
    nobody = office.viewer(MEMBER).actor.__class__(address="198.51.100.7")
    failed = record(session, Event(EventName.PASSWORD_CHECKED, nobody, Outcome.REFUSED, about, details=details))
    details = {"given_id": "", "unknown_mark": "1f0c9a3e", "why": "unknown_id"}
    unknown = record(session, Event(EventName.PASSWORD_CHECKED, nobody, Outcome.REFUSED, details=details))
    right = record(session, Event(EventName.CODE_CHECKED, office.viewer(MEMBER).actor, details={"why": ""}))
    events = session.scalars(select(AuditEvent).where(AuditEvent.number >= failed).order_by(AuditEvent.number)).all()
    found = dict(signals_of(session, events))
    assert found[failed].login_id == MEMBER
    assert (found[failed].organisation, found[failed].role) == (account.organisation.name, "member")
    assert (found[unknown].login_id, found[unknown].organisation, found[unknown].role) == ("?1f0c9a3e", "", "")
    assert right not in found


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
@pytest.mark.parametrize("name", [EventName.ROW_EXPLAINED, EventName.READERS_LISTED])
def test_an_explanation_that_is_refused_is_no_view(session: Session, office: Office, name: EventName) -> None:
    details = {key: ASKED if key == "asked" else "" for key in DETAILS[name]}
    actor = office.viewer(MEMBER).actor
    number = record(session, Event(name, actor, Outcome.REFUSED, "facility:absent", details=details))
    ((_number, signal),) = signals_of(session, [session.get_one(AuditEvent, number)])
    assert (signal.act, signal.facility_id, signal.rows) == (Act.DENIED, FACILITY, 0)


def names_beside_certifications() -> Iterator[tuple[str, set[str]]]:
    """Each function of the domain that records certifications, with the events it names."""
    for path in MODELS.rglob("*.py"):
        for made in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(made, ast.FunctionDef) and any(map(_records_certifications, ast.walk(made))):
                yield f"{path.relative_to(MODELS)}:{made.name}", {_event(node) for node in ast.walk(made)} - {""}


def _records_certifications(node: ast.AST) -> bool:
    if not (isinstance(node, ast.Call) and any(one.arg == "certifications" for one in node.keywords)):
        return False
    return ast.unparse(node.func).rpartition(".")[2] in {"note", "Event"}


def _event(node: ast.AST) -> str:
    named = isinstance(node, ast.Attribute) and ast.unparse(node.value) == "EventName"
    return node.attr if named else ""


def test_whatever_is_recorded_with_certifications_is_watched_or_says_why_not() -> None:
    found = dict(names_beside_certifications())
    assert found.pop("access/door.py:note") == set(), "the door passes on what it is given"
    assert [place for place, names in found.items() if not names] == [], "the event is named where it is recorded"
    recorded = {EventName[name] for names in found.values() for name in names}
    assert {EventName.CERTIFICATIONS_LISTED, EventName.VIEWING_RECORD_READ, EventName.IMPORT_READ} <= recorded
    watched = {EventName(name) for name in WATCHED}
    assert recorded - watched == set(NO_ACTS)


def test_every_watched_event_has_words_for_whoever_looks_at_an_alert() -> None:
    for name in WATCHED:
        assert act_words(AuditEvent(name=name, outcome="done", details={}))


def test_numbers_alone_are_told_apart_from_a_list_and_the_total_of_a_list_from_what_it_showed() -> None:
    name, told = EventName.CERTIFICATIONS_LISTED.value, {"outcome": "done", "details": {"total": 5_251}}
    assert act_words(AuditEvent(name=name, object="", **told)) == "一覧の表示（全 5,251 件）"
    assert act_words(AuditEvent(name=name, object="home", **told)) == "ホームの件数の表示（全 5,251 件）"
    exported = EventName.CERTIFICATIONS_EXPORTED.value
    assert act_words(AuditEvent(name=exported, object="file:1", **told)) == "ファイルへの書き出し（5,251 件）"


def test_an_unknown_id_recorded_without_a_mark_is_nobodys(session: Session) -> None:
    event = AuditEvent(
        number=1,
        at=clock.now(),
        name=EventName.PASSWORD_CHECKED.value,
        outcome="refused",
        account_id=None,
        login_id="",
        organisation="",
        unit="",
        address="198.51.100.7",
        device="",
        object="",
        details={"given_id": "", "why": "unknown_id"},
    )
    ((_number, signal),) = signals_of(session, [event])
    assert (signal.act, signal.login_id) == (Act.SIGN_IN_FAILED, "")


def test_nobody_at_the_console_is_watched() -> None:
    event = AuditEvent(name=EventName.CERTIFICATION_READ.value, outcome="done", account_id=None)
    assert act_of(event) is None
