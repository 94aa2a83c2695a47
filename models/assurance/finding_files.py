"""Files that show how a finding was put right: kept as the files of incidents are, never removed (M13)."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import IO

from sqlalchemy import ForeignKey, String, Text, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models import clock
from models.access.viewer import Viewer
from models.accounts.account import Account
from models.assurance.finding import Finding, FindingEntryKind, write
from models.assurance.following import check_not_closed, finding_for, hold_finding, record_in
from models.assurance.sign_off import LONGEST_WHO
from models.audit.event_names import EventName
from models.certifications.kept_files import KeptFiles
from models.db import Base
from models.errors import Conflict, NotFound
from models.incidents.evidence import LONGEST_NAME, MOST, Sealed, opened, seal
from models.secret_box import SecretBox
from models.settings import Settings


class FindingFile(Base):
    """One file. ``token`` names it on the disk, ``sealed_key`` opens it; ``name`` is the person's own for it."""

    __tablename__ = "finding_files"

    id: Mapped[int] = mapped_column(primary_key=True)
    finding_id: Mapped[int] = mapped_column(ForeignKey("findings.id"), index=True)
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    token: Mapped[str] = mapped_column(String(32))
    sealed_key: Mapped[str] = mapped_column(Text)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    who: Mapped[str] = mapped_column(String(LONGEST_WHO))
    added_at: Mapped[datetime]


class FindingEvidence(KeptFiles):
    """Where the files lie: beside those of incidents, bound to findings."""

    @classmethod
    def of(cls, settings: Settings) -> "FindingEvidence":
        """The place of a deployment."""
        return cls(settings.incidents_folder, SecretBox(settings.encryption_keys), "finding")


def files_of(session: Session, finding: Finding) -> Sequence[FindingFile]:
    """The files of a finding, oldest first."""
    chosen = select(FindingFile).where(FindingFile.finding_id == finding.id).order_by(FindingFile.id)
    return session.scalars(chosen).all()


def add_file(
    session: Session, evidence: FindingEvidence, viewer: Viewer, number: int, name: str, content: IO[bytes]
) -> None:
    """Keep a file with the finding. It is encrypted before the turn to write is taken.

    Raises ``TooLarge``, ``Empty``, ``Conflict`` (closed, or there are ``MOST`` already), ``NotFound``: nothing of it is
    kept then.
    """
    check_not_closed(finding_for(session, number))
    sealed = seal(evidence, content)
    try:
        _keep(session, viewer, number, name, sealed)
    except BaseException:
        evidence.remove(sealed.token)
        raise


def fetch(session: Session, viewer: Viewer, number: int, file_id: int) -> FindingFile:
    """Record that somebody takes a file; it may be sent from here on. Raises ``NotFound``."""
    chosen = select(FindingFile).where(FindingFile.id == file_id, FindingFile.finding_id == number)
    found = session.scalar(chosen)
    if found is None:
        raise NotFound
    finding = finding_for(session, number)
    record_in(session, EventName.FINDING_FILE_FETCHED, viewer, finding, file=found.id, sha256=found.sha256)
    return found


def pieces(evidence: FindingEvidence, file: FindingFile) -> Iterator[bytes]:
    """The file's content, piece by piece. Raises ``CannotOpen`` for one that was touched."""
    return opened(evidence, file.token, file.sealed_key)


def _keep(session: Session, viewer: Viewer, number: int, name: str, sealed: Sealed) -> None:
    finding = hold_finding(session, number)
    check_not_closed(finding)
    if (session.scalar(select(func.count()).where(FindingFile.finding_id == number)) or 0) >= MOST:
        raise Conflict(f"この指摘には、すでに {MOST} 個のファイルがあります。")
    by = session.get_one(Account, viewer.account_id)
    file = FindingFile(
        finding_id=number,
        name=name,
        size=sealed.size,
        sha256=sealed.sha256,
        token=sealed.token,
        sealed_key=sealed.key,
        account_id=by.id,
        who=f"{by.organisation.name} {by.person_name}",
        added_at=clock.now(),
    )
    session.add(file)
    session.flush()
    write(session, finding, FindingEntryKind.FILE, by, f"{name}（SHA-256：{sealed.sha256}）")
    told = {"file": file.id, "sha256": sealed.sha256, "size": sealed.size}
    record_in(session, EventName.FINDING_FILE_ADDED, viewer, finding, **told)
