"""The latest checkpoints as a page to be kept on paper, with the present end of the trail (B3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.access.viewer import Viewer
from models.audit.checkpoints import Checkpoint, CheckpointBook, TrailContradicted, check_covered
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.audit.tables import AuditHead
from models.auditing.verifying import newest_verification
from models.settings import Settings

SHOWN = 31


@dataclass(frozen=True, slots=True)
class CheckpointSheet:
    """The newest checkpoints first; ``contradiction`` says what is wrong, and is empty when trail and file agree.

    ``verified_at`` is the moment of the latest verification of the whole trail, ``intact`` what it found.
    """

    checkpoints: Sequence[Checkpoint]
    number: int
    head: str
    contradiction: str
    verified_at: datetime | None
    intact: bool


def checkpoint_sheet(session: Session, viewer: Viewer, settings: Settings) -> CheckpointSheet:
    """The sheet of this moment. That it was looked at is recorded, after the end of the trail that it shows."""
    sheet = _sheet(session, settings)
    newest = sheet.checkpoints[0].number if sheet.checkpoints else 0
    details = {"newest": newest, "contradicted": bool(sheet.contradiction)}
    record(session, Event(EventName.CHECKPOINTS_READ, viewer.actor, details=details))
    return sheet


def _sheet(session: Session, settings: Settings) -> CheckpointSheet:
    number, head = session.execute(select(AuditHead.number, AuditHead.hash)).one()
    newest = newest_verification(session)
    verified = (newest.at, not newest.details["faults"]) if newest is not None else (None, True)
    try:
        known = CheckpointBook.of(settings).all()[-SHOWN:]
        for one in known:
            check_covered(session, one)
    except TrailContradicted as contradiction:
        return CheckpointSheet((), number, head, contradiction.reason, *verified)
    return CheckpointSheet(known[::-1], number, head, "", *verified)
