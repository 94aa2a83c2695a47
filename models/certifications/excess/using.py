"""Taking the one file that was approved: exactly this list, no more rows, once, with the rights of this moment (B4)."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from models import clock
from models.access.viewer import Viewer
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.certifications import export_files
from models.certifications.criteria import read_criteria
from models.certifications.excess.request import ExportRequest, RequestState
from models.certifications.excess.visibility import own_request
from models.certifications.export_files import Keeping
from models.certifications.export_order import Wish
from models.certifications.quota import needs_proof
from models.errors import Conflict
from models.monitoring.in_line import StoppedByDetection


class MoreThanApproved(Conflict):
    """The list has grown since it was asked for."""

    def __init__(self) -> None:
        super().__init__("申請の後に一覧の件数が増え、承認された件数を超えました。もう一度申請してください。")


@dataclass(frozen=True, slots=True)
class Approved:
    """The allowance of an approval: so many rows, whatever the quota says."""

    rows: int

    def check(self, _session: Session, _account_id: int, _at: datetime, rows: int) -> None:
        """Raise ``MoreThanApproved`` for more."""
        if rows > self.rows:
            raise MoreThanApproved


def wants_code(session: Session, viewer: Viewer, number: int) -> bool:
    """Whether a code has to be given again before the approved file is taken, as before any. Raises ``NotFound``."""
    request = own_request(session, viewer, number)
    return needs_proof(session, viewer.account_id, clock.now(), request.rows)


def use(session: Session, viewer: Viewer, number: int, keeping: Keeping, *, proved: bool) -> str:
    """Record the export and let a job make the file; returns its number. It counts against the day's quota.

    ``proved``: a code was given lately.

    Raises ``Conflict`` (not approved, expired, used already, other rights by now, more rows), ``ProofNeeded``,
    ``NotFound``, and ``StoppedByDetection``: an approval by another person is no reason to look away.
    """
    request = own_request(session, viewer, number, held=True)
    state = request.state_at(clock.now())
    if state is not RequestState.APPROVED:
        raise Conflict(f"この申請では、ファイルを書き出せません（{state.label}）。")
    if viewer.rights != request.rights or viewer.actor.organisation_id != request.organisation_id:
        raise Conflict("申請の後に、閲覧できる範囲が変わりました。もう一度申請してください。")
    # The row is held: it is written before the trail's last link is.
    request.state_code = RequestState.USED.value
    session.flush()
    try:
        wish, approved = _wish(request, viewer), Approved(request.rows)
        file_number = export_files.ask(session, viewer, wish, approved, keeping, proved=proved)
    except StoppedByDetection:
        request.state_code = RequestState.APPROVED.value  # what the stop has written is kept, and nothing was taken
        session.flush()
        raise
    request.file_number = file_number
    session.flush()
    details = {"asked_by": request.account_id, "file_number": file_number, "rows": request.rows}
    event = Event(EventName.EXPORT_REQUEST_USED, viewer.actor, object=f"export-request:{number}", details=details)
    record(session, event)
    return file_number


def _wish(request: ExportRequest, viewer: Viewer) -> Wish:
    criteria = read_criteria(request.asked, viewer.items)
    return Wish(criteria, request.purpose, request.note, request.format)
