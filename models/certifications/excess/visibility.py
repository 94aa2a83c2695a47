"""Who may see a request for a file over the quota, and who may decide it. Nobody decides their own."""

from sqlalchemy import ColumnElement, and_, false, select
from sqlalchemy.orm import Session

from models.access.permissions import Permission
from models.access.viewer import Viewer
from models.certifications.excess.request import ExportRequest, GoesTo
from models.db import begin_writing
from models.errors import Forbidden, NotFound


class NotTheirsToDecide(Forbidden):
    """Another decides it."""

    def __init__(self) -> None:
        super().__init__("この申請を承認する立場にありません。")


def asked_by(viewer: Viewer) -> ColumnElement[bool]:
    """The condition that it is the viewer's own."""
    return ExportRequest.account_id == viewer.actor.account_id


def decided_by(viewer: Viewer) -> ColumnElement[bool]:
    """The condition that the viewer may look at it as somebody who decides.

    A responsible person: what members of the own organisation ask them. An officer of the owner: whatever is asked, to
    know of it; what the officers are asked is theirs to decide.
    """
    held, others = viewer.permissions, ExportRequest.account_id != viewer.actor.account_id
    if Permission.EXPORT_DECIDE not in held:
        return false()
    if Permission.DESK not in held:
        return others
    own = ExportRequest.organisation_id == viewer.actor.organisation_id
    return and_(others, own, ExportRequest.goes_to_code == GoesTo.RESPONSIBLE.value)


def check_may_decide(viewer: Viewer, request: ExportRequest) -> None:
    """Raise ``NotTheirsToDecide`` unless the viewer is the second person this request waits for."""
    held = viewer.permissions
    responsible = Permission.DESK in held and request.organisation_id == viewer.actor.organisation_id
    theirs = responsible if request.goes_to is GoesTo.RESPONSIBLE else Permission.DESK not in held
    if Permission.EXPORT_DECIDE not in held or not theirs or request.account_id == viewer.actor.account_id:
        raise NotTheirsToDecide


def own_request(session: Session, viewer: Viewer, number: int, *, held: bool = False) -> ExportRequest:
    """The viewer's own request; ``held`` until the end of the transaction. Raises ``NotFound``."""
    return _one(session, number, asked_by(viewer), held=held)


def request_to_decide(session: Session, viewer: Viewer, number: int, *, held: bool = False) -> ExportRequest:
    """The request, for whoever may look at it as one who decides; likewise."""
    return _one(session, number, decided_by(viewer), held=held)


def _one(session: Session, number: int, seen: ColumnElement[bool], *, held: bool) -> ExportRequest:
    chosen = select(ExportRequest).where(ExportRequest.id == number, seen).execution_options(populate_existing=True)
    if held:
        begin_writing(session)
        chosen = chosen.with_for_update(of=ExportRequest)
    found = session.scalar(chosen)
    if found is None:
        raise NotFound
    return found
