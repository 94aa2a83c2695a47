"""Applying for accounts: responsible persons for their organisation, the owner's officer for the first of them (M6)."""

from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from models import clock
from models.access.permissions import Permission
from models.access.viewer import Viewer
from models.accounts.account import Account, AccountState, Role
from models.accounts.creation import ONLY_IN
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.db import SessionFactory, begin_writing, changed_rows, one_transaction
from models.errors import Conflict, Forbidden, NotFound
from models.mail import people_letters
from models.mail.outgoing import Outgoing
from models.organisations.organisation import Organisation
from models.people.application import Application, check_application
from models.people.request import AccountRequest, RequestNote, RequestState, hold_request
from models.people.succession import hold_organisation

PRIVILEGED = frozenset({Role.SYSTEM_MANAGER, Role.OWNER_OFFICER, Role.AUDITOR})
DRAFTS_KEPT_FOR = timedelta(days=7)
_NOT_OPEN = "この申請は、すでに終わっています。"


class MayNotApply(Forbidden):
    """The account is not this person's to apply for."""

    def __init__(self) -> None:
        super().__init__("この組織のアカウントを申請する権限がありません。")


def roles_to_apply_for(viewer: Viewer, organisation: Organisation) -> tuple[Role, ...]:
    """The roles this person may apply for in the organisation; none when it is not theirs.

    The owner's officer names the first responsible person, and the people of the owner, its contractor and auditors.
    """
    if Permission.PRIVILEGED_ACCOUNT_APPLY in viewer.permissions:
        own = tuple(role for role, kind in ONLY_IN.items() if kind is organisation.kind)
        return (*own, Role.RESPONSIBLE_PERSON)
    if Permission.DESK in viewer.permissions and organisation.id == viewer.actor.organisation_id:
        return (Role.MEMBER, Role.RESPONSIBLE_PERSON)
    return ()


def check_may_apply(viewer: Viewer, organisation: Organisation, role: Role) -> None:
    """Raise ``MayNotApply`` unless ``viewer`` may apply for an account of this role there."""
    if role not in roles_to_apply_for(viewer, organisation):
        raise MayNotApply


def write_draft(
    session: Session, viewer: Viewer, organisation_id: int, asked: Application, batch: str = ""
) -> AccountRequest:
    """Keep what was filled in, for its writer to check before it is sent.

    Raises ``MayNotApply``, ``WrongApplication``.
    """
    organisation = hold_organisation(session, organisation_id)
    check_may_apply(viewer, organisation, asked.role)
    check_application(session, organisation, asked)
    request = AccountRequest(
        organisation_id=organisation_id,
        state_code=RequestState.DRAFT.value,
        applied_by=viewer.account_id,
        applied_at=clock.now(),
        role_code=asked.role.value,
        unit=asked.unit,
        department=asked.department.strip(),
        person_name=asked.person_name.strip(),
        email=asked.email,
        telephone=asked.telephone.strip(),
        duty=asked.duty.strip(),
        starts_on=asked.starts_on,
        ends_on=asked.ends_on,
        former_id=asked.former_id.strip(),
        batch=batch,
    )
    session.add(request)
    session.flush()
    return request


def own_draft(session: Session, viewer: Viewer, number: int) -> AccountRequest:
    """A draft of one's own. Raises ``NotFound``, for another's and for one that was sent too."""
    found = session.get(AccountRequest, number, populate_existing=True)
    if found is None or found.state is not RequestState.DRAFT or found.applied_by != viewer.actor.account_id:
        raise NotFound
    return found


def drop_draft(session: Session, viewer: Viewer, number: int) -> None:
    """Take a draft away: what is filled in anew takes its place. Nothing when there is none."""
    session.execute(
        delete(AccountRequest).where(
            AccountRequest.id == number,
            AccountRequest.state_code == RequestState.DRAFT.value,
            AccountRequest.applied_by == viewer.actor.account_id,
        )
    )


def forget_drafts(sessions: SessionFactory) -> int:
    """Throw away what nobody has sent for a week; returns how many."""
    old = clock.now() - DRAFTS_KEPT_FOR
    with one_transaction(sessions) as session:
        begin_writing(session)
        statement = delete(AccountRequest).where(
            AccountRequest.state_code == RequestState.DRAFT.value, AccountRequest.applied_at < old
        )
        return changed_rows(session, statement)


def send(session: Session, outgoing: Outgoing, viewer: Viewer, number: int) -> AccountRequest:
    """Send a draft of one's own to those who issue accounts. Pressed twice, sent once.

    Raises ``NotFound``, ``MayNotApply``, ``WrongApplication`` (what has changed since it was written).
    """
    begin_writing(session)
    organisation = hold_organisation(session, own_draft(session, viewer, number).organisation_id)
    request = own_draft(session, viewer, number)  # another press may have sent it meanwhile
    check_may_apply(viewer, organisation, request.role)
    check_application(session, organisation, application_of(request))
    return _send(session, outgoing, viewer, organisation, request, told=True)


def apply(
    session: Session,
    outgoing: Outgoing,
    viewer: Viewer,
    organisation_id: int,
    asked: Application,
    *,
    batch: str = "",
    told: bool = True,
) -> AccountRequest:
    """Write and send at once. ``told`` writes those who issue accounts a letter. Raises like ``write_draft``."""
    request = write_draft(session, viewer, organisation_id, asked, batch)
    return _send(session, outgoing, viewer, request.organisation, request, told=told)


def application_of(request: AccountRequest) -> Application:
    """What an application states."""
    return Application(
        role=request.role,
        person_name=request.person_name,
        department=request.department,
        email=request.email,
        duty=request.duty,
        starts_on=request.starts_on,
        unit=request.unit,
        telephone=request.telephone,
        former_id=request.former_id,
        ends_on=request.ends_on,
    )


def apply_for_appointment(
    session: Session, outgoing: Outgoing, viewer: Viewer, account_id: int, telephone: str
) -> AccountRequest:
    """Apply that a member of the organisation becomes a responsible person too.

    Raises ``MayNotApply``, ``NotFound``, ``Conflict`` (is one already, or not in use), ``WrongApplication``.
    """
    begin_writing(session)
    found = session.get(Account, account_id)
    if found is None:
        raise NotFound
    organisation = hold_organisation(session, found.organisation_id)
    account = session.get_one(Account, account_id, populate_existing=True)
    check_may_apply(viewer, organisation, Role.RESPONSIBLE_PERSON)
    if account.role is not Role.MEMBER or account.state is not AccountState.ACTIVE:
        raise Conflict("責任者にできるのは、利用中の利用者だけです。")
    asked = Application(
        Role.RESPONSIBLE_PERSON,
        account.person_name,
        account.department or "―",
        account.email,
        account.duty or "システム利用責任者",
        clock.today(),
        account.unit,
        telephone,
        ends_on=account.ends_on,
    )
    check_application(session, organisation, asked)
    request = AccountRequest(
        organisation_id=organisation.id,
        role_code=asked.role.value,
        unit=asked.unit,
        department=asked.department,
        person_name=asked.person_name,
        email=asked.email,
        telephone=telephone.strip(),
        duty=asked.duty,
        starts_on=asked.starts_on,
        ends_on=asked.ends_on,
        appoints_id=account.id,
    )
    return _send(session, outgoing, viewer, organisation, request, told=True)


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


def _send(
    session: Session,
    outgoing: Outgoing,
    viewer: Viewer,
    organisation: Organisation,
    request: AccountRequest,
    *,
    told: bool,
) -> AccountRequest:
    now = clock.now()
    request.state_code, request.applied_by, request.applied_at = RequestState.SENT.value, viewer.account_id, now
    session.add(request)
    session.flush()
    if told:
        url = outgoing.url(f"/admin/requests/{request.id}")
        for one in issuers(session, request.role):
            if one.id != request.applied_by:
                letter = people_letters.request_sent(
                    one.email, one.person_name, organisation.name, request.person_name, url
                )
                outgoing.send(session, letter, now)
    details = {
        "organisation": organisation.name,
        "role": request.role_code,
        "appoints": request.appoints_id,
        "batch": request.batch,
    }
    record(session, Event(EventName.REQUEST_SENT, viewer.actor, object=f"request:{request.id}", details=details))
    return request


def issuers(session: Session, role: Role) -> list[Account]:
    """Those who decide on applications for this role: the system managers, or for privileged roles the officers."""
    by = Role.OWNER_OFFICER if role in PRIVILEGED else Role.SYSTEM_MANAGER
    chosen = select(Account).where(Account.role_code == by.value, Account.state_code == AccountState.ACTIVE.value)
    return list(session.scalars(chosen.order_by(Account.id)))
