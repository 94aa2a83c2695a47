"""People for tests of signing in: an organisation, an account, a device whose codes can be read off."""

from datetime import UTC, datetime
from functools import cache

import pyotp
from sqlalchemy.orm import Session

from models import clock
from models.accounts import devices, second_step, sign_in
from models.accounts.account import Account, AccountState, Role
from models.accounts.creation import NewAccount, create_account
from models.accounts.outcomes import CodeAccepted, PasswordAccepted, SignedIn
from models.accounts.passwords import hash_password
from models.accounts.sessions import find
from models.accounts.sign_in_session import SignInSession
from models.accounts.visit import Visit
from models.audit.actor import Actor
from models.organisations.kinds import OrganisationKind
from models.organisations.organisation import Organisation
from models.secret_box import SecretBox
from tests.databases.recipes import ENCRYPTION_KEY

BOX = SecretBox([ENCRYPTION_KEY])
START = datetime(2026, 5, 11, 1, 0, tzinfo=UTC)
PASSWORD = "紫陽花 wakes before 9 lanterns"
KEY = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
CONSOLE = Actor.at_console("tests")
PUBLIC = "https://saiene.example"
OFFICE = Visit(address="192.0.2.10", user_agent="Mozilla/5.0 (Windows NT 10.0) Chrome/120 Safari/537 Edg/120")
ELSEWHERE = Visit(address="198.51.100.7", user_agent="curl/8")


def add_organisation(
    session: Session, name: str = "つばめ市", kind: OrganisationKind = OrganisationKind.LOCAL_GOVERNMENT
) -> Organisation:
    """An organisation in good standing."""
    made = Organisation(kind_code=kind.value, name=name, scope_code=None, laws=[], created_at=clock.now())
    session.add(made)
    session.flush()
    return made


def add_person(
    session: Session,
    login_id: str = "hanako.sato",
    organisation: Organisation | None = None,
    role: Role = Role.MEMBER,
    state: AccountState = AccountState.ACTIVE,
    *,
    credentials: bool = True,
) -> Account:
    """A person with an account; with ``credentials``, also PASSWORD and a device whose key is KEY."""
    organisation = organisation or add_organisation(session)
    new = NewAccount(login_id, organisation, role, "佐藤 花子", f"{login_id}@town.example")
    account = create_account(session, BOX, CONSOLE, new, PUBLIC, letter=False)
    account.state_code = state.value
    if credentials:
        account.password_hash, account.password_set_at = _kept_password(), clock.now()
        devices.install_key(session, BOX, account.id, KEY, "デモ用の認証アプリ", clock.now())
    session.commit()
    return account


@cache
def _kept_password() -> str:
    """Hashed once for all: what makes it slow for a guesser makes it slow for tests."""
    return hash_password(PASSWORD)


def code(steps: int = 0) -> str:
    """What the device shows now, or so many steps later."""
    return pyotp.TOTP(KEY).at(clock.now(), counter_offset=steps)


def half_signed_in(session: Session, visit: Visit = OFFICE, login_id: str = "hanako.sato") -> SignInSession:
    """A session that has proved the password."""
    outcome = sign_in.check_password(session, BOX, visit, login_id, PASSWORD)
    assert isinstance(outcome, PasswordAccepted)
    session.commit()
    return found(session, outcome.token)


def with_code(session: Session, visit: Visit = OFFICE, login_id: str = "hanako.sato") -> SignInSession:
    """A session that has proved the second factor too."""
    outcome = second_step.check_code(session, BOX, visit, half_signed_in(session, visit, login_id), code())
    assert isinstance(outcome, CodeAccepted)
    session.commit()
    return found(session, outcome.token)


def signed_in(session: Session, visit: Visit = OFFICE, login_id: str = "hanako.sato") -> tuple[SignInSession, str]:
    """A full sign-in, and the token that marks the browser."""
    outcome = sign_in.complete(session, visit, with_code(session, visit, login_id), "local_government:2026-04-01")
    assert isinstance(outcome, SignedIn)
    session.commit()
    return found(session, outcome.token), outcome.browser_token


def found(session: Session, token: str) -> SignInSession:
    """The living session with this token."""
    sign_in_session = find(session, token, clock.now())
    assert sign_in_session is not None
    return sign_in_session
