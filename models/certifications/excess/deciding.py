"""Approving or declining one file over the quota; and writing down what nobody decided, or used, in time (B4)."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import clock
from models.access.viewer import Viewer
from models.accounts.standing import what_bars
from models.audit.actor import Actor
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.certifications.excess.request import OPEN_FOR, ExportRequest, RequestState
from models.certifications.excess.telling import tell_asker
from models.certifications.excess.visibility import check_may_decide, request_to_decide
from models.db import SessionFactory, begin_writing, one_transaction
from models.errors import Conflict
from models.mail.outgoing import Outgoing


def approve(session: Session, outgoing: Outgoing, viewer: Viewer, number: int) -> ExportRequest:
    """Let this one file be taken, once, within a day.

    Raises ``NotTheirsToDecide``, ``Conflict`` (decided, withdrawn or expired, or its person may not use the register
    any more), ``NotFound``. Of two who press at once, one does.
    """
    request = _held(session, viewer, number)
    if what_bars(request.asker, clock.now()) is not None or request.asker.organisation_id != request.organisation_id:
        raise Conflict("申請した人は、今は利用できる状態にありません。")
    request.expires_at = clock.now() + OPEN_FOR
    _decide(session, viewer, request, RequestState.APPROVED)
    tell_asker(session, outgoing, request, approved=True)
    until = request.expires_at.isoformat()
    _record(session, EventName.EXPORT_REQUEST_APPROVED, viewer.actor, request, total=request.rows, until=until)
    return request


def decline(session: Session, outgoing: Outgoing, viewer: Viewer, number: int, why: str) -> ExportRequest:
    """Refuse it, with a reason. Raises like ``approve``."""
    request = _held(session, viewer, number)
    request.why = why
    _decide(session, viewer, request, RequestState.DECLINED)
    tell_asker(session, outgoing, request, approved=False)
    _record(session, EventName.EXPORT_REQUEST_DECLINED, viewer.actor, request, why=why)
    return request


def record_reading(session: Session, viewer: Viewer, request: ExportRequest) -> None:
    """Record that somebody has looked at what another asks for."""
    _record(session, EventName.EXPORT_REQUEST_READ, viewer.actor, request)


def tidy(sessions: SessionFactory) -> int:
    """Write down what has expired; returns how many."""
    now = clock.now()
    living = [one.value for one in RequestState if not one.over]
    due = select(ExportRequest.id).where(ExportRequest.state_code.in_(living), ExportRequest.expires_at <= now)
    with sessions() as session:
        numbers = session.scalars(due.order_by(ExportRequest.id)).all()
    return sum(_expire(sessions, number) for number in numbers)


def _expire(sessions: SessionFactory, number: int) -> bool:
    with one_transaction(sessions) as session:
        begin_writing(session)
        request = session.scalars(select(ExportRequest).where(ExportRequest.id == number).with_for_update()).one()
        was = RequestState(request.state_code)
        if was.over or request.state_at(clock.now()) is not RequestState.EXPIRED:
            return False  # another process was first
        request.state_code = RequestState.EXPIRED.value
        session.flush()
        _record(session, EventName.EXPORT_REQUEST_EXPIRED, Actor.worker(), request, was=was.value)
    return True


def _held(session: Session, viewer: Viewer, number: int) -> ExportRequest:
    request = request_to_decide(session, viewer, number, held=True)
    check_may_decide(viewer, request)
    state = request.state_at(clock.now())
    if state is not RequestState.ASKED:
        raise Conflict(f"この申請は、承認を待っていません（{state.label}）。")
    return request


def _decide(session: Session, viewer: Viewer, request: ExportRequest, state: RequestState) -> None:
    request.state_code = state.value
    request.decided_by, request.decided_at = viewer.account_id, clock.now()
    session.flush()


def _record(session: Session, name: EventName, actor: Actor, request: ExportRequest, **details: Any) -> None:
    told = {"asked_by": request.account_id, **details}
    record(session, Event(name, actor, object=f"export-request:{request.id}", details=told))
