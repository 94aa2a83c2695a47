"""Files of a case: kept encrypted outside the web's folder, handed out as they came, never removed (M8).

A file that was written and whose row was never kept lies there without a key, and never opens.
"""

import hashlib
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import IO

from sqlalchemy import ForeignKey, String, Text, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models import clock
from models.access.viewer import Viewer
from models.accounts.account import Account
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.certifications.kept_files import KeptFiles
from models.db import Base
from models.errors import Conflict, DomainError, NotFound
from models.incidents.facts import check_open
from models.incidents.incident import LONGEST_WHO, Incident, write
from models.incidents.kinds import EntryKind
from models.incidents.visibility import case_for, hold_case
from models.sealed_file import SealedWriter, open_sealed
from models.secret_box import SecretBox
from models.settings import Settings

LARGEST = 10 << 20
"""Bytes of one file: a log of a day, a photograph, a scanned statement."""
MOST = 20
LONGEST_NAME = 200
_PIECE = 1 << 20


class TooLarge(DomainError):
    """The file has more bytes than ``LARGEST``."""

    def __init__(self) -> None:
        super().__init__(f"ファイルが大きすぎます。{LARGEST >> 20} MiBまでのファイルを選んでください。")


class Empty(DomainError):
    """The file has no bytes: something went wrong when it was chosen."""

    def __init__(self) -> None:
        super().__init__("ファイルが空です。")


class IncidentFile(Base):
    """One file. ``token`` names it on the disk, ``sealed_key`` opens it; ``name`` is the person's own for it."""

    __tablename__ = "incident_files"

    id: Mapped[int] = mapped_column(primary_key=True)
    incident_id: Mapped[int] = mapped_column(ForeignKey("incidents.id"), index=True)
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    token: Mapped[str] = mapped_column(String(32))
    sealed_key: Mapped[str] = mapped_column(Text)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    who: Mapped[str] = mapped_column(String(LONGEST_WHO))
    added_at: Mapped[datetime]


class Evidence(KeptFiles):
    """Where the files lie."""

    @classmethod
    def of(cls, settings: Settings) -> "Evidence":
        """The place of a deployment."""
        return cls(settings.incidents_folder, SecretBox(settings.encryption_keys), "incident")


@dataclass(frozen=True, slots=True)
class Sealed:
    """A file as it was laid down: its name on the disk, its sealed key, and what it held."""

    token: str
    key: str
    size: int
    sha256: str


def files_of(session: Session, incident: Incident) -> Sequence[IncidentFile]:
    """The files of a case, oldest first."""
    chosen = select(IncidentFile).where(IncidentFile.incident_id == incident.id).order_by(IncidentFile.id)
    return session.scalars(chosen).all()


def add_file(session: Session, evidence: Evidence, viewer: Viewer, number: int, name: str, content: IO[bytes]) -> None:
    """Keep a file with the case. It is encrypted before the turn to write is taken.

    Raises ``TooLarge``, ``Empty``, ``Conflict`` (closed, or there are ``MOST`` already), ``NotFound``: nothing of it is
    kept then.
    """
    case_for(session, viewer, number)
    sealed = seal(evidence, content)
    try:
        _keep(session, viewer, number, name, sealed)
    except BaseException:
        evidence.remove(sealed.token)
        raise


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


def pieces(evidence: Evidence, file: IncidentFile) -> Iterator[bytes]:
    """The file's content, piece by piece. Raises ``CannotOpen`` for one that was touched."""
    return opened(evidence, file.token, file.sealed_key)


def opened(evidence: KeptFiles, token: str, sealed_key: str) -> Iterator[bytes]:
    """The content of the file of this name, piece by piece. Raises ``CannotOpen`` for one that was touched."""
    return open_sealed(evidence.path(token), evidence.open_key(token, sealed_key), evidence.place(token))


def seal(evidence: KeptFiles, content: IO[bytes]) -> Sealed:
    """Lay a file down encrypted, under a name of ours. Raises ``TooLarge``, ``Empty``: nothing is left of it then."""
    evidence.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    token, digest = secrets.token_hex(16), hashlib.sha256()
    sealed_key = evidence.new_sealed_key(token)
    sealed = SealedWriter(evidence.path(token), evidence.open_key(token, sealed_key), evidence.place(token))
    try:
        for piece in _checked(content):
            digest.update(piece)
            sealed.write(piece)
        sealed.close()
    except BaseException:
        sealed.abandon()
        evidence.remove(token)
        raise
    return Sealed(token, sealed_key, sealed.size, digest.hexdigest())


def _checked(content: IO[bytes]) -> Iterator[bytes]:
    size = 0
    while piece := content.read(_PIECE):
        size += len(piece)
        if size > LARGEST:
            raise TooLarge
        yield piece
    if not size:
        raise Empty


def _keep(session: Session, viewer: Viewer, number: int, name: str, sealed: Sealed) -> None:
    incident, now = hold_case(session, viewer, number), clock.now()
    check_open(incident, now)
    present = session.scalar(select(func.count()).where(IncidentFile.incident_id == number)) or 0
    if present >= MOST:
        raise Conflict(f"この事案には、すでに {MOST} 個のファイルがあります。")
    by = session.get_one(Account, viewer.account_id)
    file = IncidentFile(
        incident_id=number,
        name=name,
        size=sealed.size,
        sha256=sealed.sha256,
        token=sealed.token,
        sealed_key=sealed.key,
        account_id=by.id,
        who=f"{by.organisation.name} {by.person_name}",
        added_at=now,
    )
    session.add(file)
    session.flush()
    write(session, incident, EntryKind.FILE, by, f"{name}（SHA-256：{sealed.sha256}）", now)
    details = {"file": file.id, "sha256": sealed.sha256, "size": sealed.size}
    record(session, Event(EventName.INCIDENT_FILE_ADDED, viewer.actor, object=f"incident:{number}", details=details))
