"""Whom a new version reaches: how many people in how many organisations will be asked again."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.accounts.account import Account, AccountState
from models.organisations.kinds import OrganisationKind, Standing
from models.organisations.organisation import Organisation

MAY_SIGN_IN = (AccountState.ISSUED.value, AccountState.ACTIVE.value)


@dataclass(frozen=True, slots=True)
class Reach:
    """Numbers of people and of their organisations."""

    people: int
    organisations: int


def reach(session: Session, kinds: Iterable[OrganisationKind]) -> Reach:
    """Everybody of these kinds who may sign in today."""
    statement = (
        select(func.count(Account.id), func.count(Account.organisation_id.distinct()))
        .join(Organisation, Organisation.id == Account.organisation_id)
        .where(
            Organisation.kind_code.in_([kind.value for kind in kinds]),
            Organisation.standing_code == Standing.ACTIVE.value,
            Account.state_code.in_(MAY_SIGN_IN),
        )
    )
    people, organisations = session.execute(statement).one()
    return Reach(people, organisations)
