"""Files of an incident (M8)."""

from collections.abc import Sequence
from functools import partial
from typing import IO

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models import clock
from models.access.viewer import Viewer
from models.accounts.account import Account
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.certifications.kept_files import KeptFiles
from models.db import Base
from models.errors import NotFound
from models.incidents.evidence import EvidenceFile, Sealed, check_room, lay_down
from models.incidents.facts import check_open
from models.incidents.incident import Incident, write
from models.incidents.kinds import EntryKind
from models.incidents.visibility import case_for, hold_case

AREA = "incident"


class IncidentFile(EvidenceFile, Base):
    """One file of an incident."""

    __tablename__ = "incident_files"

    incident_id: Mapped[int] = mapped_column(ForeignKey("incidents.id"), index=True)


def files_of(session: Session, incident: Incident) -> Sequence[IncidentFile]:
    """The files of an incident, oldest first."""
    chosen = select(IncidentFile).where(IncidentFile.incident_id == incident.id).order_by(IncidentFile.id)
    return session.scalars(chosen).all()


def add_file(session: Session, place: KeptFiles, viewer: Viewer, number: int, name: str, content: IO[bytes]) -> None:
    """Keep a file with the incident.

    Raises ``TooLarge``, ``Empty``, ``Conflict`` (closed, or there are ``MOST`` already), ``NotFound``: nothing of it is
    kept then.
    """
    case_for(session, viewer, number)
    lay_down(place, content, partial(_keep, session, viewer, number, name))


def fetch(session: Session, viewer: Viewer, number: int, file_id: int) -> IncidentFile:
    """Record that an officer takes a file; it may be sent from here on. Raises ``NotFound``."""
    incident = case_for(session, viewer, number)
    chosen = select(IncidentFile).where(IncidentFile.id == file_id, IncidentFile.incident_id == incident.id)
    found = session.scalar(chosen)
    if found is None:
        raise NotFound
    details = {"file": found.id, "sha256": found.sha256}
    event = Event(EventName.INCIDENT_FILE_FETCHED, viewer.actor, object=f"incident:{number}", details=details)
    record(session, event)
    return found


def _keep(session: Session, viewer: Viewer, number: int, name: str, sealed: Sealed) -> None:
    incident, now = hold_case(session, viewer, number), clock.now()
    check_open(incident, now)
    check_room(session, IncidentFile.incident_id == number, "事案")
    by = session.get_one(Account, viewer.account_id)
    file = IncidentFile(incident_id=number, **sealed.columns(name, by))
    session.add(file)
    session.flush()
    write(session, incident, EntryKind.FILE, by, sealed.in_words(name), now)
    details = {"file": file.id, "sha256": sealed.sha256, "size": sealed.size}
    record(session, Event(EventName.INCIDENT_FILE_ADDED, viewer.actor, object=f"incident:{number}", details=details))
