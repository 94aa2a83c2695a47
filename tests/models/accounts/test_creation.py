"""Issuing accounts."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.accounts.account import AccountState, Role
from models.accounts.creation import NewAccount, create_account
from models.audit.event_names import EventName
from models.errors import DomainError
from models.mail.outbox import NotAnAddress, OutboxLetter
from models.organisations.kinds import OrganisationKind
from tests.models.accounts.people import BOX, CONSOLE, PUBLIC, add_organisation
from tests.models.accounts.test_sign_in import events


def test_an_account_is_issued_to_one_person_by_letter(session: Session) -> None:
    new = NewAccount(" Jiro.Mori ", add_organisation(session), Role.MEMBER, "森 次郎", "jiro@town.example", "環境課")
    account = create_account(session, BOX, CONSOLE, new, PUBLIC)
    assert (account.login_id, account.state, account.password_hash) == ("jiro.mori", AccountState.ISSUED, None)
    letter = session.scalars(select(OutboxLetter)).one()
    assert letter.recipient == "jiro@town.example"
    text = BOX.open("letter", letter.sealed_body)
    assert "jiro.mori" in text
    assert f"{PUBLIC}/login/password/" in text
    assert [event.name for event in events(session, EventName.ACCOUNT_CREATED)]


@pytest.mark.parametrize("name", ["", "   "])
def test_an_account_without_a_person_is_not_issued(session: Session, name: str) -> None:
    new = NewAccount("jiro.mori", add_organisation(session), Role.MEMBER, name, "jiro@town.example")
    with pytest.raises(DomainError, match="氏名"):
        create_account(session, BOX, CONSOLE, new, PUBLIC)


@pytest.mark.parametrize(
    "address", ["", "jiro", "jiro@", "jiro@town", "次郎@town.example", "a@b.example\nBcc: c@d.example", "a b@c.example"]
)
def test_what_is_no_address_is_refused(session: Session, address: str) -> None:
    new = NewAccount("jiro.mori", add_organisation(session), Role.MEMBER, "森 次郎", address)
    with pytest.raises(NotAnAddress):
        create_account(session, BOX, CONSOLE, new, PUBLIC)


@pytest.mark.parametrize("role", [Role.SYSTEM_MANAGER, Role.OWNER_OFFICER, Role.AUDITOR])
def test_a_weighty_role_belongs_to_one_kind_of_organisation(session: Session, role: Role) -> None:
    new = NewAccount("jiro.mori", add_organisation(session), role, "森 次郎", "jiro@town.example")
    with pytest.raises(DomainError, match=role.label):
        create_account(session, BOX, CONSOLE, new, PUBLIC)


def test_a_system_manager_is_issued_in_the_contractors_organisation(session: Session) -> None:
    contractor = add_organisation(session, "つばさ運用", OrganisationKind.CONTRACTOR)
    new = NewAccount("kanri.taro", contractor, Role.SYSTEM_MANAGER, "管理 太郎", "taro@ops.example")
    assert create_account(session, BOX, CONSOLE, new, PUBLIC).role is Role.SYSTEM_MANAGER
