"""Files of a case: kept as the files of incidents are, encrypted, handed out as they came, never removed (M8)."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import IO

from sqlalchemy import ForeignKey, String, Text, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models import clock
from models.access.viewer import Viewer
from models.accounts.account import Account
from models.audit.event_names import EventName
from models.cases.case import LONGEST_WHO, WatchCase, write
from models.cases.handling import check_open, record_in
from models.cases.kinds import CaseEntryKind
from models.cases.visibility import case_for, check_may_handle, hold_case
from models.certifications.kept_files import KeptFiles
from models.db import Base
from models.errors import Conflict, NotFound
from models.incidents.evidence import LONGEST_NAME, MOST, Sealed, opened, seal
from models.secret_box import SecretBox
from models.settings import Settings


class CaseFile(Base):
    """One file. ``token`` names it on the disk, ``sealed_key`` opens it; ``name`` is the person's own for it."""

    __tablename__ = "watch_case_files"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("watch_cases.id"), index=True)
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    token: Mapped[str] = mapped_column(String(32))
    sealed_key: Mapped[str] = mapped_column(Text)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    who: Mapped[str] = mapped_column(String(LONGEST_WHO))
    added_at: Mapped[datetime]


class CaseEvidence(KeptFiles):
    """Where the files lie: beside those of incidents, bound to cases."""

    @classmethod
    def of(cls, settings: Settings) -> "CaseEvidence":
        """The place of a deployment."""
        return cls(settings.incidents_folder, SecretBox(settings.encryption_keys), "case")


def files_of(session: Session, case: WatchCase) -> Sequence[CaseFile]:
    """The files of a case, oldest first."""
    return session.scalars(select(CaseFile).where(CaseFile.case_id == case.id).order_by(CaseFile.id)).all()


def add_file(
    session: Session, evidence: CaseEvidence, viewer: Viewer, number: int, name: str, content: IO[bytes]
) -> None:
    """Keep a file with the case. It is encrypted before the turn to write is taken.

    Raises ``TooLarge``, ``Empty``, ``Conflict`` (closed, or there are ``MOST`` already), ``Forbidden``, ``NotFound``:
    nothing of it is kept then.
    """
    check_may_handle(viewer, case_for(session, viewer, number))
    sealed = seal(evidence, content)
    try:
        _keep(session, viewer, number, name, sealed)
    except BaseException:
        evidence.remove(sealed.token)
        raise


def fetch(session: Session, viewer: Viewer, number: int, file_id: int) -> CaseFile:
    """Record that somebody takes a file; it may be sent from here on. Raises ``NotFound``."""
    case = case_for(session, viewer, number)
    found = session.scalar(select(CaseFile).where(CaseFile.id == file_id, CaseFile.case_id == case.id))
    if found is None:
        raise NotFound
    record_in(session, EventName.CASE_FILE_FETCHED, viewer.actor, number, file=found.id, sha256=found.sha256)
    return found


def pieces(evidence: CaseEvidence, file: CaseFile) -> Iterator[bytes]:
    """The file's content, piece by piece. Raises ``CannotOpen`` for one that was touched."""
    return opened(evidence, file.token, file.sealed_key)


def _keep(session: Session, viewer: Viewer, number: int, name: str, sealed: Sealed) -> None:
    case, now = hold_case(session, viewer, number), clock.now()
    check_open(case)
    present = session.scalar(select(func.count()).where(CaseFile.case_id == number)) or 0
    if present >= MOST:
        raise Conflict(f"この案件には、すでに {MOST} 個のファイルがあります。")
    by = session.get_one(Account, viewer.account_id)
    file = CaseFile(
        case_id=number,
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
    write(session, case, CaseEntryKind.FILE, by, f"{name}（SHA-256：{sealed.sha256}）", now)
    details = {"file": file.id, "sha256": sealed.sha256, "size": sealed.size}
    record_in(session, EventName.CASE_FILE_ADDED, viewer.actor, number, **details)
