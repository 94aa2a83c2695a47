"""From a file number to the act: who, when, which list, what for, how many rows, who fetched it (B4).

Read from the trail alone, so that it says what the trail proves. Whoever traces sees the conditions as they were
recorded, whatever items they may see themselves: it is evidence of what somebody typed, and no value of the register.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.access.viewer import Viewer
from models.access.visible_items import narrow
from models.accounts.account import Account
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.audit.tables import AuditEvent
from models.catalogue.catalogue import catalogue
from models.certifications.criteria import read_criteria
from models.certifications.excess.request import ExportRequest
from models.certifications.export import ExportEnd
from models.certifications.export_format import ExportFormat
from models.certifications.tracing.number import read_digest, read_file_number
from models.errors import NotFound
from models.legal.purposes import Purpose
from models.lists import ListFilter, ListSpec, contains, from_day_to_day

LONGEST_TYPED = 64
_STEPS = {
    EventName.CERTIFICATIONS_EXPORTED.value: "書き出しの申込み",
    EventName.EXPORT_MADE.value: "ファイルの作成",
    EventName.EXPORT_ENDED.value: "書き出しの終了",
    EventName.EXPORT_FETCHED.value: "ファイルの受取り",
    EventName.EXPORT_FETCH_ENDED.value: "受取りの終了",
    EventName.EXPORT_FILE_REMOVED.value: "保存したファイルの消去",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened to the file. ``why`` says how it ended, where it did not end well."""

    at: datetime
    label: str
    login_id: str
    address: str
    why: str
    event: int


@dataclass(frozen=True, slots=True)
class Compared:
    """A file that was held against the record: when, by whom, and what came of it."""

    at: datetime
    by: str
    sha256: str
    verdict: str
    facts: Sequence[str]
    rows: int | None
    lines: Sequence[int]
    missing: int | None


@dataclass(frozen=True, slots=True)
class Trace:
    """Everything the trail knows of a file.

    ``ordered`` is the event of the export, ``named`` the one that names the certifications in it. ``rows`` are those it
    was made with; ``sha256`` is empty for a file that never was whole. ``approval`` is the request it was taken on.
    """

    number: str
    ordered: AuditEvent
    named: AuditEvent
    person: str
    purpose: str
    conditions: Sequence[str]
    columns: Sequence[str]
    rows: int
    format: ExportFormat
    sha256: str
    steps: Sequence[Step]
    compared: Sequence[Compared]
    approval: ExportRequest | None


def exports_made() -> ListSpec[AuditEvent]:
    """Every export, newest first."""
    event = AuditEvent
    purposes = [(one.value, one.label) for one in Purpose]
    formats = [(one.value, one.label) for one in ExportFormat]
    return ListSpec(
        select(event).where(event.name == EventName.CERTIFICATIONS_EXPORTED.value),
        event.number,
        {"at": event.number},
        (
            ListFilter("person", "ID", contains(event.login_id)),
            ListFilter("organisation", "組織・部門", contains(event.organisation, event.unit)),
            ListFilter("purpose", "目的", lambda value: event.details["purpose"].as_string() == value, purposes),
            *from_day_to_day(event.at),
            ListFilter("format", "形式", lambda value: event.details["format"].as_string() == value, formats),
        ),
        descending=True,
    )


def trace(session: Session, viewer: Viewer, typed: str) -> Trace:
    """The act behind a file number, however it was typed. Raises ``NotFound``; recorded either way."""
    number = read_file_number(typed)
    found = find_trace(session, viewer, number) if number else None
    name = f"file:{number}" if found else "file:absent"
    details = {"file_number": number or typed[:LONGEST_TYPED]}
    record(session, Event(EventName.EXPORT_TRACED, viewer.actor, object=name, details=details))
    if found is None:
        raise NotFound("このファイル番号の書き出しはありません。番号を確かめてください。")
    return found


def number_meant(session: Session, viewer: Viewer, typed: str) -> str | None:
    """The number of the export meant by a file number or by a digest, for whoever has nothing else of the file.

    None where there is none, which is recorded; a file that is found is recorded by its trace. By a digest the ends of
    exports are asked, each of which is read.
    """
    event, sha256 = AuditEvent, read_digest(typed)
    if sha256 is not None:
        same = event.name == EventName.EXPORT_ENDED.value, event.details["sha256"].as_string() == sha256
    else:
        number = read_file_number(typed)
        same = event.name == EventName.CERTIFICATIONS_EXPORTED.value, event.object == f"file:{number}"
    found = session.scalars(select(event).where(*same).order_by(event.number.desc()).limit(1)).first()
    if found is None:
        details = {"file_number": typed[:LONGEST_TYPED]}
        record(session, Event(EventName.EXPORT_TRACED, viewer.actor, object="file:absent", details=details))
        return None
    return str(found.details["file_number"])


def find_trace(session: Session, viewer: Viewer, number: str) -> Trace | None:
    """The act behind a file number as the trail has it; whoever asks records it.

    That somebody else compared a file is not told to the one who took it (``models.auditing.withheld``).
    """
    about = select(AuditEvent).where(AuditEvent.object == f"file:{number}").order_by(AuditEvent.number)
    events = session.scalars(about).all()
    ordered = _first(events, EventName.CERTIFICATIONS_EXPORTED)
    if ordered is None:
        return None
    own = ordered.account_id == viewer.account_id
    compared = [one for one in events if one.name == EventName.EXPORT_COMPARED.value]
    made, ended = _first(events, EventName.EXPORT_MADE), _first(events, EventName.EXPORT_ENDED)
    criteria = read_criteria(ordered.details["asked"], narrow(catalogue(), frozenset(catalogue().by_key), 0, False))
    known = catalogue().by_key
    approval = select(ExportRequest).where(ExportRequest.file_number == number)
    return Trace(
        number=number,
        ordered=ordered,
        named=made or ordered,
        person=session.scalar(select(Account.person_name).where(Account.id == ordered.account_id)) or "",
        purpose=purpose_of(ordered),
        conditions=criteria.describe(),
        columns=[known[key].label if key in known else key for key in ordered.details["items"]],
        rows=(made or ordered).details["total"],
        format=ExportFormat(ordered.details["format"]),
        sha256=ended.details.get("sha256", "") if ended else "",
        steps=[_step(one) for one in events if one.name in _STEPS],
        compared=[_compared(one) for one in compared if not own or one.account_id == viewer.account_id],
        approval=session.scalar(approval),
    )


def purpose_of(ordered: AuditEvent) -> str:
    """What an export was stated to be for, as the file's own head says it."""
    known = {one.value: one.label for one in Purpose}
    purpose, note = known.get(ordered.details["purpose"], ordered.details["purpose"]), ordered.details["note"]
    return f"{purpose}（{note}）" if note else purpose


def _first(events: Sequence[AuditEvent], name: EventName) -> AuditEvent | None:
    return next((one for one in events if one.name == name.value), None)


def _step(event: AuditEvent) -> Step:
    why = event.details.get("why", "")
    told = "" if why in {"", ExportEnd.COMPLETE.value} else why
    return Step(event.at, _STEPS[event.name], event.login_id, event.address, told, event.number)


def _compared(event: AuditEvent) -> Compared:
    told = event.details
    return Compared(
        event.at,
        event.login_id,
        told["sha256"],
        told["verdict"],
        told["facts"],
        told["rows"],
        told["lines"],
        told["missing"],
    )
