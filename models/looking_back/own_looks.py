"""Every look at any of an operator's own facilities, newest first: page by page, or whole for a file (B1).

The same looks as in the records of the single facilities (``models.looking_back.record``), told by the same rules; that
they were read is recorded likewise. An operator of hundreds of facilities is not made to open each of them.

A page is looked for from its edge on, in stretches of the trail that become longer while too little is found: where
there are many looks, those of a few hours are read and not those of the period. What stands out is not stored, but made
of what was before: these looks are gone through, a great many at a time, until there are enough for a page.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, tuple_
from sqlalchemy.orm import Session

from models.access import door
from models.access.door import Reading
from models.access.viewer import Viewer
from models.audit.event_names import EventName
from models.audit.tables import AuditEvent, AuditEventFacility
from models.certifications.identity import facility_ids_of, find_in_scope, keys_in_scope
from models.errors import DomainError
from models.looking_back.acts import KNOWN_NAMES, LookKind, names_of
from models.looking_back.looks import (
    AT_THE_SERVER,
    IN_ORDER,
    Event,
    Look,
    Place,
    events_where,
    marks_at,
    place_of,
    told_of,
)
from models.looking_back.numbers import LookNumbers, look_numbers
from models.looking_back.period import Period
from models.looking_back.record import facility_in_scope, known_since
from models.looking_back.stretch import Stretch, stretch_of
from models.secret_box import SecretBox

COUNTED_TO = 1_000
"""Looks beyond these are not counted: a page says that there are at least so many."""
MOST_IN_FILE = 50_000
AT_A_TIME = 1_000
FIRST_STRETCH, WIDER, WIDEST = 4_096, 4, 1 << 20
"""How many events of the trail are searched at first, how much more each next time, and how many at most."""
BETWEEN = "."


class TooManyLooks(DomainError):
    """More looks than a file takes: a shorter period has to be asked for."""

    def __init__(self) -> None:
        super().__init__(
            f"閲覧が {MOST_IN_FILE:,} 件を超えるため、ファイルにできません。期間や条件を狭めて書き出してください。"
        )


@dataclass(frozen=True, slots=True)
class Question:
    """Which of the looks. ``organisation`` is a part of a name; ``others`` leaves one's own organisation out."""

    period: Period
    facility_id: str = ""
    organisation: str = ""
    kind: LookKind | None = None
    others: bool = False
    unusual: bool = False


@dataclass(frozen=True, slots=True)
class PageEdge:
    """Where a page begins or ends: the number of the look there and the facility, as ``edge_of`` writes it."""

    written: str
    backwards: bool = False


@dataclass(frozen=True, slots=True)
class OwnLook:
    """A look at one of the facilities."""

    facility_id: str
    look: Look

    @property
    def edge(self) -> str:
        """Its place, as it stands in an address."""
        return f"{self.look.number}{BETWEEN}{self.facility_id}"


@dataclass(frozen=True, slots=True)
class OwnLooksPage:
    """One page, newest first. ``before`` and ``after`` are the edges of its neighbours, empty where there are none.

    There are ``total`` looks, or more where it says ``at_least``; None where it would take going through many of them.
    ``absent``: the facility asked for is none of the reader's. ``known_since`` as of one facility's record.
    """

    rows: Sequence[OwnLook]
    total: int | None
    at_least: bool
    before: str
    after: str
    known_since: datetime | None
    absent: bool = False


@dataclass(frozen=True, slots=True)
class _Search:
    """The looks that fulfil a question, and the stretch of the trail they lie in."""

    wanted: Select[*tuple[Any, ...]]
    stretch: Stretch
    unusual: bool
    own: int | None


def read_looks(
    session: Session, viewer: Viewer, box: SecretBox, question: Question, size: int, edge: PageEdge | None = None
) -> OwnLooksPage:
    """A page of them; recorded with the facilities it names."""
    numbers = look_numbers(box)
    with door.reading(session, viewer) as register:
        search = _search(session, register, question)
        if search is None:
            return OwnLooksPage((), 0, False, "", "", None, absent=True)
        start = _place(register, numbers, edge)
        backwards = start is not None and edge is not None and edge.backwards
        found = _first(_matching(session, register, search, start, size + 1, backwards=backwards), size + 1)
        kept = found[:size][::-1] if backwards else found[:size]
        rows = _told(session, register, numbers, kept)
        more = len(found) > size
        before, after = (more, True) if backwards else (start is not None, more)
        total, at_least = (len(kept), False) if start is None and not more else _count(register, search)
        page = OwnLooksPage(
            rows,
            total,
            at_least,
            before=rows[0].edge if rows and before else "",
            after=rows[-1].edge if rows and after else "",
            known_since=known_since(session, question.period),
        )
        _note(register, question, "every-page", kept)
    return page


def read_every_look(session: Session, viewer: Viewer, box: SecretBox, question: Question) -> Sequence[OwnLook]:
    """All of them, for a file; recorded likewise. Raises ``TooManyLooks``, and then nothing was read."""
    numbers = look_numbers(box)
    events: list[Event] = []
    rows: list[OwnLook] = []
    with door.reading(session, viewer) as register:
        search = _search(session, register, question)
        if search is not None:
            for some in _matching(session, register, search, None, AT_A_TIME, backwards=False):
                events += some
                if len(events) > MOST_IN_FILE:
                    raise TooManyLooks
            for start in range(0, len(events), AT_A_TIME):
                rows += _told(session, register, numbers, events[start : start + AT_A_TIME])
            _note(register, question, "every-file", events)
    return rows


def _search(session: Session, register: Reading, question: Question) -> _Search | None:
    """None for a facility that is not the reader's; that it was asked for is then noted, as everywhere."""
    shown, own = AuditEventFacility.certification_id, register.viewer.actor.organisation_id
    if question.facility_id:
        asked = facility_in_scope(register, question.facility_id)
        if asked is None:
            return None
        these = shown == asked.id
    else:
        these = shown.in_(keys_in_scope(register))
    wanted = events_where(these).where(*question.period.holds_event, *_conditions(question, own))
    return _Search(wanted, stretch_of(session, question.period), question.unusual, own)


def _conditions(question: Question, own: int | None) -> Iterator[ColumnElement[bool]]:
    if question.organisation:
        named = AuditEvent.organisation.icontains(question.organisation, autoescape=True)
        yield or_(named, AuditEvent.organisation == "") if question.organisation in AT_THE_SERVER else named
    if question.kind is LookKind.OTHER:
        yield AuditEvent.name.not_in(sorted(KNOWN_NAMES))
    elif question.kind is not None:
        # In words that no index has: every name has millions of events, and SQLite takes each for a rare one.
        yield (AuditEvent.name + "").in_(sorted(names_of(question.kind)))
    if question.others:
        yield func.coalesce(AuditEvent.organisation_id, 0) != own


def _place(register: Reading, numbers: LookNumbers, edge: PageEdge | None) -> Place | None:
    """The place an edge names; None for one that names none of the reader's."""
    number, _between, facility_id = edge.written.partition(BETWEEN) if edge is not None else ("", "", "")
    event = numbers.read(number)
    found = find_in_scope(register, facility_id) if event is not None else None
    return (event, found.id) if event is not None and found is not None else None


def _matching(
    session: Session, register: Reading, search: _Search, start: Place | None, rows: int, *, backwards: bool
) -> Iterator[Sequence[Event]]:
    """The looks that fulfil the question from an edge on, some at a time."""
    at_a_time = max(rows, AT_A_TIME) if search.unusual else rows
    for some in _batches(register, search, start, at_a_time, backwards=backwards):
        if search.unusual:
            marks = marks_at(session, some, search.own)
            yield [one for one in some if marks[place_of(one)]]
        else:
            yield some


def _batches(
    register: Reading, search: _Search, start: Place | None, rows: int, *, backwards: bool
) -> Iterator[Sequence[Event]]:
    """The looks beyond an edge in their order, so many at a time, stretch by stretch."""
    # In an order that no index has: neither database is to walk the trail in the order of its numbers for a few looks.
    order = [IN_ORDER + 0, AuditEventFacility.certification_id]
    ordered = search.wanted.order_by(*(one.asc() if backwards else one.desc() for one in order))
    (first, last), width = search.stretch, FIRST_STRETCH
    if start is not None:
        first, last = (max(first, start[0]), last) if backwards else (first, min(last, start[0]))
    while first <= last:
        low, high = (first, min(last, first + width - 1)) if backwards else (max(first, last - width + 1), last)
        chosen = ordered.where(low <= IN_ORDER, high >= IN_ORDER)
        if start is not None:
            place = tuple_(*order)
            chosen = chosen.where(place > start if backwards else place < start)
        found = register.execute(chosen.limit(rows)).all()
        if found:
            start = place_of(found[-1])
            yield found
        if len(found) == rows and start is not None:
            first, last = (start[0], last) if backwards else (first, start[0])
        else:
            first, last = (high + 1, last) if backwards else (first, low - 1)
            width = min(width * WIDER, WIDEST)


def _first(batches: Iterator[Sequence[Event]], rows: int) -> list[Event]:
    found: list[Event] = []
    for some in batches:
        found += some
        if len(found) >= rows:
            break
    return found[:rows]


def _count(register: Reading, search: _Search) -> tuple[int | None, bool]:
    if search.unusual:
        return None, False
    first, last = search.stretch
    counted = search.wanted.where(first <= IN_ORDER, last >= IN_ORDER).with_only_columns(IN_ORDER)
    total = register.how_many(counted.limit(COUNTED_TO + 1))
    return min(total, COUNTED_TO), total > COUNTED_TO


def _told(session: Session, register: Reading, numbers: LookNumbers, events: Sequence[Event]) -> list[OwnLook]:
    names = facility_ids_of(register, {one.certification_id for one in events})
    looks = told_of(session, numbers, events, register.viewer.actor.organisation_id)
    told = zip(events, looks, strict=True)
    return [OwnLook(names[one.certification_id], look) for one, look in told if one.certification_id in names]


def _note(register: Reading, question: Question, part: str, events: Sequence[Event]) -> None:
    details = {"part": part, **question.period.details(), "total": len(events)}
    keys = sorted({one.certification_id for one in events})
    register.note(EventName.OWN_RECORD_READ, certifications=keys, details=details)
