"""The door: the register is read only inside a recorded reading for a viewer. No record, no rows (M9–M11).

::

    with door.reading(session, viewer) as register:
        page = register.execute(statement)
        register.note(EventName.CERTIFICATIONS_LISTED, certifications=ids, details={...})
    return page          # only now, with the record written, do the rows leave
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Executable, Result, Select, func, select
from sqlalchemy.orm import Session

from models.access.scope_conditions import carries_any
from models.access.viewer import Viewer
from models.audit.event_names import EventName, Outcome
from models.audit.recorder import Event, record
from models.register.tripwire import DoorClosed, opened


@dataclass
class Note:
    """What a reading states; ``number`` is the audit event's once the door has closed."""

    event: Event
    number: int = 0


class Reading:
    """An open door: executes statements, and takes the note without which nothing leaves."""

    def __init__(self, session: Session, viewer: Viewer) -> None:
        self._session = session
        self.viewer = viewer
        self.noted: Note | None = None

    @property
    def dialect(self) -> str:
        """``sqlite`` or ``postgresql``."""
        return self._session.get_bind().dialect.name

    def execute(self, statement: Executable, parameters: Mapping[str, Any] | None = None) -> Result[*tuple[Any, ...]]:
        """Run a statement that reads columns. Past the session, which would look for objects to keep."""
        return self._session.connection().execute(statement, parameters or {})

    def how_many(self, rows: Select[*tuple[Any, ...]]) -> int:
        """How many rows a statement has: a number, which says nothing of them."""
        number: int = self.execute(select(func.count()).select_from(rows.subquery())).scalar_one()
        return number

    def in_scope(self) -> ColumnElement[bool]:
        """The condition that a certification lies within the viewer's rows; false when they have none."""
        return carries_any(self.viewer.scope)

    def note(
        self,
        name: EventName,
        *,
        certifications: Sequence[int] = (),
        object: str = "",  # noqa: A002  # the audit trail's own word for what was acted on
        outcome: Outcome = Outcome.DONE,
        details: Mapping[str, Any],
    ) -> Note:
        """State what is being shown: it becomes the audit event of this reading."""
        event = Event(
            name=name,
            actor=self.viewer.actor,
            outcome=outcome,
            object=object,
            edition=self.viewer.items.edition,
            certifications=certifications,
            details=details,
        )
        self.noted = Note(event)
        return self.noted


@contextmanager
def reading(session: Session, viewer: Viewer) -> Iterator[Reading]:
    """Open the door for one act of reading; raises ``DoorClosed`` when it ends without a note."""
    act = Reading(session, viewer)
    with opened():
        yield act
    if act.noted is None:
        raise DoorClosed("a reading of the register ended without a record")
    act.noted.number = record(session, act.noted.event)
