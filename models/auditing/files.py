"""The trail taken out of the house in a file, and the record of it (B3)."""

from pathlib import Path

from sqlalchemy.orm import Session

from models.audit import trail_file
from models.audit.actor import Actor
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.audit.trail_file import Written
from models.auditing.days import Days
from models.errors import Conflict


def export_trail(session: Session, actor: Actor, path: Path, days: Days) -> Written:
    """Write the trail of these days into a new file, and record it; what cannot be recorded leaves no file behind.

    Raises ``Conflict`` when the file exists.
    """
    stretch = trail_file.between(session, days.first_moment, days.end)
    asked = [f"{label}: {day.isoformat()}" for label, day in (("から", days.since), ("まで", days.until)) if day]
    try:
        file = path.open("xb")
    except FileExistsError as error:
        raise Conflict(f"{path.name} は、すでにあります。") from error
    try:
        with file:
            written = trail_file.write(file, stretch, trail_file.lines(session, stretch))
        record_export(session, actor, asked, written, written.stretch.count)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return written


def record_export(session: Session, actor: Actor, asked: list[str], written: Written, events: int) -> None:
    """Record that so many events of the stretch left the house in a file."""
    details = {
        "asked": asked,
        "first": written.stretch.first,
        "last": written.stretch.last,
        "events": events,
        "sha256": written.sha256,
    }
    record(session, Event(EventName.TRAIL_EXPORTED, actor, details=details))
