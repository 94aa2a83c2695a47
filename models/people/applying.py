"""Applying for accounts: responsible persons for their organisation, the owner's officer for the first of them (M6)."""

from sqlalchemy.orm import Session

from models import clock
from models.access.viewer import Viewer
from models.accounts.account import Account, AccountState, Role
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.db import begin_writing
from models.errors import Conflict, NotFound
from models.mail import people_letters
from models.mail.outgoing import Outgoing
from models.organisations.organisation import Organisation
from models.people.application import Application, check_application
from models.people.may_apply import check_may_apply, issuers
from models.people.request import AccountRequest, RequestState
from models.people.request_drafts import application_of, own_draft, request_of
from models.people.succession import hold_organisation


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
    session: Session, outgoing: Outgoing, viewer: Viewer, organisation_id: int, asked: Application
) -> AccountRequest:
    """Write and send at once. Raises ``MayNotApply``, ``WrongApplication``."""
    organisation = hold_organisation(session, organisation_id)
    check_may_apply(viewer, organisation, asked.role)
    check_application(session, organisation, asked)
    return send_checked(session, outgoing, viewer, organisation, asked)


def send_checked(
    session: Session,
    outgoing: Outgoing,
    viewer: Viewer,
    organisation: Organisation,
    asked: Application,
    *,
    batch: str = "",
    told: bool = True,
) -> AccountRequest:
    """The same for what was found to be right since the organisation is held: of a file each line is checked once.

    ``batch`` names the file; ``told`` writes those who issue accounts a letter.
    """
    request = request_of(organisation.id, asked)
    request.batch = batch
    return _send(session, outgoing, viewer, organisation, request, told=told)


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
    asked = _as_responsible_person(account, telephone)
    check_application(session, organisation, asked)
    request = request_of(organisation.id, asked)
    request.appoints_id = account.id
    return _send(session, outgoing, viewer, organisation, request, told=True)


def _as_responsible_person(account: Account, telephone: str) -> Application:
    return Application(
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
