"""Applications filled in and not yet sent: kept for their writer to check, and for a week."""

from datetime import timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from models import clock
from models.access.viewer import Viewer
from models.db import SessionFactory, begin_writing, changed_rows, one_transaction
from models.errors import NotFound
from models.people.application import Application, check_application
from models.people.may_apply import check_may_apply
from models.people.request import AccountRequest, RequestState
from models.people.succession import hold_organisation

DRAFTS_KEPT_FOR = timedelta(days=7)


def write_draft(session: Session, viewer: Viewer, organisation_id: int, asked: Application) -> AccountRequest:
    """Keep what was filled in, for its writer to check before it is sent.

    Raises ``MayNotApply``, ``WrongApplication``.
    """
    organisation = hold_organisation(session, organisation_id)
    check_may_apply(viewer, organisation, asked.role)
    check_application(session, organisation, asked)
    request = request_of(organisation_id, asked)
    request.state_code = RequestState.DRAFT.value
    request.applied_by, request.applied_at = viewer.account_id, clock.now()
    session.add(request)
    session.flush()
    return request


def request_of(organisation_id: int, asked: Application) -> AccountRequest:
    """The row that states an application, by nobody yet and in no session."""
    return AccountRequest(
        organisation_id=organisation_id,
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
    )


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
