"""Entering the demonstration's organisations and accounts."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import clock
from models.accounts import passwords, totp
from models.accounts.account import Role
from models.accounts.creation import NewAccount, create_account, install_demonstration_credentials
from models.accounts.passwords import PasswordContext
from models.audit.actor import Actor
from models.demonstration.cast import Part, troupes
from models.demonstration.credentials import Credentials, new_password
from models.organisations.organisation import Organisation
from models.organisations.registration import OrganisationDetails, register
from models.people.last_day import furthest_last_day, needs_last_day
from models.register.certification import Certification
from models.register.tripwire import opened
from models.secret_box import SecretBox
from models.settings import Settings

MAIL_DOMAIN = "mihon.example"


def enter_accounts(session: Session, actor: Actor, settings: Settings, operators_facility: str) -> list[Credentials]:
    """Everybody's organisation and account. The certified operator is the one of the facility with this 設備ID."""
    box = SecretBox(settings.encryption_keys)
    lines: list[Credentials] = []
    for troupe in troupes(*_operator_of(session, operators_facility)):
        details = OrganisationDetails(
            troupe.kind, troupe.name, troupe.scope_code, troupe.laws, mail_domains=(MAIL_DOMAIN,)
        )
        organisation = register(session, actor, details, None)
        lines += [_enter(session, box, actor, settings, organisation, part) for part in troupe.parts]
    return lines


def _operator_of(session: Session, facility_id: str) -> tuple[str, str]:
    statement = select(Certification.operator_name, Certification.operator_id)
    with opened():
        name, number = session.execute(statement.where(Certification.facility_id == facility_id)).one()
    return str(name), str(number)


def _enter(
    session: Session, box: SecretBox, actor: Actor, settings: Settings, organisation: Organisation, part: Part
) -> Credentials:
    new = NewAccount(
        login_id=part.login_id,
        organisation=organisation,
        role=part.role,
        person_name=part.person_name,
        email=f"{part.login_id}@{MAIL_DOMAIN}",
        department="見本部",
        duty="デモ",
        telephone="03-0000-0000" if part.role is Role.RESPONSIBLE_PERSON else "",
        ends_on=furthest_last_day(organisation.kind) if needs_last_day(organisation.kind) else None,
    )
    account = create_account(session, box, actor, new, settings.public_url, letter=False)
    password = new_password(PasswordContext(part.login_id, part.person_name, organisation.name))
    key = totp.new_key() if part.connected else ""
    if key:
        install_demonstration_credentials(session, box, account, password, key)
    else:
        account.password_hash = passwords.hash_password(password)
        account.password_set_at = clock.now()
    return Credentials(account.login_id, password, key, organisation.name, organisation.kind.value, part.role.value)
