"""An organisation is never without a responsible person: the last one goes when a successor is there (M6)."""

from datetime import datetime

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from models import clock
from models.accounts.account import Account, AccountState, Role
from models.accounts.standing import what_bars
from models.db import begin_writing
from models.errors import Conflict
from models.organisations.kind_standing import KindStanding
from models.organisations.kinds import Standing
from models.organisations.organisation import Organisation


class LastResponsiblePerson(Conflict):
    """Nobody else could act for the organisation."""

    def __init__(self) -> None:
        super().__init__(
            "この組織の最後のシステム利用責任者です。後任の責任者がサインインして利用を始めてから、もう一度行ってください。"
            "後任の責任者に利用の最終日があるときは、この人の最終日以後の日に延ばしてください。"
        )


def hold_organisation(session: Session, organisation_id: int) -> Organisation:
    """The organisation as it is now, held until the end of the transaction: whoever changes its people waits here."""
    begin_writing(session)
    chosen = select(Organisation).where(Organisation.id == organisation_id).with_for_update(of=Organisation)
    return session.execute(chosen.execution_options(populate_existing=True)).scalar_one()


def working_responsible_persons(session: Session, organisation_id: int) -> list[Account]:
    """Those who can act at this moment: signed in at least once, and kept out by nothing."""
    chosen = select(Account).where(
        Account.organisation_id == organisation_id,
        Account.role_code == Role.RESPONSIBLE_PERSON.value,
        Account.state_code == AccountState.ACTIVE.value,
    )
    found = session.scalars(chosen.order_by(Account.id).execution_options(populate_existing=True))
    now = clock.now()
    return [account for account in found if what_bars(account, now) is None]


def looked_after(now: datetime) -> Select[int]:
    """The ids of the organisations in which a responsible person can act: ``working_responsible_persons`` for all.

    Whoever has become dormant counts until that is written down, within the hour.
    """
    today = clock.day_in_japan(now)
    return (
        select(Account.organisation_id)
        .join(Organisation, Organisation.id == Account.organisation_id)
        .join(KindStanding, KindStanding.kind_code == Organisation.kind_code)
        .where(
            Account.role_code == Role.RESPONSIBLE_PERSON.value,
            Account.state_code == AccountState.ACTIVE.value,
            or_(Account.starts_on.is_(None), Account.starts_on <= today),
            or_(Account.ends_on.is_(None), Account.ends_on >= today),
            Organisation.standing_code == Standing.ACTIVE.value,
            KindStanding.stopped_at.is_(None),
        )
    )


def check_not_last(session: Session, account: Account) -> None:
    """Raise ``LastResponsiblePerson`` if the organisation could not do without this account.

    Somebody else has to work there, and at least as long as this account would: an account ends by the clock on its
    last day, and nobody is asked then. Whoever makes a responsible person go, or go sooner, asks this before.
    The caller holds the organisation (``hold_organisation``), so that two cannot both leave at once.
    """
    if account.role is not Role.RESPONSIBLE_PERSON or account.state is not AccountState.ACTIVE:
        return
    others = [one for one in working_responsible_persons(session, account.organisation_id) if one.id != account.id]
    if not any(_stays_as_long(one, account) for one in others):
        raise LastResponsiblePerson


def _stays_as_long(other: Account, account: Account) -> bool:
    if other.ends_on is None:
        return True
    return account.ends_on is not None and other.ends_on >= account.ends_on
