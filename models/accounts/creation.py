"""Issuing an account to one person (M4, M6)."""

import secrets
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from models import clock
from models.accounts import devices, passwords
from models.accounts.account import Account, AccountState, Role
from models.accounts.login_ids import check_issuable, fold_login_id, skeleton
from models.accounts.password_change import send_set_up_link
from models.audit.actor import Actor
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.db import begin_writing
from models.errors import Conflict, DomainError
from models.mail.outbox import check_address
from models.organisations.kinds import OrganisationKind
from models.organisations.organisation import Organisation
from models.secret_box import SecretBox

ONLY_IN = {
    Role.SYSTEM_MANAGER: OrganisationKind.CONTRACTOR,
    Role.OWNER_OFFICER: OrganisationKind.OWNER,
    Role.AUDITOR: OrganisationKind.AUDITOR,
}
"""Roles that exist in one kind of organisation alone; every other one exists in all."""
ID_PREFIXES = {
    OrganisationKind.OWNER: "own",
    OrganisationKind.BUREAU: "bur",
    OrganisationKind.APPLICATION_AGENT: "agt",
    OrganisationKind.OCCTO: "occ",
    OrganisationKind.GRID_OPERATOR: "grd",
    OrganisationKind.LOCAL_GOVERNMENT: "gov",
    OrganisationKind.MINISTRY: "mny",
    OrganisationKind.CERTIFIED_OPERATOR: "opr",
    OrganisationKind.CONTRACTOR: "mgr",
    OrganisationKind.AUDITOR: "aud",
}
ID_ALPHABET = "abcdefghjkpqstuxyz23456789"
"""Without letters and digits that look like others, alone or in pairs."""
ID_LENGTH = 6
TAKEN = "このID、またはよく似たIDは、すでに使われているか、使われたことがあります。"


@dataclass(frozen=True, slots=True)
class NewAccount:
    """What is needed to issue an account: one person, in one organisation."""

    login_id: str
    organisation: Organisation
    role: Role
    person_name: str
    email: str
    department: str = ""
    unit: str = ""
    duty: str = ""
    telephone: str = ""
    starts_on: date | None = None
    ends_on: date | None = None


def roles_in(kind: OrganisationKind) -> tuple[Role, ...]:
    """The roles that people of such an organisation can have."""
    return tuple(role for role in Role if ONLY_IN.get(role, kind) is kind)


def create_account(
    session: Session, box: SecretBox, actor: Actor, new: NewAccount, public_url: str, *, letter: bool = True
) -> Account:
    """Issue the account and send the set-up link to its person's address.

    Raises ``NotIssuable``, ``NotAnAddress``, ``Conflict`` (an ID that exists, ever existed, or looks like one that
    does), ``DomainError`` (the role does not belong into such an organisation).
    """
    folded = fold_login_id(new.login_id)
    check_issuable(folded)
    check_address(new.email)
    _check_role(new)
    begin_writing(session)
    if is_taken(session, folded):
        raise Conflict(TAKEN)
    account = Account(
        login_id=folded,
        folded_id=folded,
        organisation=new.organisation,
        unit=new.unit,
        role_code=new.role.value,
        person_name=new.person_name,
        department=new.department,
        email=new.email,
        duty=new.duty,
        telephone=new.telephone,
        starts_on=new.starts_on,
        ends_on=new.ends_on,
        state_code=AccountState.ISSUED.value,
        issued_at=clock.now(),
    )
    session.add(account)
    try:
        session.flush()
    except IntegrityError as error:  # somebody issued it at the same moment
        session.rollback()
        raise Conflict(TAKEN) from error
    details = {"login_id": folded, "organisation": new.organisation.name, "role": new.role.value}
    record(session, Event(EventName.ACCOUNT_CREATED, actor, object=f"account:{account.id}", details=details))
    if letter:
        send_set_up_link(session, box, actor, account, public_url)
    return account


def new_login_id(session: Session, kind: OrganisationKind) -> str:
    """An ID that nobody has, ever had, or could mistake for another's: the kind's letters and six random ones."""
    while True:
        made = f"{ID_PREFIXES[kind]}-{''.join(secrets.choice(ID_ALPHABET) for _ in range(ID_LENGTH))}"
        if not is_taken(session, made):
            return made


def is_taken(session: Session, folded: str) -> bool:
    """Whether the ID exists, existed, or looks like one that does."""
    taken = or_(Account.folded_id == folded, Account.skeleton == skeleton(folded))
    return session.scalar(select(Account.id).where(taken).limit(1)) is not None


def install_demonstration_credentials(
    session: Session, box: SecretBox, account: Account, password: str, totp_key: str
) -> None:
    """Give a demonstration account a password and a device of known key, past all letters and policies.

    Whoever calls this has made sure that the deployment is a demonstration, and records that in its own event.
    """
    begin_writing(session)
    now = clock.now()
    account.password_hash = passwords.hash_password(password)
    account.password_set_at = now
    devices.install_key(session, box, account.id, totp_key, "デモ用の認証アプリ", now)


def _check_role(new: NewAccount) -> None:
    if not new.person_name.strip():
        raise DomainError("氏名を入力してください。アカウントは一人ひとりに発行します。")
    needed = ONLY_IN.get(new.role)
    if needed is not None and new.organisation.kind is not needed:
        raise DomainError(f"役割「{new.role.label}」は、「{needed.label}」の組織でだけ発行できます。")
