"""Giving an approval back when its file was never made: nothing has left, so nothing was used up (B4)."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import clock
from models.audit.actor import Actor
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.certifications.excess.request import ExportRequest, RequestState
from models.certifications.export_files import ExportFile
from models.db import begin_writing


def give_back(session: Session, file_number: str) -> ExportRequest | None:
    """Let the approval that this file was to be made on be used again, until it expires.

    ``None`` where the file rests on no approval, was made, or the approval has expired meanwhile. The row is held: what
    is returned is for ``record_given_back`` once the end of the file is recorded.
    """
    begin_writing(session)
    used = select(ExportRequest).where(
        ExportRequest.file_number == file_number, ExportRequest.state_code == RequestState.USED.value
    )
    request = session.scalar(used.with_for_update(of=ExportRequest).execution_options(populate_existing=True))
    if request is None or clock.now() >= request.expires_at:
        return None
    if session.scalar(select(ExportFile.made_at).where(ExportFile.number == file_number)) is not None:
        return None
    request.state_code, request.file_number = RequestState.APPROVED.value, None
    session.flush()
    return request


def record_given_back(session: Session, actor: Actor, request: ExportRequest | None, file_number: str) -> None:
    """Record that an approval can be used again; nothing for none."""
    if request is None:
        return
    details = {"asked_by": request.account_id, "file_number": file_number, "until": request.expires_at.isoformat()}
    about = f"export-request:{request.id}"
    record(session, Event(EventName.EXPORT_REQUEST_GIVEN_BACK, actor, object=about, details=details))
