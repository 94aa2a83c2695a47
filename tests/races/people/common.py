"""What the races about people share: how many rounds, an act that a rule may forbid, and things to race for."""

from collections.abc import Callable, Iterable

from sqlalchemy import update
from sqlalchemy.orm import Session

from models import clock
from models.accounts.account import Account, AccountState, Role
from models.accounts.sign_in_session import Rung, SignInSession
from models.errors import DomainError
from models.people.request import AccountRequest, RequestState
from tests.models.people.office import LEAD, Office

Doing = Callable[[Session], object]


def tried(act: Doing, session: Session) -> str:
    """Do it; the reason when a rule forbids it."""
    try:
        act(session)
    except DomainError as error:
        session.rollback()
        return error.reason
    return ""


def back_in_use(session: Session, ids: Iterable[int]) -> None:
    """Put accounts back as if nobody had stopped them."""
    unstopped = {"stop_reason": "", "stopped_alone_by": None, "stopped_at_console": False}
    values = {"state_code": AccountState.ACTIVE.value, **unstopped}
    session.execute(update(Account).where(Account.id.in_(list(ids))).values(**values))
    session.commit()


def opened_session(session: Session, account_id: int, mark: int) -> int:
    """Somebody who has given password and code, and is about to come in; the session's number."""
    now = clock.now()
    made = SignInSession(
        token_hash=f"{mark:064}",
        account_id=account_id,
        rung_number=Rung.SECOND_FACTOR.value,
        created_at=now,
        rung_at=now,
        last_seen_at=now,
        address="",
        user_agent="",
    )
    session.add(made)
    session.commit()
    number = made.id
    session.rollback()
    return number


def sent_request(office: Office, number: int, **values: object) -> int:
    """An application that waits; its number."""
    lead = office.account(LEAD)
    asked: dict[str, object] = {
        "organisation_id": lead.organisation_id,
        "role_code": Role.MEMBER.value,
        "person_name": "見本",
        "department": "契約部",
        "email": f"person-{number}@town.example",
        "duty": "契約",
        "starts_on": clock.today(),
        "state_code": RequestState.SENT.value,
        "applied_by": lead.id,
        "applied_at": clock.now(),
    }
    made = AccountRequest(**asked | values)
    office.session.add(made)
    office.session.flush()
    return made.id
