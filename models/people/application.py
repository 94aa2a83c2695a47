"""What an application states, and whether it can be sent as it stands (M6)."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import clock
from models.accounts.account import Account, AccountState, Role
from models.errors import DomainError
from models.mail.outbox import NotAnAddress, check_address
from models.organisations.kinds import Standing
from models.organisations.organisation import Organisation
from models.organisations.units import unit_named
from models.people.last_day import why_not_last_day
from models.people.request import LONGEST_ID, LONGEST_TEXT, OPEN, AccountRequest

FURTHEST_START = timedelta(days=180)
IN_A_TELEPHONE = frozenset("0123456789+-() ")
LONGEST_TELEPHONE = 30
SHORTEST_TELEPHONE = 10
TELEPHONE = "緊急時の電話番号を、市外局番から半角の数字とハイフンで入力してください（責任者は必須）。"


class WrongApplication(DomainError):
    """The application cannot be sent; ``field`` is the one to mend (a name of ``Application``)."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field = field


@dataclass(frozen=True, slots=True)
class Application:
    """What is applied for: one person, in one organisation.

    ``ends_on`` is the last day of use, ``None`` where there is none. ``telephone`` is a responsible person's, for
    emergency; ``former_id`` the ID of somebody who comes from another organisation.
    """

    role: Role
    person_name: str
    department: str
    email: str
    duty: str
    starts_on: date
    unit: str = ""
    telephone: str = ""
    former_id: str = ""
    ends_on: date | None = None


def check_application(session: Session, organisation: Organisation, asked: Application) -> None:
    """Raise ``WrongApplication`` for what is missing, malformed, or applied for already."""
    for field, label in (("person_name", "氏名"), ("department", "部署・役職"), ("duty", "担当する業務")):
        value: str = getattr(asked, field)
        if not value.strip():
            raise WrongApplication(field, f"{label}を入力してください。")
        if len(value) > LONGEST_TEXT or not value.isprintable():
            raise WrongApplication(field, f"{label}は、改行を含まない{LONGEST_TEXT}文字以内で入力してください。")
    try:
        check_address(asked.email)
    except NotAnAddress as error:
        raise WrongApplication("email", error.reason) from error
    if not is_telephone(asked.role, asked.telephone):
        raise WrongApplication("telephone", TELEPHONE)
    if len(asked.former_id) > LONGEST_ID or not asked.former_id.isprintable():
        raise WrongApplication("former_id", f"異動前のIDは、改行を含まない{LONGEST_ID}文字以内で入力してください。")
    _check_unit(organisation, asked.unit)
    _check_start(asked.starts_on)
    if problem := why_not_last_day(organisation.kind, asked.ends_on, asked.starts_on):
        raise WrongApplication("ends_on", problem)
    _check_room(session, organisation, asked.email)


def is_telephone(role: Role, given: str) -> bool:
    """Whether the number can be called; only a responsible person has to leave one."""
    given = given.strip()
    if not given:
        return role is not Role.RESPONSIBLE_PERSON
    digits = sum(letter.isdigit() for letter in given)
    return not set(given) - IN_A_TELEPHONE and digits >= SHORTEST_TELEPHONE and len(given) <= LONGEST_TELEPHONE


def is_registered_domain(organisation: Organisation, email: str) -> bool:
    """Whether the address ends in one of the organisation's registered domains; true where none is registered."""
    domain = email.rpartition("@")[2].lower()
    known = [str(one).lower() for one in organisation.mail_domains]
    return not known or any(domain == one or domain.endswith(f".{one}") for one in known)


def holder_of(session: Session, email: str, other_than: int = 0) -> Account | None:
    """Whoever has a living account with this address: a shared letter box would make an account shared too (M4)."""
    living = Account.state_code != AccountState.STRUCK_OFF.value
    same = func.lower(Account.email) == email.lower()
    return session.scalar(select(Account).where(same, living, Account.id != other_than).limit(1))


def _check_unit(organisation: Organisation, unit: str) -> None:
    if organisation.units and unit_named(organisation.units, unit) is None:
        raise WrongApplication(
            "unit", "部門を選んでください。この組織では、部門によって閲覧できるかどうかが決まります。"
        )
    if not organisation.units and unit:
        raise WrongApplication("unit", "この組織には、部門の区分がありません。")


def _check_start(starts_on: date) -> None:
    today = clock.today()
    if not today - timedelta(days=31) <= starts_on <= today + FURTHEST_START:
        raise WrongApplication("starts_on", "利用開始日は、1か月前から半年後までの日にしてください。")


def _check_room(session: Session, organisation: Organisation, email: str) -> None:
    if organisation.standing is not Standing.ACTIVE or organisation.kind_standing.stopped_at is not None:
        raise WrongApplication("email", "組織の利用が停止されているか、終了しているため、申請できません。")
    waiting = select(AccountRequest.id).where(
        AccountRequest.organisation_id == organisation.id,
        func.lower(AccountRequest.email) == email.lower(),
        AccountRequest.state_code.in_(OPEN),
    )
    if session.scalar(waiting.limit(1)) is not None:
        raise WrongApplication("email", "同じメールアドレスの申請が、すでに確認を待っています。")
