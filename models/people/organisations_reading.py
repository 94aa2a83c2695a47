"""Which organisations somebody may look at: those who manage people all of them, responsible persons their own."""

from collections.abc import Sequence

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from models.access.permissions import Permission
from models.access.viewer import Viewer
from models.accounts.account import Account, AccountState, Role
from models.errors import NotFound
from models.lists import ListFilter, ListSpec, contains, equals
from models.organisations.kinds import Standing, kinds_in_use
from models.organisations.organisation import Organisation
from models.people.answered_for import has_responsible, lacks_responsible


def organisations_of(viewer: Viewer) -> ListSpec[Organisation]:
    """The list, by name."""
    return ListSpec(
        _visible(viewer),
        Organisation.id,
        {"name": Organisation.name, "kind": Organisation.kind_code, "created": Organisation.created_at},
        (
            ListFilter("q", "名称・閲覧範囲", contains(Organisation.name, func.coalesce(Organisation.scope_code, ""))),
            ListFilter("kind", "種類", equals(Organisation.kind_code), [(one, one.label) for one in kinds_in_use()]),
            ListFilter("standing", "状態", equals(Organisation.standing_code), [(one, one.label) for one in Standing]),
            ListFilter(
                "responsible",
                "責任者",
                lambda value: has_responsible() if value == "yes" else lacks_responsible(),
                (("yes", "いる"), ("no", "必要だが、いない")),
            ),
        ),
    )


def organisation_for(session: Session, viewer: Viewer, number: int) -> Organisation:
    """One of them. Raises ``NotFound``, for one that is not theirs to see too."""
    chosen = _visible(viewer).where(Organisation.id == number).execution_options(populate_existing=True)
    found = session.scalar(chosen)
    if found is None:
        raise NotFound
    return found


def every_organisation(session: Session) -> Sequence[Organisation]:
    """All of them, for the server's console."""
    return session.scalars(select(Organisation).order_by(Organisation.name)).all()


def accounts_by_state(session: Session, number: int) -> dict[AccountState, int]:
    """How many accounts an organisation has, by state."""
    counted = select(Account.state_code, func.count()).where(Account.organisation_id == number)
    found = {AccountState(row[0]): row[1] for row in session.execute(counted.group_by(Account.state_code))}
    return {state: found.get(state, 0) for state in AccountState}


def responsible_persons_in(session: Session, number: int) -> Sequence[Account]:
    """Everybody who is, or was and still could be, responsible there."""
    chosen = select(Account).where(
        Account.organisation_id == number,
        Account.role_code == Role.RESPONSIBLE_PERSON.value,
        Account.state_code != AccountState.STRUCK_OFF.value,
    )
    return session.scalars(chosen.order_by(Account.person_name, Account.id)).all()


def is_without_responsible(session: Session, number: int) -> bool:
    """Whether the organisation has no responsible person, and needs one."""
    return session.scalar(select(Organisation.id).where(Organisation.id == number, lacks_responsible())) is not None


def _visible(viewer: Viewer) -> Select[Organisation]:
    statement = select(Organisation)
    if Permission.PEOPLE_LOOK in viewer.permissions:
        return statement
    return statement.where(Organisation.id == viewer.actor.organisation_id)
