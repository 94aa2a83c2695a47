"""Writing the trail: one act, one event, in the act's own transaction (M11)."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import TextClause, bindparam, insert, select, text, update
from sqlalchemy.orm import Session

from models import clock
from models.audit.actor import Actor
from models.audit.chain import canonical, link
from models.audit.event_details import DETAILS
from models.audit.event_names import EventName, Outcome
from models.audit.tables import AuditEvent, AuditHead
from models.db import begin_writing

# Every page runs these: made once, they are compiled once.
_READ_HEAD = select(AuditHead.number, AuditHead.hash).with_for_update()
_APPEND = insert(AuditEvent)
_MOVE_HEAD = update(AuditHead).values(number=bindparam("to_number"), hash=bindparam("to_hash"))


@dataclass(frozen=True, slots=True)
class Event:
    """What happened.

    ``object`` names what was acted on (``account:12``, ``facility:A123456C13``). ``certifications`` are the keys of
    the records shown. ``edition`` is the grants edition that decided which items were. ``details`` holds exactly
    the names listed in ``DETAILS``, and never a secret.
    """

    name: EventName
    actor: Actor
    outcome: Outcome = Outcome.DONE
    object: str = ""
    edition: int | None = None
    certifications: Sequence[int] = ()
    details: Mapping[str, Any] = field(default_factory=dict)


def record(session: Session, event: Event) -> int:
    """Append ``event`` to the trail and return its number.

    Raises ``ValueError`` when the details are not exactly those the event's name declares.
    """
    return record_all(session, [event])


def record_all(session: Session, events: Sequence[Event]) -> int:
    """Append events in this order, in as many statements as for one, and return the last number.

    For the one act that does something to each of a thousand. Raises like ``record``, before any is written.
    """
    for event in events:
        if set(event.details) != DETAILS[event.name]:
            raise ValueError(f"{event.name} takes {sorted(DETAILS[event.name])}, not {sorted(event.details)}")
    begin_writing(session)
    connection = session.connection()
    # The head's one row is laid by the first migration: there is nothing to race for.
    number, event_hash = connection.execute(_READ_HEAD).one()
    rows = []
    for event in events:
        number, previous_hash = number + 1, event_hash
        values = _values(event, number)
        event_hash = link(previous_hash, canonical(values, event.certifications))
        rows.append({**values, "previous_hash": previous_hash, "hash": event_hash})
    connection.execute(_APPEND, rows)
    for event, row in zip(events, rows, strict=True):
        if event.certifications:
            _name_certifications(session, row["number"], sorted(set(event.certifications)))
    connection.execute(_MOVE_HEAD, {"to_number": number, "to_hash": event_hash})
    return int(number)


def is_recorded(session: Session, number: int, name: EventName, account_id: int | None) -> bool:
    """Whether event ``number`` is a ``name`` by this account."""
    statement = select(AuditEvent.name, AuditEvent.account_id).where(AuditEvent.number == number)
    return session.execute(statement).one_or_none() == (name.value, account_id)


# A file may show a hundred thousand: one statement takes them all, in the order of the key (0.1 s; one by one, 0.2 s on
# SQLite and 5 s on PostgreSQL).
_NAMING: Mapping[str, TextClause] = {
    "sqlite": text(
        "INSERT INTO audit_event_facilities (certification_id, event_number) "
        "SELECT value, :number FROM json_each(:keys)"
    ),
    "postgresql": text(
        "INSERT INTO audit_event_facilities (certification_id, event_number) "
        "SELECT unnest(CAST(:keys AS bigint[])), :number"
    ),
}


def _name_certifications(session: Session, number: int, keys: list[int]) -> None:
    dialect = session.get_bind().dialect.name
    session.connection().execute(
        _NAMING[dialect], {"number": number, "keys": keys if dialect == "postgresql" else json.dumps(keys)}
    )


def _values(event: Event, number: int) -> dict[str, Any]:
    actor = event.actor
    return {
        "number": number,
        "at": clock.now(),
        "name": event.name.value,
        "outcome": event.outcome.value,
        "account_id": actor.account_id,
        "login_id": actor.login_id,
        "organisation_id": actor.organisation_id,
        "organisation": actor.organisation,
        "unit": actor.unit,
        "address": actor.address,
        "session": actor.session,
        "request": actor.request,
        "device": actor.device,
        "object": _storable(event.object),
        "edition": event.edition,
        "details": _storable(dict(event.details)),
    }


def _storable(value: Any) -> Any:
    """Without what PostgreSQL refuses in a text: whatever somebody typed must not keep the act out of the trail."""
    match value:
        case str():
            return value.replace("\0", "\ufffd").encode(errors="replace").decode()
        case Mapping():
            return {key: _storable(one) for key, one in value.items()}
        case list() | tuple():
            return [_storable(one) for one in value]
        case _:
            return value
