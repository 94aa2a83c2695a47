"""Files of a case (M8)."""

from collections.abc import Sequence
from functools import partial
from typing import IO

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models import clock
from models.access.viewer import Viewer
from models.accounts.account import Account
from models.audit.event_names import EventName
from models.cases.case import WatchCase, write
from models.cases.handling import check_open, record_in
from models.cases.kinds import CaseEntryKind
from models.cases.visibility import case_for, check_may_handle, hold_case
from models.certifications.kept_files import KeptFiles
from models.db import Base
from models.errors import NotFound
from models.incidents.evidence import EvidenceFile, Sealed, check_room, lay_down

AREA = "case"


class CaseFile(EvidenceFile, Base):
    """One file of a case."""

    __tablename__ = "watch_case_files"

    case_id: Mapped[int] = mapped_column(ForeignKey("watch_cases.id"), index=True)


def files_of(session: Session, case: WatchCase) -> Sequence[CaseFile]:
    """The files of a case, oldest first."""
    return session.scalars(select(CaseFile).where(CaseFile.case_id == case.id).order_by(CaseFile.id)).all()


def add_file(session: Session, place: KeptFiles, viewer: Viewer, number: int, name: str, content: IO[bytes]) -> None:
    """Keep a file with the case.

    Raises ``TooLarge``, ``Empty``, ``Conflict`` (closed, or there are ``MOST`` already), ``Forbidden``, ``NotFound``:
    nothing of it is kept then.
    """
    check_may_handle(viewer, case_for(session, viewer, number))
    lay_down(place, content, partial(_keep, session, viewer, number, name))


def fetch(session: Session, viewer: Viewer, number: int, file_id: int) -> CaseFile:
    """Record that somebody takes a file; it may be sent from here on. Raises ``NotFound``."""
    case = case_for(session, viewer, number)
    found = session.scalar(select(CaseFile).where(CaseFile.id == file_id, CaseFile.case_id == case.id))
    if found is None:
        raise NotFound
    record_in(session, EventName.CASE_FILE_FETCHED, viewer.actor, number, file=found.id, sha256=found.sha256)
    return found


def _keep(session: Session, viewer: Viewer, number: int, name: str, sealed: Sealed) -> None:
    case = hold_case(session, viewer, number)
    check_open(case)
    check_room(session, CaseFile.case_id == number, "案件")
    by = session.get_one(Account, viewer.account_id)
    file = CaseFile(case_id=number, **sealed.columns(name, by))
    session.add(file)
    session.flush()
    write(session, case, CaseEntryKind.FILE, by, sealed.in_words(name), clock.now())
    details = {"file": file.id, "sha256": sealed.sha256, "size": sealed.size}
    record_in(session, EventName.CASE_FILE_ADDED, viewer.actor, number, **details)
