"""Which organisations have somebody who answers for them, and which lack one they need (M6)."""

from sqlalchemy import ColumnElement, Select, and_, or_, select

from models import clock
from models.accounts.account import Account, AccountState, Role
from models.accounts.standing import not_past_last_day
from models.organisations.kinds import OFFICES
from models.organisations.organisation import Organisation

_LIVING = Account.state_code.in_([AccountState.ISSUED.value, AccountState.ACTIVE.value])


def has_responsible() -> ColumnElement[bool]:
    """The condition that an organisation has a responsible person whose account lives."""
    return Organisation.id.in_(_organisations_of(Role.RESPONSIBLE_PERSON))


def lacks_responsible() -> ColumnElement[bool]:
    """The condition that an organisation has none, and needs one.

    For the officers, the managers and the auditors the owner's officers answer: where there are no others, in the
    owner's own organisation, its contractor's and its auditors', nobody is missing.
    """
    offices = Organisation.kind_code.in_([kind.value for kind in OFFICES])
    needs = or_(~offices, Organisation.id.in_(_organisations_of(Role.MEMBER)))
    return and_(needs, ~has_responsible())


def _organisations_of(role: Role) -> Select[int]:
    return select(Account.organisation_id).where(
        Account.role_code == role.value, _LIVING, not_past_last_day(clock.today())
    )
