"""Which applications somebody may look at: those who manage people all of them, responsible persons their own."""

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, joinedload

from models.access.permissions import Permission
from models.access.viewer import Viewer
from models.errors import NotFound
from models.lists import ListFilter, ListSpec, contains, equals
from models.organisations.kinds import kinds_in_use
from models.organisations.organisation import Organisation
from models.people.request import AccountRequest, RequestState

STATES = [(one, one.label) for one in RequestState if one is not RequestState.DRAFT]


def requests_of(viewer: Viewer) -> ListSpec[AccountRequest]:
    """The list, newest first."""
    everywhere = (
        (
            ListFilter("organisation", "組織の名称", contains(Organisation.name)),
            ListFilter(
                "kind", "組織の種類", equals(Organisation.kind_code), [(one, one.label) for one in kinds_in_use()]
            ),
        )
        if Permission.PEOPLE_LOOK in viewer.permissions
        else ()
    )
    return ListSpec(
        _visible(viewer).options(joinedload(AccountRequest.applicant)),
        AccountRequest.id,
        {
            "at": AccountRequest.applied_at,
            "name": AccountRequest.person_name,
            "organisation": Organisation.name,
        },
        (
            ListFilter("state", "状態", equals(AccountRequest.state_code), STATES),
            ListFilter("q", "氏名・メールアドレス", contains(AccountRequest.person_name, AccountRequest.email)),
            *everywhere,
        ),
        descending=True,
    )


def request_for(session: Session, viewer: Viewer, number: int) -> AccountRequest:
    """One of them. Raises ``NotFound``, for one that is not theirs to see too."""
    chosen = _visible(viewer).where(AccountRequest.id == number).execution_options(populate_existing=True)
    found = session.scalar(chosen)
    if found is None:
        raise NotFound
    return found


def _visible(viewer: Viewer) -> Select[AccountRequest]:
    sent = AccountRequest.state_code != RequestState.DRAFT.value
    statement = select(AccountRequest).join(AccountRequest.organisation).where(sent)
    if Permission.PEOPLE_LOOK in viewer.permissions:
        return statement
    own = AccountRequest.applied_by == viewer.actor.account_id
    if Permission.DESK in viewer.permissions:
        own = or_(own, AccountRequest.organisation_id == viewer.actor.organisation_id)
    return statement.where(own)
