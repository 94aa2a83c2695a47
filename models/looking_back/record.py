"""The viewing record of one facility, for its operator: page by page, or whole for a file and for paper (B1).

Read through the door, for it speaks of a certification: an operator finds their own facilities and no others. That it
was read is recorded, and is no look.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from models import clock
from models.access import door
from models.access.door import Reading
from models.access.viewer import Viewer
from models.audit import trail_file
from models.audit.event_names import EventName, Outcome
from models.certifications.detail import LONGEST_ASKED
from models.certifications.identity import find_in_scope
from models.errors import NotFound
from models.looking_back.looks import IN_ORDER, Event, Look, events_of, told_of
from models.looking_back.numbers import LookNumbers, look_numbers
from models.looking_back.period import Period
from models.secret_box import SecretBox

SIZES = (20, 50, 100)
DEFAULT_SIZE = 50


@dataclass(frozen=True, slots=True)
class Edge:
    """Where a page begins or ends: the number of the look there, which tells nothing of how many there are."""

    number: str
    backwards: bool = False


@dataclass(frozen=True, slots=True)
class RecordPage:
    """One page, newest first. ``before`` and ``after`` are the edges of its neighbours, empty where there are none.

    ``known_since``: of what was before, nothing is known any more (``trail_file.known_since``).
    """

    facility_id: str
    period: Period
    looks: Sequence[Look]
    total: int
    before: str
    after: str
    known_since: datetime | None


@dataclass(frozen=True, slots=True)
class WholeRecord:
    """Every look of a period, newest first; ``known_since`` as of a page."""

    facility_id: str
    period: Period
    looks: Sequence[Look]
    known_since: datetime | None


@dataclass(frozen=True, slots=True)
class Found:
    """The certification a record is of."""

    id: int
    facility_id: str


def read_page(
    session: Session,
    viewer: Viewer,
    box: SecretBox,
    facility_id: str,
    period: Period,
    size: int = DEFAULT_SIZE,
    edge: Edge | None = None,
) -> RecordPage:
    """A page of the record. Raises ``NotFound`` for what is not the viewer's, as for what does not exist."""
    numbers, page = look_numbers(box), None
    with door.reading(session, viewer) as register:
        found = facility_in_scope(register, facility_id)
        if found is not None:
            wanted = events_of(found.id).where(*period.holds_event)
            total = session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
            at = numbers.read(edge.number) if edge is not None else None
            backwards = at is not None and edge is not None and edge.backwards
            events, more = _page(session, wanted, size, at, backwards=backwards)
            looks = told_of(session, numbers, events, viewer.actor.organisation_id)
            before, after = (more, True) if backwards else (at is not None, more)
            page = RecordPage(
                found.facility_id,
                period,
                looks,
                total,
                before=looks[0].number if looks and before else "",
                after=looks[-1].number if looks and after else "",
                known_since=known_since(session, period),
            )
            note_reading(register, found, "page", period, total)
    if page is None:
        raise NotFound
    return page


def read_whole(
    session: Session, viewer: Viewer, box: SecretBox, facility_id: str, period: Period, part: str
) -> WholeRecord:
    """All of it, for a file or for paper, as ``part`` says. Raises ``NotFound`` likewise."""
    numbers, whole = look_numbers(box), None
    with door.reading(session, viewer) as register:
        found = facility_in_scope(register, facility_id)
        if found is not None:
            looks = every_look(session, numbers, found, period, viewer.actor.organisation_id)
            whole = WholeRecord(found.facility_id, period, looks, known_since(session, period))
            note_reading(register, found, part, period, len(looks))
    if whole is None:
        raise NotFound
    return whole


def known_since(session: Session, period: Period) -> datetime | None:
    """Since when the period's looks are known, where they are not from its beginning on."""
    return trail_file.known_since(session, clock.day_begins(period.first_day))


def every_look(session: Session, numbers: LookNumbers, found: Found, period: Period, own: int | None) -> list[Look]:
    """Every look at a certification in a period, newest first; ``own`` is the reader's organisation."""
    wanted = events_of(found.id).where(*period.holds_event).order_by(IN_ORDER.desc())
    return told_of(session, numbers, session.execute(wanted).all(), own)


def facility_in_scope(register: Reading, facility_id: str) -> Found | None:
    """The certification, if it is within the reader's rows; that it is not is noted as for any reader."""
    row = find_in_scope(register, facility_id)
    if row is None:
        asked = {"facility_id": [facility_id[:LONGEST_ASKED]]}
        name = EventName.CERTIFICATION_ABSENT
        register.note(name, object="facility:absent", outcome=Outcome.REFUSED, details={"asked": asked})
        return None
    return Found(row.id, row.facility_id)


def note_reading(register: Reading, found: Found, part: str, period: Period, total: int) -> None:
    """State that the record was read."""
    details = {"part": part, **period.details(), "total": total}
    name = EventName.OWN_RECORD_READ
    register.note(name, certifications=[found.id], object=f"facility:{found.facility_id}", details=details)


def _page(
    session: Session, wanted: Select[*tuple[Any, ...]], size: int, at: int | None, *, backwards: bool
) -> tuple[Sequence[Event], bool]:
    """The events of a page that begins, or ends, at event ``at``, newest first; and whether there are more that way."""
    if at is not None:
        wanted = wanted.where(at < IN_ORDER if backwards else at > IN_ORDER)
    order = IN_ORDER.asc() if backwards else IN_ORDER.desc()
    found = session.execute(wanted.order_by(order).limit(size + 1)).all()
    kept = found[:size]
    return kept[::-1] if backwards else kept, len(found) > size
