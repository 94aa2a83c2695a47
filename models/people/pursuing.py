"""What becomes of an application by its own side: a question answered, the whole taken back."""

from sqlalchemy import ColumnElement, and_, or_
from sqlalchemy.orm import Session

from models import clock
from models.access.permissions import Permission
from models.access.viewer import Viewer
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.errors import Conflict, NotFound
from models.mail import people_letters
from models.mail.outgoing import Outgoing
from models.people.may_apply import issuers
from models.people.request import AccountRequest, RequestNote, RequestState, hold_request

_NOT_OPEN = "この申請は、すでに終わっています。"


def is_theirs(viewer: Viewer, request: AccountRequest) -> bool:
    """Whether the viewer may go on with it: they sent it, or answer for its organisation where a colleague did."""
    same = Permission.DESK in viewer.permissions and request.organisation_id == viewer.actor.organisation_id
    return same or request.applied_by == viewer.actor.account_id


def asked_back_to(viewer: Viewer) -> ColumnElement[bool]:
    """The condition that an answer is theirs to give: ``is_theirs`` for many."""
    theirs = AccountRequest.applied_by == viewer.actor.account_id
    if Permission.DESK in viewer.permissions:
        theirs = or_(theirs, AccountRequest.organisation_id == viewer.actor.organisation_id)
    return and_(AccountRequest.state_code == RequestState.ASKED_BACK.value, theirs)


def answer_question(session: Session, outgoing: Outgoing, viewer: Viewer, number: int, text: str) -> AccountRequest:
    """Answer what was asked back; those who decide on it are written to. Raises ``NotFound`` for anybody else's,
    ``Conflict``."""
    request = _own(session, viewer, number)
    if request.state is not RequestState.ASKED_BACK:
        raise Conflict(_NOT_OPEN if request.state.over else "この申請には、照会は届いていません。")
    now = clock.now()
    # Whoever answers, answers for it from now on: the one who sent it may have left.
    request.state_code, request.applied_by = RequestState.SENT.value, viewer.account_id
    session.add(RequestNote(request_id=number, at=now, by=viewer.account_id, text=text))
    session.flush()
    place, url = request.organisation.name, outgoing.url(f"/admin/requests/{number}")
    for one in issuers(session, request.role):
        if one.id != viewer.account_id:
            letter = people_letters.question_answered(one.email, one.person_name, place, request.person_name, url)
            outgoing.send(session, letter, now)
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
    if not is_theirs(viewer, request):
        raise NotFound
    return request
