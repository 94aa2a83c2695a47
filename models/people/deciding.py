"""Deciding on an application: ask back, refuse, or issue. Whoever applied never decides (M6)."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import clock
from models.access.permissions import Permission
from models.access.viewer import Viewer
from models.accounts.account import Account, Role
from models.accounts.creation import NewAccount, create_account, new_login_id
from models.accounts.lifecycle import lock_account
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.db import begin_writing
from models.errors import Conflict, Forbidden, check_any
from models.mail import people_letters
from models.mail.outgoing import Outgoing
from models.people.application import holder_of
from models.people.changing import LABELS, record_change
from models.people.checks import checks_of, why_not_issuable
from models.people.may_apply import PRIVILEGED
from models.people.request import AccountRequest, RequestNote, RequestState, hold_request
from models.people.succession import hold_organisation
from models.people.telling import tell
from models.people.transfer import hold_former, succeed


class ApplicantDecides(Forbidden):
    """Whoever applied, and whoever is applied for, cannot decide."""

    def __init__(self) -> None:
        super().__init__("自分が申請したもの、自分についての申請は、自分では決められません。別の担当者が確認します。")


class MayNotDecide(Forbidden):
    """The application is another role's to decide."""

    def __init__(self) -> None:
        super().__init__("この申請を決める権限がありません。")


def check_may_decide(viewer: Viewer, request: AccountRequest) -> None:
    """Raise ``MayNotDecide`` or ``ApplicantDecides`` unless ``viewer`` may decide on the application."""
    privileged = request.role in PRIVILEGED
    needed = Permission.PRIVILEGED_ACCOUNT_APPLY if privileged else Permission.REQUEST_DECIDE
    if needed not in viewer.permissions:
        raise MayNotDecide
    if viewer.actor.account_id in {request.applied_by, request.appoints_id}:
        raise ApplicantDecides


def why_not_decided(viewer: Viewer, request: AccountRequest) -> str:
    """Why the application is not this person's to decide now; empty when it is."""
    try:
        check_may_decide(viewer, request)
    except Forbidden as error:
        return error.reason
    return f"この申請は「{request.state.label}」です。" if request.state.over else ""


def ask_back(session: Session, outgoing: Outgoing, viewer: Viewer, number: int, text: str) -> AccountRequest:
    """Ask whoever applied a question; the application waits for the answer."""
    request = _open(session, viewer, number)
    now = clock.now()
    request.state_code = RequestState.ASKED_BACK.value
    session.add(RequestNote(request_id=number, at=now, by=viewer.account_id, text=text))
    session.flush()
    _answer(session, outgoing, request, "確認したいことがあります。画面を開いて回答してください。")
    record(session, Event(EventName.REQUEST_ASKED_BACK, viewer.actor, object=f"request:{number}"))
    return request


def refuse(session: Session, outgoing: Outgoing, viewer: Viewer, number: int, why: str) -> AccountRequest:
    """Refuse it, with a reason."""
    request = _open(session, viewer, number)
    _decide(session, viewer, request, RequestState.REFUSED, why)
    _answer(session, outgoing, request, f"発行しませんでした。理由：{why}")
    record(session, Event(EventName.REQUEST_REFUSED, viewer.actor, object=f"request:{number}", details={"why": why}))
    return request


def issue(session: Session, outgoing: Outgoing, viewer: Viewer, number: int) -> Account:
    """Issue the account and mail its set-up link to the registered address; or make the member a responsible person.

    Somebody who comes from another organisation leaves the account there behind for ever (``transfer``).

    Raises ``MayNotDecide``, ``ApplicantDecides``, ``Conflict`` (a check that blocks, or over), ``NotFound``. Of two who
    press at once, one issues. The organisation is held, so that a ban at the same moment either comes after and stops
    the new account, or before and keeps it from being issued.
    """
    request = _open(session, viewer, number)
    hold_former(session, request)
    if reason := why_not_issuable(checks_of(session, request)):
        raise Conflict(reason)
    account = (
        _appoint(session, outgoing, viewer, request)
        if request.appoints_id
        else _create(session, outgoing, viewer, request)
    )
    request.account_id = account.id
    _decide(session, viewer, request, RequestState.ISSUED)
    _answer(session, outgoing, request, f"ID {account.login_id} を発行しました。")
    last = account.ends_on.isoformat() if account.ends_on else None
    details = {"login_id": account.login_id, "applied_by": request.applied_by, "ends_on": last}
    record(session, Event(EventName.REQUEST_ISSUED, viewer.actor, object=f"request:{number}", details=details))
    return account


def issue_all(session: Session, outgoing: Outgoing, viewer: Viewer, numbers: Sequence[int]) -> int:
    """Issue several, all or none; returns how many. Raises like ``issue``, naming the application that cannot be.

    Every organisation, application and former account is held before anything is recorded, for the trail's head is
    held after that.
    """
    held = _hold_all(session, numbers)
    hold_former(session, *held)
    for number in [one.id for one in held]:
        try:
            issue(session, outgoing, viewer, number)
        except Conflict as error:
            raise Conflict(f"申請 {number} を発行できないため、どれも発行していません。{error.reason}") from error
    return len(held)


def refuse_all(session: Session, outgoing: Outgoing, viewer: Viewer, numbers: Sequence[int], why: str) -> int:
    """Refuse several for one reason, all or none; returns how many. Raises like ``refuse``."""
    held = _hold_all(session, numbers)
    for one in held:
        try:
            refuse(session, outgoing, viewer, one.id, why)
        except Conflict as error:
            raise Conflict(f"申請 {one.id} を却下できないため、どれも却下していません。{error.reason}") from error
    return len(held)


def _hold_all(session: Session, numbers: Sequence[int]) -> list[AccountRequest]:
    check_any(numbers)
    begin_writing(session)
    ids = sorted(set(numbers))
    chosen = select(AccountRequest.organisation_id).where(AccountRequest.id.in_(ids)).distinct()
    for organisation_id in sorted(session.scalars(chosen)):
        hold_organisation(session, organisation_id)
    return [hold_request(session, number) for number in ids]


def _open(session: Session, viewer: Viewer, number: int) -> AccountRequest:
    request = hold_request(session, number)
    check_may_decide(viewer, request)
    if request.state.over:
        raise Conflict("この申請は、すでに決められています。")
    return request


def _create(session: Session, outgoing: Outgoing, viewer: Viewer, request: AccountRequest) -> Account:
    new = NewAccount(
        login_id=new_login_id(session, request.organisation.kind),
        organisation=request.organisation,
        role=request.role,
        person_name=request.person_name,
        email=request.email,
        department=request.department,
        unit=request.unit,
        duty=request.duty,
        telephone=request.telephone,
        starts_on=request.starts_on,
        ends_on=request.ends_on,
    )
    account = create_account(session, outgoing.box, viewer.actor, new, outgoing.public_url)
    succeed(session, outgoing, viewer.actor, request, account)
    # The trail's head is held now: of two who issue for one address at once, the second sees the first here.
    if holder_of(session, request.email, other_than=account.id) is not None:
        raise Conflict("このメールアドレスは、ほかのアカウントで使われています。")
    return account


def _appoint(session: Session, outgoing: Outgoing, viewer: Viewer, request: AccountRequest) -> Account:
    account = lock_account(session, request.appoints_id or 0)
    changes = [["役割", account.role.label, Role.RESPONSIBLE_PERSON.label]]
    if account.telephone != request.telephone:
        changes.append([LABELS["telephone"], account.telephone, request.telephone])
    account.role_code, account.telephone = Role.RESPONSIBLE_PERSON.value, request.telephone
    session.flush()
    tell(
        session, outgoing, account, "システム利用責任者になりました", "システム利用責任者に登録しました。", clock.now()
    )
    record_change(session, viewer.actor, account, f"申請 {request.id} による", changes)
    return account


def _decide(session: Session, viewer: Viewer, request: AccountRequest, state: RequestState, why: str = "") -> None:
    request.state_code, request.why = state.value, why
    request.decided_by, request.decided_at = viewer.account_id, clock.now()
    session.flush()


def _answer(session: Session, outgoing: Outgoing, request: AccountRequest, sentence: str) -> None:
    applicant = session.get_one(Account, request.applied_by)
    url = outgoing.url(f"/admin/requests/{request.id}")
    letter = people_letters.request_answered(applicant.email, applicant.person_name, request.person_name, sentence, url)
    outgoing.send(session, letter, clock.now())
