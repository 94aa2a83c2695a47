"""Who has seen this facility: every act that showed it, by whom, which items, by which edition, for what purpose (B1).

The question names a 設備ID, present or former. Whoever asks need not see the facility: the answer is the trail alone,
and an ID that does not exist is answered as one that nobody has seen. The question itself is recorded. What the trail
withholds from the asker (``models.auditing.withheld``) is in no answer. A file that was broken off or never fetched is
in the answer, and told as that.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.access import door
from models.access.viewer import Viewer
from models.audit.event_names import EventName
from models.audit.tables import AuditEvent, AuditEventFacility
from models.auditing.acts import COUNTED_TO, FacilityAct, filters_of
from models.auditing.withheld import told_of
from models.catalogue.catalogue import catalogue
from models.certifications.tracing.fate import FILE_ACTS, FileFate, FileStory, stories_of
from models.legal.purposes import Purpose
from models.lists import ListSpec
from models.reference import facility_id as facility_ids
from models.register.certification import FACILITY_IDS

LONGEST_ASKED = 40
NO_CERTIFICATION = 0
"""A key that no certification has: nobody has seen it."""


class Asked(NamedTuple):
    """The key of the certification a question is about, and the number of the event that records the question."""

    key: int
    event: int


@dataclass(frozen=True, slots=True)
class Readers:
    """How often people of one organisation and unit were shown the facility, how many they were, and when."""

    organisation: str
    unit: str
    people: int
    times: int
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True, slots=True)
class Beside:
    """What an act does not state by itself: the purpose it was done for, and of a file what became of it."""

    purpose: str
    fate: FileFate | None


def certification_asked(session: Session, viewer: Viewer, given: str, part: str) -> Asked:
    """The certification that has or had this 設備ID, or a key that none has. The question is recorded."""
    parsed = facility_ids.find(given)
    chosen = select(FACILITY_IDS.c.certification_id).where(FACILITY_IDS.c.facility_id == str(parsed))
    with door.reading(session, viewer) as register:
        key: int | None = register.execute(chosen).scalar() if parsed is not None else None
        asked = str(parsed) if parsed is not None else given[:LONGEST_ASKED]
        note = register.note(
            EventName.FACILITY_READERS_ASKED, object=f"facility:{asked}", details={"asked": asked, "part": part}
        )
    return Asked(key if key is not None else NO_CERTIFICATION, note.number)


def certification_by_number(session: Session, viewer: Viewer, key: int, part: str) -> Asked:
    """The same question by the register's own number, which is all an auditor is told of a facility."""
    with door.reading(session, viewer) as register:
        details = {"asked": str(key), "part": part}
        note = register.note(EventName.FACILITY_READERS_ASKED, object=f"certification:{key}", details=details)
    return Asked(key, note.number)


def acts_that_showed(session: Session, viewer: Viewer, key: int) -> ListSpec[FacilityAct]:
    """Every act that showed the certification, newest first."""
    act = FacilityAct
    return ListSpec(
        select(act).where(act.certification_id == key, told_of(session, viewer, act.number)),
        act.number,
        {"at": act.number},
        filters_of(act),
        descending=True,
        counted_to=COUNTED_TO,
    )


def readers_of(session: Session, viewer: Viewer, key: int) -> Sequence[Readers]:
    """The same act by act added up, by organisation and unit, those who came last first."""
    event, number = AuditEvent, AuditEventFacility.event_number
    statement = (
        select(
            event.organisation,
            event.unit,
            func.count(event.account_id.distinct()),
            func.count(),
            func.min(event.at),
            func.max(event.at).label("last_at"),
        )
        .select_from(AuditEventFacility)
        .join(event, event.number == number)
        .where(AuditEventFacility.certification_id == key, told_of(session, viewer))
        .group_by(event.organisation, event.unit)
        .order_by(func.max(event.at).desc(), event.organisation, event.unit)
    )
    return [Readers(*row) for row in session.execute(statement)]


def beside(session: Session, acts: Sequence[FacilityAct]) -> Mapping[int, Beside]:
    """What stands beside each act, by its number; the files among them are looked up at once."""
    stories = stories_of(session, {act.object for act in acts if act.name in FILE_ACTS})
    return {act.number: _beside(act, stories.get(act.object)) for act in acts}


def items_of(act: FacilityAct | AuditEvent) -> Sequence[str]:
    """The labels of the items shown; a key that the catalogue no longer knows stands for itself."""
    items, known = act.details.get("items"), catalogue().by_key
    if not isinstance(items, list):
        return []
    return [known[key].label if key in known else str(key) for key in items]


def _beside(act: FacilityAct, story: FileStory | None) -> Beside:
    if story is None or act.name not in FILE_ACTS:
        return Beside(_purpose(act.details), None)
    return Beside(_purpose(story.ordered or act.details), story.fate)


def _purpose(details: Mapping[str, Any]) -> str:
    purpose, note = details.get("purpose"), str(details.get("note") or "")
    if not purpose:
        return ""
    label = Purpose(purpose).label if purpose in set(Purpose) else str(purpose)
    return f"{label}：{note}" if note else label
