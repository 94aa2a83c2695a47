"""What becomes of an application by its own side: a question answered, the whole taken back."""

from sqlalchemy.orm import Session

from models import clock
from models.access.permissions import Permission
from models.access.viewer import Viewer
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.errors import Conflict, NotFound
from models.people.request import AccountRequest, RequestNote, RequestState, hold_request

_NOT_OPEN = "この申請は、すでに終わっています。"


def answer_question(session: Session, viewer: Viewer, number: int, text: str) -> AccountRequest:
    """Answer what the system manager asked back. Raises ``NotFound`` for anybody else's, ``Conflict``."""
    request = _own(session, viewer, number)
    if request.state is not RequestState.ASKED_BACK:
        raise Conflict(_NOT_OPEN if request.state.over else "この申請には、照会は届いていません。")
    now = clock.now()
    # Whoever answers, answers for it from now on: the one who sent it may have left.
    request.state_code, request.applied_by = RequestState.SENT.value, viewer.account_id
    session.add(RequestNote(request_id=number, at=now, by=viewer.account_id, text=text))
    session.flush()
    record(session, Event(EventName.REQUEST_ANSWERED, viewer.actor, object=f"request:{number}"))
    return request


def withdraw(session: Session, viewer: Viewer, number: int) -> AccountRequest:
    """Take one's own application back. Raises ``NotFound`` for anybody else's, ``Conflict``."""
    request = _own(session, viewer, number)
    if request.state.over:
        raise Conflict(_NOT_OPEN)
    request.state_code, request.decided_by = RequestState.WITHDRAWN.value, viewer.account_id
    request.decided_at = clock.now()
    session.flush()
    details = {"why": "applicant"}
    record(session, Event(EventName.REQUEST_WITHDRAWN, viewer.actor, object=f"request:{number}", details=details))
    return request


def _own(session: Session, viewer: Viewer, number: int) -> AccountRequest:
    request = hold_request(session, number)
    # A colleague who answers for the same organisation may go on where somebody has left.
    same = Permission.DESK in viewer.permissions and request.organisation_id == viewer.actor.organisation_id
    if not same and request.applied_by != viewer.actor.account_id:
        raise NotFound
    return request
