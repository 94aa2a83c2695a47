"""The trail: exact details, an unbroken chain, and nothing that is ever changed or forgotten (M11, B3)."""

import hashlib
import json
import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import create_engine, select, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from models.audit.actor import Actor
from models.audit.event_details import DETAILS, SUBJECTS
from models.audit.event_names import EventName, Outcome
from models.audit.recorder import Event, record
from models.audit.tables import AuditEvent, AuditEventFacility, AuditHead
from models.catalogue.first_edition import load_first_edition
from models.catalogue.grants import GrantsEdition
from models.register.tripwire import DoorClosed
from models.settings import Settings

ACTOR = Actor(7, "hanako", 3, "つばめ市", "環境課", "192.0.2.1", 11, "request-1")
WRITERS, EACH = 16, 6


def signed_out(actor: Actor = ACTOR, **values: Any) -> Event:
    return Event(EventName.SIGNED_OUT, actor, **values)


def test_an_event_keeps_who_when_from_where_and_what(session: Session) -> None:
    moment = datetime(2026, 5, 11, 1, 2, 3, 456789, UTC)
    with time_machine.travel(moment, tick=False):
        number = record(
            session,
            Event(
                EventName.CERTIFICATION_READ,
                ACTOR,
                Outcome.DONE,
                "facility:A1",
                1,
                (5, 3, 5),
                {"asked": {}, "items": ["a"]},
            ),
        )
    session.commit()
    event = session.get_one(AuditEvent, number)
    assert (event.at, event.name, event.outcome, event.object) == (
        moment,
        "register:certification:read",
        "done",
        "facility:A1",
    )
    assert (event.account_id, event.login_id, event.organisation, event.unit) == (7, "hanako", "つばめ市", "環境課")
    assert (event.address, event.session, event.request, event.edition) == ("192.0.2.1", 11, "request-1", 1)
    assert event.details == {"asked": {}, "items": ["a"]}
    shown = session.execute(select(AuditEventFacility.certification_id, AuditEventFacility.event_number)).all()
    assert sorted(map(tuple, shown)) == [(3, number), (5, number)]


def test_an_event_takes_exactly_its_details(session: Session) -> None:
    for name in EventName:
        exact = dict.fromkeys(DETAILS[name], "x")
        record(session, Event(name, ACTOR, details=exact))
        for wrong in ({**exact, "password": "x"}, dict(list(exact.items())[1:]) if exact else {"x": 1}):
            with pytest.raises(ValueError, match=name):
                record(session, Event(name, ACTOR, details=wrong))
    assert session.scalar(select(AuditHead.number)) == len(EventName)


def test_every_event_name_declares_its_details() -> None:
    assert DETAILS.keys() == set(EventName)
    assert len(DETAILS) == sum(map(len, SUBJECTS)), "no event belongs to two subjects"


@pytest.mark.parametrize(
    "typed", ["a\0b", "half a \ud83d character", "\x1b[31m\u2028", "'; DROP TABLE audit_events --"]
)
def test_whatever_somebody_typed_does_not_keep_an_event_out_of_the_trail(session: Session, typed: str) -> None:
    event = Event(
        EventName.CERTIFICATION_ABSENT, ACTOR, object=f"facility:{typed}", details={"asked": {"facility_id": [typed]}}
    )
    record(session, event)
    session.commit()
    session.expire_all()
    assert verify(session) == []


def test_a_second_verifier_recomputes_the_chain(session: Session) -> None:
    record(session, signed_out())
    record(
        session,
        Event(EventName.CERTIFICATIONS_LISTED, ACTOR, certifications=(9, 2), details=_listed(q=["太陽光 \"'\\"])),
    )
    record(
        session,
        Event(
            EventName.EXPORT_ENDED,
            Actor(),
            Outcome.FAILED,
            details={"file_number": "1", "rows": 0, "why": "é\u2028", "sha256": ""},
        ),
    )
    session.commit()
    session.expire_all()
    assert verify(session) == []
    assert session.scalar(select(AuditHead.number)) == 3


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE audit_events SET login_id = 'someone' WHERE number = 2",
        "UPDATE audit_events SET at = (SELECT at FROM audit_events WHERE number = 1) WHERE number = 2",
        'UPDATE audit_events SET details = \'{"asked": {}, "total": 0, "items": []}\' WHERE number = 2',
        "DELETE FROM audit_events WHERE number = 2",
        "DELETE FROM audit_events WHERE number = 3",
        "DELETE FROM audit_event_facilities",
        "UPDATE audit_event_facilities SET certification_id = 77",
    ],
)
def test_the_database_refuses_a_changed_past_and_the_chain_would_show_it(
    settings: Settings, session: Session, change: str
) -> None:
    for certifications in ((), (4,), ()):
        event = Event(EventName.CERTIFICATIONS_LISTED, ACTOR, certifications=certifications, details=_listed())
        record(session, event)
    session.commit()
    with pytest.raises(DatabaseError, match="append-only"):
        session.execute(text(change))
    session.rollback()
    assert verify(session) == []
    _remove_guards(session)
    session.execute(text(change))
    session.commit()
    session.expire_all()
    assert verify(session) != []


def test_the_trail_cannot_be_emptied_on_postgresql(session: Session) -> None:
    if session.get_bind().dialect.name == "sqlite":
        # SQLite has no TRUNCATE; its DELETE without a condition is refused like any other.
        record(session, signed_out())
        statement = "DELETE FROM audit_events"
    else:
        statement = "TRUNCATE audit_events"
    with pytest.raises(DatabaseError, match="append-only"):
        session.execute(text(statement))


def test_a_clock_set_back_keeps_the_order(session: Session) -> None:
    with time_machine.travel(datetime(2026, 5, 11, tzinfo=UTC), tick=False):
        record(session, signed_out())
    with time_machine.travel(datetime(2026, 5, 11, tzinfo=UTC) - timedelta(days=1), tick=False):
        record(session, signed_out())
    session.commit()
    assert session.scalars(select(AuditEvent.number).order_by(AuditEvent.number)).all() == [1, 2]
    assert verify(session) == []


def test_sixteen_writers_at_once_leave_one_unbroken_chain(settings: Settings, session: Session) -> None:
    engine = create_engine(settings.database)
    start, errors = threading.Barrier(WRITERS), []

    def write(number: int) -> None:
        start.wait()
        for _ in range(EACH):
            try:
                with Session(engine) as own:
                    own.execute(select(AuditHead.number)).one()
                    record(own, signed_out(Actor(account_id=number)))
                    own.commit()
            except DatabaseError as error:  # reported by the test's own thread
                errors.append(error)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    engine.dispose()
    assert errors == []
    assert verify(session) == []
    written = session.scalars(select(AuditEvent.account_id)).all()
    assert sorted(written) == sorted(list(range(WRITERS)) * EACH)


def test_an_act_that_cannot_be_recorded_does_not_happen(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> int:
        raise DoorClosed("the trail cannot be written")

    monkeypatch.setattr("models.catalogue.first_edition.record", fail)
    with pytest.raises(DoorClosed):
        load_first_edition(session, ACTOR)
    session.rollback()
    assert session.scalars(select(GrantsEdition.number)).all() == []


def verify(session: Session) -> list[str]:
    """The faults of the trail, found with the standard library and the description of the format alone."""
    faults, previous, number = [], "0" * 64, 0
    for event in session.scalars(select(AuditEvent).order_by(AuditEvent.number)):
        number += 1
        facilities = select(AuditEventFacility.certification_id).where(AuditEventFacility.event_number == event.number)
        names = [column.key for column in AuditEvent.__table__.columns if column.key not in {"hash", "previous_hash"}]
        values: dict[str, Any] = {name: getattr(event, name) for name in names}
        if not values["device"]:
            del values["device"]  # older chains did not have it
        values["at"] = event.at.astimezone(UTC).isoformat(timespec="microseconds")
        values["certifications"] = sorted(session.scalars(facilities))
        body = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
        if event.number != number:
            faults.append(f"{event.number} instead of {number}")
        if (
            event.previous_hash != previous
            or event.hash != hashlib.sha256(previous.encode() + b"\n" + body).hexdigest()
        ):
            faults.append(f"{event.number} does not follow")
        previous = event.hash
    head = session.execute(select(AuditHead.number, AuditHead.hash)).one()
    if tuple(head) != (number, previous):
        faults.append("the end is missing")
    session.rollback()
    return faults


def _remove_guards(session: Session) -> None:
    if session.get_bind().dialect.name == "sqlite":
        names = session.scalars(
            text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'audit%'")
        ).all()
        for name in names:
            session.execute(text(f"DROP TRIGGER {name}"))
    else:
        for name in ("audit_is_append_only", "audit_events_lets_go", "audit_event_facilities_lets_go"):
            session.execute(text(f"DROP FUNCTION {name}() CASCADE"))
    session.commit()


def _listed(**asked: list[str]) -> dict[str, Any]:
    return {"asked": asked, "total": 1, "items": ["facility_id"]}
