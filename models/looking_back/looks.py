"""One look as the owner of the data is told of it: whose organisation, what, for what, which sections (B1).

Never the official's name, never a value, and of a list or a file nothing but that this facility stood in it: what else
did is another operator's.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, select
from sqlalchemy.orm import Session

from models.audit.event_names import EventName
from models.audit.tables import AuditEvent, AuditEventFacility
from models.catalogue.catalogue import catalogue
from models.certifications.tracing.fate import FILE_ACTS, FileFate, FileStory, stories_of
from models.legal.purposes import Purpose
from models.looking_back.acts import NO_LOOKS, LookKind, kind_of
from models.looking_back.numbers import LookNumbers
from models.looking_back.stretch import number_before
from models.looking_back.unusual import AGAIN_WITHIN, Happened, Mark, marks_of
from models.organisations.kinds import OrganisationKind
from models.organisations.organisation import Organisation

IN_ORDER = AuditEventFacility.event_number
"""The order of looks at a certification is that of the key they are found by: a page reads no more than itself."""
AT_THE_SERVER = "サーバーの管理者"
_PURPOSES = {one.value: one for one in Purpose}
_SHOWN = (
    AuditEventFacility.certification_id,
    AuditEvent.number,
    AuditEvent.at,
    AuditEvent.name,
    AuditEvent.organisation_id,
    AuditEvent.organisation,
    AuditEvent.unit,
    AuditEvent.object,
    AuditEvent.edition,
    AuditEvent.details,
)
_HAPPENED = (AuditEvent.number, AuditEvent.at, AuditEvent.name, AuditEvent.organisation_id, AuditEvent.session)
Event = Row[Any]
Place = tuple[int, int]
"""The event's number and the certification's key."""


@dataclass(frozen=True, slots=True)
class Look:
    """One look. ``number`` is what to ask by; ``edition`` the grants edition that decided what could be seen.

    ``purpose`` was ``stated`` by the person, or is the duty of that kind of organisation. ``sections`` are those of the
    register of which something was shown; ``own`` says that it was somebody of the reader's own organisation. ``fate``
    is what became of a file.
    """

    number: str
    at: datetime
    organisation: str
    unit: str
    own: bool
    kind: LookKind
    fate: FileFate | None
    purpose: str
    stated: bool
    sections: tuple[str, ...]
    edition: int | None
    marks: tuple[Mark, ...]

    @property
    def act(self) -> str:
        """What was done, and of a file what became of it."""
        return self.fate.beside(self.kind.label) if self.fate else self.kind.label


def events_of(certification_id: int, *, columns: Sequence[Any] = _SHOWN) -> Select[*tuple[Any, ...]]:
    """The looks at a certification: one range of the key that begins with it, each with its event."""
    return events_where(AuditEventFacility.certification_id == certification_id, columns=columns)


def events_where(these: ColumnElement[bool], *, columns: Sequence[Any] = _SHOWN) -> Select[*tuple[Any, ...]]:
    """The looks at the certifications that a condition on the key chooses: a range of it for each."""
    statement: Select[*tuple[Any, ...]] = select(*columns).select_from(AuditEventFacility)
    no_looks = sorted(name.value for name in NO_LOOKS)
    joined = statement.join(AuditEvent, AuditEvent.number == AuditEventFacility.event_number)
    return joined.where(these, AuditEvent.name.not_in(no_looks))


def told_of(session: Session, numbers: LookNumbers, events: Sequence[Event], own: int | None) -> list[Look]:
    """The looks these events are, in their order. ``own`` is the reader's organisation."""
    if not events:
        return []
    stories = stories_of(session, {one.object for one in events if one.name in FILE_ACTS})
    marks = _marks(session, events, stories, own)
    stated, duties = _purposes(stories, events), _duties(session, events)
    return [
        Look(
            number=numbers.of(one.number),
            at=one.at,
            organisation=one.organisation or AT_THE_SERVER,
            unit=one.unit,
            own=is_own(one, own),
            kind=kind_of(one.name),
            fate=stories[one.object].fate if one.name in FILE_ACTS else None,
            purpose=stated.get(one.number) or duties.get(one.organisation_id, ""),
            stated=one.number in stated,
            sections=sections_of(one.details),
            edition=one.edition,
            marks=marks[place_of(one)],
        )
        for one in events
    ]


def sections_of(details: Mapping[str, Any]) -> tuple[str, ...]:
    """The sections of the items an event says it showed, in the register's order."""
    known, items = catalogue(), details.get("items") or ()
    shown = {known.by_key[key].section for key in items if key in known.by_key}
    return tuple(section.label for section in known.sections if section.number in shown)


def marks_at(session: Session, events: Sequence[Event], own: int | None) -> Mapping[Place, tuple[Mark, ...]]:
    """What stands out among these events, and nothing else of them: for a great many."""
    files = {one.object for one in events if one.name in FILE_ACTS}
    return _marks(session, events, stories_of(session, files), own) if events else {}


def is_own(event: Event, own: int | None) -> bool:
    """Whether it was somebody of the reader's own organisation."""
    return own is not None and event.organisation_id == own


def place_of(event: Event) -> Place:
    """The place of a look among all."""
    return event.number, event.certification_id


def _marks(
    session: Session, events: Sequence[Event], stories: Mapping[str, FileStory], own: int | None
) -> Mapping[Place, tuple[Mark, ...]]:
    """A file is marked by the hour somebody ordered it, whenever a job came to make it.

    Certification by certification, with what happened a day before. A look of the reader's own organisation has none.
    """
    chosen = {one.number: stories[one.object].ordered_at for one in events if one.name in FILE_ACTS}
    since = min(one.at for one in events) - AGAIN_WITHIN - timedelta(hours=1)
    first, last = min(one.number for one in events), max(one.number for one in events)
    shown = AuditEventFacility.certification_id
    around = events_where(shown.in_({one.certification_id for one in events}), columns=(shown, *_HAPPENED)).where(
        AuditEvent.at > since, min(number_before(session, since), first - 1) < IN_ORDER, last >= IN_ORDER
    )
    marks: dict[Place, tuple[Mark, ...]] = {}
    rows = session.execute(around.order_by(shown, IN_ORDER))
    for certification_id, looks in groupby(rows, key=lambda row: int(row.certification_id)):
        happened = (replace(Happened(*row[1:]), chosen_at=chosen.get(row.number)) for row in looks)
        marks |= {(number, certification_id): found for number, found in marks_of(happened).items()}
    return {place_of(one): () if is_own(one, own) else marks[place_of(one)] for one in events}


def _purposes(stories: Mapping[str, FileStory], events: Iterable[Event]) -> dict[int, str]:
    """What was stated for each file. A file made by a job is named by its maker; what for, by whoever asked for it."""
    stated = {one.number: _label(one.details) for one in events if "purpose" in one.details}
    made = [one for one in events if one.name == EventName.EXPORT_MADE.value and stories[one.object].ordered]
    return stated | {one.number: _label(stories[one.object].ordered) for one in made}


def _label(details: Mapping[str, Any]) -> str:
    purpose = _PURPOSES.get(details["purpose"])
    return purpose.label if purpose is not None else ""


def _duties(session: Session, events: Iterable[Event]) -> dict[int | None, str]:
    """What each organisation is there for, by its kind; a kind without a duty of its own in the catalogue has none."""
    places = {one.organisation_id for one in events if one.organisation_id is not None}
    kinds = session.execute(select(Organisation.id, Organisation.kind_code).where(Organisation.id.in_(places)))
    by_kind = catalogue().by_kind
    duties = {number: by_kind.get(OrganisationKind(kind)) for number, kind in kinds}
    return {number: found.duty for number, found in duties.items() if found is not None}
