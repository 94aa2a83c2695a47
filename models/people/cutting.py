"""Cutting many accounts off at once, in a handful of statements however many they are (M8, M16)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select, update
from sqlalchemy.orm import Session, contains_eager

from models import clock
from models.accounts import sessions
from models.accounts.account import Account, AccountState, Role
from models.accounts.links import OneTimeLink, links_usable_at
from models.accounts.sessions import EndReason
from models.accounts.sign_in_session import SignInSession
from models.accounts.standing import not_past_last_day
from models.db import changed_rows
from models.jobs.job import Job, JobState
from models.organisations.organisation import Organisation
from models.people.request import OPEN, AccountRequest, RequestState

MOST_NAMED = 100
_LIVING = (AccountState.ISSUED.value, AccountState.ACTIVE.value)


@dataclass(frozen=True, slots=True)
class Reach:
    """Who and what is cut off: accounts in use, living sessions, links that still open something, applications, jobs
    under way."""

    accounts: int
    sessions: int
    links: int
    requests: int
    jobs: int


def accounts_in(*organisations: int) -> Select[int]:
    """The ids of the accounts of these organisations."""
    return select(Account.id).where(Account.organisation_id.in_(organisations))


def reach_of(session: Session, accounts: Select[int], organisations: Select[int]) -> Reach:
    """What a stop of these accounts, and of these organisations, would cut off at this moment.

    What the clock has ended counts as ended, whether anybody has written it down or not.
    """
    now = clock.now()

    def count(*conditions: object) -> int:
        return session.scalar(select(func.count()).where(*conditions)) or 0  # type: ignore[arg-type]

    return Reach(
        accounts=count(Account.id.in_(accounts), Account.state_code.in_(_LIVING)),
        sessions=count(SignInSession.account_id.in_(accounts), sessions.alive_at(now)),
        links=count(OneTimeLink.account_id.in_(accounts), links_usable_at(now)),
        requests=count(AccountRequest.organisation_id.in_(organisations), AccountRequest.state_code.in_(OPEN)),
        jobs=count(Job.account_id.in_(accounts), Job.state_code.in_([JobState.QUEUED, JobState.RUNNING])),
    )


def people_cut(session: Session, accounts: Select[int]) -> Sequence[Account]:
    """The first hundred of those in use who would be cut off, by organisation and name, for a preview."""
    chosen = (
        select(Account)
        .join(Account.organisation)
        .options(contains_eager(Account.organisation))
        .where(Account.id.in_(accounts), Account.state_code.in_(_LIVING))
        .order_by(Organisation.name, Account.person_name, Account.id)
    )
    return session.scalars(chosen.limit(MOST_NAMED)).all()


def addresses_of(session: Session, accounts: Select[int], role: Role | None = None) -> Iterator[tuple[str, str]]:
    """Address and name of those in use among the accounts, of one role or of all: plain values, for many letters."""
    chosen = select(Account.email, Account.person_name).where(
        Account.id.in_(accounts), Account.state_code.in_(_LIVING), not_past_last_day(clock.today())
    )
    if role is not None:
        chosen = chosen.where(Account.role_code == role.value)
    for row in session.execute(chosen.order_by(Account.id)):
        yield row.email, row.person_name


def cut_off(session: Session, accounts: Select[int], why: EndReason, now: datetime) -> None:
    """End every session and link of the accounts. Running files stop at their next batch."""
    sessions.end_of_accounts(session, accounts, why, now)
    statement = update(OneTimeLink).where(OneTimeLink.account_id.in_(accounts), OneTimeLink.ended_at.is_(None))
    session.execute(statement.values(ended_at=now).execution_options(synchronize_session=False))


def give_up_requests(session: Session, organisation_id: int, why: str, now: datetime) -> int:
    """End the organisation's open applications; returns how many."""
    statement = update(AccountRequest).where(
        AccountRequest.organisation_id == organisation_id, AccountRequest.state_code.in_(OPEN)
    )
    values = {"state_code": RequestState.WITHDRAWN.value, "why": why, "decided_at": now}
    return changed_rows(session, statement.values(**values).execution_options(synchronize_session=False))
