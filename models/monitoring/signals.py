"""From the trail to detection: which event is which act (M11, M12).

Whatever shows certifications is a search or a view, in a preview, an explanation or somebody's record too; a list that
is paged through counts by its rows, like a file. Of a person who does not pass, whose ID is known, the account tells
the organisation; unknown IDs are told apart by the marks that the trail keeps of them. The role is the account's at the
moment of reading: the trail does not keep it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.access.viewer import Viewer
from models.accounts.account import Account
from models.audit.event_names import EventName, Outcome
from models.audit.tables import AuditEvent, AuditEventFacility
from models.detection.signal import Act, Signal
from models.organisations.organisation import Organisation

_ALWAYS: Mapping[EventName, Act] = {
    EventName.SIGNED_IN: Act.SIGN_IN,
    EventName.CERTIFICATIONS_LISTED: Act.SEARCH,
    EventName.PREVIEW_LISTED: Act.SEARCH,
    EventName.CERTIFICATION_READ: Act.VIEW,
    EventName.PREVIEW_READ: Act.VIEW,
    EventName.ROW_EXPLAINED: Act.VIEW,
    EventName.READERS_LISTED: Act.VIEW,
    EventName.VIEWING_RECORD_READ: Act.SEARCH,
    EventName.PERSON_READING_ASKED: Act.SEARCH,
    EventName.CERTIFICATIONS_EXPORTED: Act.EXPORT,
    EventName.CERTIFICATION_ABSENT: Act.DENIED,
    EventName.EXPORT_FILE_ABSENT: Act.DENIED,
    EventName.PAGE_REFUSED: Act.DENIED,
}
_WHEN_REFUSED: Mapping[EventName, Act] = {
    EventName.PASSWORD_CHECKED: Act.SIGN_IN_FAILED,
    EventName.CODE_CHECKED: Act.SIGN_IN_FAILED,
    EventName.RECOVERY_CODE_USED: Act.SIGN_IN_FAILED,
    EventName.STEPPED_UP: Act.SIGN_IN_FAILED,
}
NO_ACTS: Mapping[EventName, str] = {
    EventName.EXPORT_MADE: "the file of an export, which was an act when it was ordered",
    EventName.IMPORT_READ: "what an uploaded file would change, shown to those who take it in",
    EventName.OWN_FACILITIES_LISTED: "an owner looks back at what is theirs",
    EventName.OWN_RECORD_READ: "an owner looks back at what is theirs",
    EventName.INQUIRY_SENT: "an owner asks about what is theirs",
    EventName.PAPER_RECORD_PRINTED: "one facility's record for its owner, released by two persons",
}
"""Events that name certifications and are no acts all the same, with the reason."""
WATCHED = tuple(name.value for name in (*_ALWAYS, *_WHEN_REFUSED))
"""The names of the events that can be signals."""
TRIED = tuple(name.value for name in _WHEN_REFUSED)
"""The names of the events that, refused, are sign-ins that failed."""
UNKNOWN = "?"
"""Begins the login ID of a signal of an ID that belongs to nobody; its mark follows. No ID is issued with it."""
_SHOWING = frozenset({Act.SEARCH, Act.VIEW, Act.EXPORT})
ACCOUNT, _FACILITY = "account:", "facility:"


@dataclass(frozen=True, slots=True)
class _Person:
    login_id: str
    organisation: str
    kind: str
    role: str


def act_of(event: AuditEvent) -> Act | None:
    """Which act the event is; ``None`` for what detection does not look at."""
    name = EventName(event.name) if event.name in WATCHED else None
    if name is None or (event.account_id is None and name is not EventName.PASSWORD_CHECKED):
        return None  # a command at the console is nobody's use of the register
    refused = event.outcome == Outcome.REFUSED.value
    act = _ALWAYS.get(name) or (_WHEN_REFUSED.get(name) if refused else None)
    return Act.DENIED if act is Act.VIEW and refused else act


def signals_of(session: Session, events: Sequence[AuditEvent]) -> list[tuple[int, Signal]]:
    """The events' signals in their order, each with its event's number; what they need is looked up at once."""
    watched = [(event, act) for event in events if (act := act_of(event)) is not None]
    shown = _shown(session, [event.number for event, act in watched if act in _SHOWING])
    kinds = _kinds(session, {event.organisation_id for event, _act in watched if event.organisation_id is not None})
    roles = _roles(session, {event.account_id for event, _act in watched if event.account_id is not None})
    failed = _failed(session, [event for event, act in watched if act is Act.SIGN_IN_FAILED])
    made = []
    for event, act in watched:
        kind = kinds.get(event.organisation_id or 0, "")
        login_id, role = event.login_id or _unknown_id(event), roles.get(event.account_id or 0, "")
        person = failed.get(event.number) or _Person(login_id, event.organisation, kind, role)
        signal = Signal(
            at=event.at,
            login_id=person.login_id,
            organisation=person.organisation,
            kind=person.kind,
            unit=event.unit,
            address=event.address,
            device=event.device,
            act=act,
            facility_id=_facility_of(event, act),
            rows=_rows_of(event, act, shown),
            country="",  # the detector looks it up
            role=person.role,
            facilities=shown.get(event.number, ()),
        )
        made.append((event.number, signal))
    return made


def export_ahead(viewer: Viewer, rows: int, at: datetime, facilities: Sequence[int] = ()) -> Signal:
    """The signal of a file that is about to be recorded; without ``facilities`` where they are only counted so far."""
    actor = viewer.actor
    return Signal(
        at=at,
        login_id=actor.login_id,
        organisation=actor.organisation,
        kind=viewer.kind.value,
        unit=actor.unit,
        address=actor.address,
        device=actor.device,
        act=Act.EXPORT,
        facility_id="",
        rows=rows,
        country="",
        role=viewer.role.value,
        facilities=facilities,
    )


def _shown(session: Session, numbers: Sequence[int]) -> dict[int, list[int]]:
    """The keys of the certifications that each of these events has shown."""
    number, key = AuditEventFacility.event_number, AuditEventFacility.certification_id
    found: dict[int, list[int]] = defaultdict(list)
    for event, certification in session.execute(select(number, key).where(number.in_(numbers)).order_by(number, key)):
        found[event].append(certification)
    return found


def _kinds(session: Session, numbers: Iterable[int]) -> dict[int, str]:
    chosen = select(Organisation.id, Organisation.kind_code).where(Organisation.id.in_(sorted(numbers)))
    return dict(session.execute(chosen).all())


def _roles(session: Session, numbers: Iterable[int]) -> dict[int, str]:
    chosen = select(Account.id, Account.role_code).where(Account.id.in_(sorted(numbers)))
    return dict(session.execute(chosen).all())


def _failed(session: Session, events: Sequence[AuditEvent]) -> dict[int, _Person]:
    """Whose ID was tried, of those that exist: nobody has signed in yet, so the event itself names no organisation."""
    tried = {event.number: int(event.object.removeprefix(ACCOUNT)) for event in events if event.object}
    chosen = select(Account).where(Account.id.in_(sorted(set(tried.values()))))
    people = {
        one.id: _Person(one.login_id, one.organisation.name, one.organisation.kind_code, one.role_code)
        for one in session.scalars(chosen)
    }
    return {event: people[account] for event, account in tried.items() if account in people}


def _unknown_id(event: AuditEvent) -> str:
    """What stands for the unknown ID that was tried; empty for events recorded before there were marks."""
    mark = event.details.get("unknown_mark", "")
    return f"{UNKNOWN}{mark}" if mark else ""


def _facility_of(event: AuditEvent, act: Act) -> str:
    if act is Act.VIEW:
        return event.object.removeprefix(_FACILITY)
    asked: Any = event.details.get("asked")
    if act is Act.DENIED and isinstance(asked, dict):
        return next(iter(asked.get("facility_id", ())), "")
    return ""


def _rows_of(event: AuditEvent, act: Act, shown: Mapping[int, Sequence[int]]) -> int:
    match act:
        case Act.SEARCH:
            return len(shown.get(event.number, ()))
        case Act.VIEW:
            return 1
        case Act.EXPORT:
            return int(event.details["total"])
        case _:
            return 0
