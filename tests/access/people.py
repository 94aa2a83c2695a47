"""People as the matrix needs them: each at one stage of the way in, with the session that goes with it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from itertools import count

from sqlalchemy.orm import Session

from models import clock
from models.accounts import sessions
from models.accounts.account import Account, AccountState, Role
from models.accounts.login_ids import fold_login_id
from models.accounts.outcomes import SignedIn
from models.accounts.sign_in_session import Rung, SignInSession
from models.accounts.visit import Visit
from models.consent import consents
from models.organisations.kinds import OrganisationKind, Standing
from models.organisations.organisation import Organisation

_numbers = count(2000)
ELSEWHERE = "elsewhere"
"""A session's consent mark that no text in force has."""


@dataclass(frozen=True)
class SignedInPerson:
    """One person and the session in their browser, both as they stood when signing in."""

    account: Account
    sign_in: SignInSession
    token: str


def new_account(
    session: Session,
    *,
    kind: OrganisationKind = OrganisationKind.BUREAU,
    role: Role = Role.MEMBER,
    scope: str = "C",
    login_id: str = "",
) -> Account:
    """An account in use, in an organisation of its own."""
    now = clock.now()
    login_id = login_id or f"person-{next(_numbers)}"
    organisation = Organisation(
        kind_code=kind.value, name=f"{kind.label} {login_id}", scope_code=scope, laws=[], created_at=now
    )
    session.add(organisation)
    session.flush()
    account = Account(
        login_id=login_id,
        folded_id=fold_login_id(login_id),
        organisation_id=organisation.id,
        role_code=role.value,
        person_name="試験 太郎",
        email=f"{login_id}@saiene.example",
        state_code=AccountState.ACTIVE.value,
        issued_at=now,
        last_signed_in_at=now,
    )
    session.add(account)
    session.flush()
    return account


def signed_in(session: Session, account: Account, rung: Rung, browser: str = "Visitor/1.0") -> SignedInPerson:
    """The person with a session on this rung, reached by the domain's own steps."""
    now, visit = clock.now(), Visit(address="127.0.0.1", user_agent=browser)
    token, sign_in = sessions.begin(session, account.id, visit, "", now)
    if rung >= Rung.SECOND_FACTOR:
        token = sessions.move_up(session, sign_in, Rung.SECOND_FACTOR, now, proved_at=now) or ""
    if rung >= Rung.CONSENT:
        asked = consents.asked_of(session, sign_in, clock.today())
        outcome = consents.accept(session, visit, sign_in, asked.shown, [item.code for item in asked.text.items])
        assert isinstance(outcome, SignedIn)
        token = outcome.token
    return SignedInPerson(account, sign_in, token)


def stop(person: SignedInPerson) -> None:
    person.account.state_code = AccountState.STOPPED.value


def strike_off(person: SignedInPerson) -> None:
    person.account.state_code = AccountState.STRUCK_OFF.value


def make_dormant(person: SignedInPerson) -> None:
    """In use, but not seen for longer than an account may sleep."""
    person.account.state_code, person.account.stop_reason = AccountState.ACTIVE.value, ""
    person.account.last_signed_in_at = clock.now() - timedelta(days=190)


def bar_organisation(person: SignedInPerson) -> None:
    person.account.organisation.standing_code = Standing.BARRED.value


def close_organisation(person: SignedInPerson) -> None:
    person.account.organisation.standing_code = Standing.CLOSED.value


def stop_kind(person: SignedInPerson) -> None:
    """The emergency stop: every organisation of the kind, the person's among them."""
    person.account.organisation.kind_standing.stopped_at = clock.now()


def leave_roll_call_unanswered(person: SignedInPerson) -> None:
    """The last moment to answer for them has come, and no job has written it down."""
    person.account.roll_call_due_at = clock.now()


def begin_tomorrow(person: SignedInPerson) -> None:
    person.account.starts_on = clock.today() + timedelta(days=1)


def end_yesterday(person: SignedInPerson) -> None:
    person.account.ends_on = clock.today() - timedelta(days=1)


def agree_to_an_older_text(person: SignedInPerson) -> None:
    person.sign_in.consent_version = ELSEWHERE


def neglect_training(person: SignedInPerson) -> None:
    """The account is older than it can be without a course passed."""
    person.account.issued_at = clock.now() - timedelta(days=400)


def end_session(person: SignedInPerson) -> None:
    person.sign_in.ended_at = clock.now()


def leave_idle(person: SignedInPerson) -> None:
    person.sign_in.last_seen_at = clock.now() - sessions.IDLE


def use_from_elsewhere(person: SignedInPerson) -> None:
    """The cookie turns up on another network."""
    person.sign_in.address = "203.0.113.9"


def let_proof_fade(person: SignedInPerson) -> None:
    person.sign_in.proved_at = clock.now() - sessions.PROOF_LASTS


Change = Callable[[SignedInPerson], None]
"""What happens to a person after they signed in: it must count at the very next request."""
