"""Files that show how a finding was put right (M13)."""

from collections.abc import Sequence
from functools import partial
from typing import IO

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.access.viewer import Viewer
from models.accounts.account import Account
from models.assurance.finding import Finding, FindingEntryKind, write
from models.assurance.following import check_not_closed, finding_for, hold_finding, record_in
from models.audit.event_names import EventName
from models.certifications.kept_files import KeptFiles
from models.db import Base
from models.errors import NotFound
from models.incidents.evidence import EvidenceFile, Sealed, check_room, lay_down

AREA = "finding"


class FindingFile(EvidenceFile, Base):
    """One file of a finding."""

    __tablename__ = "finding_files"

    finding_id: Mapped[int] = mapped_column(ForeignKey("findings.id"), index=True)


def files_of(session: Session, finding: Finding) -> Sequence[FindingFile]:
    """The files of a finding, oldest first."""
    chosen = select(FindingFile).where(FindingFile.finding_id == finding.id).order_by(FindingFile.id)
    return session.scalars(chosen).all()


def add_file(session: Session, place: KeptFiles, viewer: Viewer, number: int, name: str, content: IO[bytes]) -> None:
    """Keep a file with the finding.

    Raises ``TooLarge``, ``Empty``, ``Conflict`` (closed, or there are ``MOST`` already), ``NotFound``: nothing of it is
    kept then.
    """
    check_not_closed(finding_for(session, number))
    lay_down(place, content, partial(_keep, session, viewer, number, name))


def fetch(session: Session, viewer: Viewer, number: int, file_id: int) -> FindingFile:
    """Record that somebody takes a file; it may be sent from here on. Raises ``NotFound``."""
    chosen = select(FindingFile).where(FindingFile.id == file_id, FindingFile.finding_id == number)
    found = session.scalar(chosen)
    if found is None:
        raise NotFound
    finding = finding_for(session, number)
    record_in(session, EventName.FINDING_FILE_FETCHED, viewer, finding, file=found.id, sha256=found.sha256)
    return found


def _keep(session: Session, viewer: Viewer, number: int, name: str, sealed: Sealed) -> None:
    finding = hold_finding(session, number)
    check_not_closed(finding)
    check_room(session, FindingFile.finding_id == number, "指摘")
    by = session.get_one(Account, viewer.account_id)
    file = FindingFile(finding_id=number, **sealed.columns(name, by))
    session.add(file)
    session.flush()
    write(session, finding, FindingEntryKind.FILE, by, sealed.in_words(name))
    told = {"file": file.id, "sha256": sealed.sha256, "size": sealed.size}
    record_in(session, EventName.FINDING_FILE_ADDED, viewer, finding, **told)
