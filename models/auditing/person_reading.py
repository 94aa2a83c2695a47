"""What this person has seen: their acts added up, and every facility these showed, how often and when (M11).

The answer is the trail alone. Whoever asks and may see a 設備ID is told it, and is recorded as its reader; an auditor,
who sees no certification, is told the register's number for it, which the other question takes as well (M3, M13).
What the trail withholds from the asker is not added up either (``models.auditing.withheld``). What stood in a file
that was broken off or never fetched is in the answer, and told as that.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from models.access import door
from models.access.viewer import Viewer
from models.accounts.account import Account
from models.accounts.lifecycle import find_by_login_id
from models.audit.event_names import EventName
from models.audit.tables import AuditEvent
from models.auditing import person_facilities
from models.auditing.person_facilities import Conditions
from models.auditing.person_files import PersonFiles, files_of, times_in
from models.auditing.withheld import told_of
from models.certifications.viewing_record import Watched
from models.list_cursor import ListCursor
from models.lists import ListPage
from models.register.certification import CERTIFICATIONS

BATCH = 500


@dataclass(frozen=True, slots=True)
class SeenBy:
    """A certification that was shown: its key, its present 設備ID where the asker may see it, how often, and when.

    ``in_untaken`` says how many of these times it stood in a file that was not taken whole.
    """

    key: int
    facility_id: str
    times: int
    in_untaken: int
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True, slots=True)
class ActsAddedUp:
    """One kind of act of the person: how often, when first and last, and how many it showed, counted each time."""

    name: str
    times: int
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True, slots=True)
class PersonReading:
    """What a person has done and seen: every kind of act, their files, and a page of the certifications shown."""

    acts: Sequence[ActsAddedUp]
    files: PersonFiles
    page: ListPage[SeenBy]


def person_asked(session: Session, login_id: str) -> Account | None:
    """The account with this login ID, whoever may hold it now: an ID is never issued twice."""
    return find_by_login_id(session, login_id)


def reading_of(
    session: Session, viewer: Viewer, watched: Watched, size: int, cursor: ListCursor | None = None
) -> PersonReading:
    """All of it in these days that the viewer is told of; a page of the certifications. The question is recorded."""
    theirs = _theirs(session, viewer, watched)
    acts, files = _acts_added_up(session, theirs), files_of(session, theirs)
    found = person_facilities.page_of(session, theirs, size, cursor)
    keys = [row.id for row in found.rows]
    (ids, _), in_untaken = _told(session, viewer, watched, keys, "page"), times_in(session, files.untaken_acts, keys)
    rows = [_row(row, ids, in_untaken) for row in found.rows]
    return PersonReading(acts, files, ListPage(rows, found.total, found.preceding, found.following))


def every_facility_seen(session: Session, viewer: Viewer, watched: Watched) -> tuple[int, Iterator[SeenBy]]:
    """All certifications shown, those seen last first, for a file; and the number of the event that records it."""
    theirs = _theirs(session, viewer, watched)
    found = person_facilities.all_of(session, theirs)
    in_untaken = times_in(session, files_of(session, theirs).untaken_acts)
    ids, event = _told(session, viewer, watched, [row.id for row in found], "file")
    return event, (_row(row, ids, in_untaken) for row in found)


def _acts_added_up(session: Session, theirs: Conditions) -> Sequence[ActsAddedUp]:
    """Every kind of act, the most frequent first."""
    event = AuditEvent
    statement = (
        select(event.name, func.count(), func.min(event.at), func.max(event.at))
        .where(*theirs)
        .group_by(event.name)
        .order_by(func.count().desc(), event.name)
    )
    return [ActsAddedUp(*row) for row in session.execute(statement)]


def _theirs(session: Session, viewer: Viewer, watched: Watched) -> Conditions:
    """The conditions of the person's events in these days, of which the viewer is told."""
    event = AuditEvent
    days = (event.at >= watched.since, event.at < watched.until)
    return (event.account_id == watched.account_id, *days, told_of(session, viewer))


def _told(
    session: Session, viewer: Viewer, watched: Watched, keys: Sequence[int], part: str
) -> tuple[Mapping[int, str], int]:
    """The 設備ID of each key, as far as the asker may see them; and the event that records the question with them."""
    details = {"since": watched.first_day.isoformat(), "until": watched.last_day.isoformat(), "part": part}
    ids: dict[int, str] = {}
    with door.reading(session, viewer) as register:
        if "facility_id" in viewer.items and viewer.scope:
            own, named = CERTIFICATIONS.c.id, CERTIFICATIONS.c.facility_id
            for start in range(0, len(keys), BATCH):
                chosen = select(own, named).where(own.in_(keys[start : start + BATCH]), register.in_scope())
                ids |= {one.id: one.facility_id for one in register.execute(chosen)}
        note = register.note(
            EventName.PERSON_READING_ASKED,
            certifications=list(ids),
            object=f"account:{watched.account_id}",
            details=details,
        )
    return ids, note.number


def _row(row: Row[Any], ids: Mapping[int, str], in_untaken: Mapping[int, int]) -> SeenBy:
    return SeenBy(row.id, ids.get(row.id, ""), row.times, in_untaken.get(row.id, 0), row.first_at, row.last_at)
