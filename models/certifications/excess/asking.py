"""Asking for one file over the quota, and withdrawing what one has asked (B4)."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import clock
from models.access import door
from models.access.permissions import Permission
from models.access.viewer import Viewer
from models.accounts.account import Account
from models.accounts.lifecycle import lock_account
from models.accounts.locking import responsible_persons
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.certifications.excess.request import OPEN_FOR, ExportRequest, GoesTo, RequestState
from models.certifications.excess.telling import tell_deciders
from models.certifications.excess.visibility import own_request
from models.certifications.export_files import parameters_of
from models.certifications.export_order import Wish, check_purpose
from models.certifications.quota import Limits, OverQuota, check_quota, remaining
from models.certifications.search import count
from models.certifications.statements import listing
from models.errors import Conflict
from models.mail.outgoing import Outgoing


def ask(session: Session, outgoing: Outgoing, viewer: Viewer, wish: Wish, reason: str, limits: Limits) -> ExportRequest:
    """Lay it before who decides; they are told by letter.

    Raises ``PurposeMissing``, and ``Conflict`` when the file may be taken without, or another request waits already.
    """
    check_purpose(viewer, wish)
    account = lock_account(session, viewer.account_id)
    _check_none_waits(session, account)
    with door.reading(session, viewer) as register:
        total, _kw = count(register, wish.criteria, listing(register, wish.criteria))
        over = _what_is_over(session, viewer, total, limits)
        request = _kept(session, viewer, account, wish, reason, total, over)
        tell_deciders(session, outgoing, request)
        details = {
            "asked": request.asked,
            "total": total,
            "items": request.items,
            "purpose": request.purpose_code,
            "note": request.note,
            "format": request.format_code,
            "reason": reason,
            "over": over,
            "goes_to": request.goes_to_code,
        }
        register.note(EventName.EXPORT_REQUESTED, object=f"export-request:{request.id}", details=details)
    return request


def withdraw(session: Session, viewer: Viewer, number: int) -> ExportRequest:
    """Take one's own request back, approved or not. Raises ``Conflict`` when it is over, ``NotFound``."""
    request = own_request(session, viewer, number, held=True)
    if request.state_at(clock.now()).over:
        raise Conflict("この申請は、すでに終わっています。")
    request.state_code = RequestState.WITHDRAWN.value
    session.flush()
    event = EventName.EXPORT_REQUEST_WITHDRAWN
    details = {"asked_by": request.account_id}
    record(session, Event(event, viewer.actor, object=f"export-request:{request.id}", details=details))
    return request


def _check_none_waits(session: Session, account: Account) -> None:
    waiting = select(func.count()).where(
        ExportRequest.account_id == account.id,
        ExportRequest.state_code.in_([RequestState.ASKED.value, RequestState.APPROVED.value]),
        ExportRequest.expires_at > clock.now(),
    )
    if session.scalar(waiting):
        raise Conflict(
            "承認を待っている申請、又は承認されてまだ使っていない申請があります。先にそちらを終えてください。"
        )


def _what_is_over(session: Session, viewer: Viewer, total: int, limits: Limits) -> str:
    try:
        check_quota(remaining(session, viewer.account_id, clock.now(), limits), total, limits)
    except OverQuota as error:
        return error.limit
    raise Conflict("書き出せる範囲に収まっています。承認を求めずに、そのまま書き出してください。")


def _kept(
    session: Session, viewer: Viewer, account: Account, wish: Wish, reason: str, total: int, over: str
) -> ExportRequest:
    now = clock.now()
    request = ExportRequest(
        asker=account,
        organisation_id=account.organisation_id,
        goes_to_code=_goes_to(session, viewer, account).value,
        asked=parameters_of(wish),
        items=[item.key for item in wish.criteria.columns],
        purpose_code=wish.purpose.value,
        note=wish.note,
        format_code=wish.format.value,
        rights=viewer.rights,
        rows=total,
        reason=reason,
        over=over,
        state_code=RequestState.ASKED.value,
        asked_at=now,
        expires_at=now + OPEN_FOR,
    )
    session.add(request)
    session.flush()
    return request


def _goes_to(session: Session, viewer: Viewer, account: Account) -> GoesTo:
    """Whoever decides for others is decided for by the owner, and so is who has nobody else in that place."""
    if Permission.EXPORT_DECIDE in viewer.permissions or not responsible_persons(session, account):
        return GoesTo.OFFICERS
    return GoesTo.RESPONSIBLE
