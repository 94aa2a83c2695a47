"""What became of a file, as the trail has it: whether its rows reached whoever asked for them (B1, B4).

An export is recorded with every facility in it before its first byte leaves, so its record alone does not say that they
were seen. Rows may have gone out before a break: an act is told with its file's fate, and never left out for it.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import groupby
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from models.audit.event_names import EventName, Outcome
from models.audit.tables import AuditEvent

BATCH = 500
FILE_ACTS = frozenset({EventName.CERTIFICATIONS_EXPORTED.value, EventName.EXPORT_MADE.value})
"""The acts that name the facilities of a file."""


class FileFate(StrEnum):
    """How far a file came. ``UNENDED``: it is under way, or whoever sent it was lost before it could say."""

    TAKEN = "taken"
    BROKEN_OFF = "broken off"
    UNENDED = "unended"
    NOT_FETCHED = "not fetched"

    @property
    def label(self) -> str:
        """What is to be told of it; empty for a file that was taken whole."""
        return _LABELS[self]

    def beside(self, act: str) -> str:
        """The act with its file's fate."""
        return f"{act}（{self.label}）" if self.label else act


_LABELS = {
    FileFate.TAKEN: "",
    FileFate.BROKEN_OFF: "途中で中止。渡った可能性のある行を含む",
    FileFate.UNENDED: "終了の記録がない。渡った可能性のある行を含む",
    FileFate.NOT_FETCHED: "ファイルは受け取られていない",
}


@dataclass(frozen=True, slots=True)
class FileStory:
    """One file: with what it was ordered and when (empty where that is no longer in the trail), and how far it came."""

    ordered: Mapping[str, Any]
    ordered_at: datetime | None
    fate: FileFate


def stories_of(session: Session, objects: Collection[str]) -> dict[str, FileStory]:
    """The story of each file, by the object its events bear (``file:…``)."""
    happened = _happened(session, objects, AuditEvent.details, AuditEvent.at)
    return {name: _story(events) for name, events in happened}


def fates_of(session: Session, objects: Collection[str]) -> dict[str, FileFate]:
    """How far each file came, and nothing else of it: for a great many files."""
    return {name: _fate(events) for name, events in _happened(session, objects)}


def _happened(
    session: Session, objects: Collection[str], *more: InstrumentedAttribute[Any]
) -> Iterator[tuple[str, Sequence[Row[Any]]]]:
    """The events of each file in their order.

    Asked by the object alone: its index finds the few events of a file, while every name has millions.
    """
    event, wanted = AuditEvent, sorted(objects)
    for start in range(0, len(wanted), BATCH):
        chosen = select(event.object, event.name, event.outcome, *more).where(
            event.object.in_(wanted[start : start + BATCH])
        )
        found = session.execute(chosen.order_by(event.object, event.at)).all()
        yield from ((name, list(events)) for name, events in groupby(found, key=lambda one: str(one.object)))


def _story(events: Sequence[Row[Any]]) -> FileStory:
    order = next((one for one in events if one.name == EventName.CERTIFICATIONS_EXPORTED), None)
    ordered, ordered_at = (order.details, order.at) if order is not None else ({}, None)
    return FileStory(ordered, ordered_at, _fate(events))


def _fate(events: Sequence[Row[Any]]) -> FileFate:
    made = any(one.name == EventName.EXPORT_MADE for one in events)
    return _fetched(events) if made else _sent(events)


def _sent(events: Sequence[Row[Any]]) -> FileFate:
    """Of a file that was sent at once."""
    ended = [one.outcome for one in events if one.name == EventName.EXPORT_ENDED]
    if not ended:
        return FileFate.UNENDED
    return FileFate.TAKEN if Outcome.DONE in ended else FileFate.BROKEN_OFF


def _fetched(events: Sequence[Row[Any]]) -> FileFate:
    """Of a file that a job made to be fetched; nothing of it is anybody's before that."""
    begun = sum(one.name == EventName.EXPORT_FETCHED for one in events)
    ended = [one.outcome for one in events if one.name == EventName.EXPORT_FETCH_ENDED]
    if not begun:
        return FileFate.NOT_FETCHED
    if Outcome.DONE in ended:
        return FileFate.TAKEN
    return FileFate.UNENDED if len(ended) < begun else FileFate.BROKEN_OFF
