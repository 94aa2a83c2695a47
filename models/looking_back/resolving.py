"""Who stands behind a number that an operator asks by: for the owner's officers, and recorded (B1)."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.access.viewer import Viewer
from models.accounts.account import Account
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.audit.tables import AuditEvent
from models.certifications.tracing.fate import FILE_ACTS, FileFate, stories_of
from models.errors import NotFound
from models.looking_back.acts import NO_LOOKS, LookKind, kind_of
from models.looking_back.looks import sections_of
from models.looking_back.numbers import look_numbers
from models.secret_box import SecretBox


@dataclass(frozen=True, slots=True)
class Resolved:
    """A look with its person. ``person`` is the name as it is now, empty for an account that is none of ours."""

    number: str
    event: AuditEvent
    person: str
    kind: LookKind
    fate: FileFate | None
    sections: tuple[str, ...]

    @property
    def act(self) -> str:
        """What was done, and of a file what became of it."""
        return self.fate.beside(self.kind.label) if self.fate else self.kind.label


def resolve(session: Session, viewer: Viewer, box: SecretBox, typed: str) -> Resolved:
    """The look behind a number. Raises ``NotFound`` for one that is none; recorded either way by its event, or 0."""
    numbers = look_numbers(box)
    number = numbers.read(typed)
    found = session.get(AuditEvent, number) if number is not None else None
    look = found is not None and found.name not in {one.value for one in NO_LOOKS}
    shown = numbers.of(found.number) if found is not None and look else ""
    details = {"number": shown, "event": found.number if found is not None and look else 0}
    record(session, Event(EventName.LOOK_RESOLVED, viewer.actor, details=details))
    if found is None or not look:
        raise NotFound("この照会番号の記録はありません。番号を確かめてください。")
    return resolved(session, shown, found)


def resolved(session: Session, number: str, event: AuditEvent) -> Resolved:
    """An event with its person; whoever asks has recorded it."""
    person = session.scalar(select(Account.person_name).where(Account.id == event.account_id))
    fate = stories_of(session, {event.object})[event.object].fate if event.name in FILE_ACTS else None
    return Resolved(number, event, person or "", kind_of(event.name), fate, sections_of(event.details))
