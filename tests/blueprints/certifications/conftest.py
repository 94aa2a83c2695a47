"""People at the register in small, some of them of one organisation, each with a browser of their own."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from models.accounts.account import Account, Role
from models.accounts.sign_in_session import Rung
from models.organisations.kinds import OrganisationKind
from tests.access import people
from tests.databases.recipes import HOST, settings_for_tests
from tests.driver.visitor import Visitor
from tests.factories.fixtures import stock_url  # noqa: F401

COOKIE = "__Host-saiene"


class Office:
    """Signs people in to the application over the register in small."""

    def __init__(self, url: str, folder: Path) -> None:
        from app import create_app

        self.app = create_app(settings_for_tests(url, folder))
        self.engine = create_engine(settings_for_tests(url, folder).database)

    def someone(
        self, kind: OrganisationKind, scope: str | None = None, role: Role = Role.MEMBER
    ) -> tuple[Visitor, Account]:
        """A person in an organisation of their own."""
        with Session(self.engine, expire_on_commit=False) as session:
            account = people.new_account(session, kind=kind, scope=scope or "", role=role)
            account.organisation.scope_code = scope
            session.commit()
        return self.browser(account), account

    def colleague_of(self, account: Account) -> Visitor:
        """Another person of the same organisation."""
        with Session(self.engine, expire_on_commit=False) as session:
            other = people.new_account(session)
            other.person_name = "同僚 次郎"
            other.organisation_id = account.organisation_id
            session.commit()
        return self.browser(other)

    def browser(self, account: Account) -> Visitor:
        """One more browser in which the person is signed in."""
        with Session(self.engine, expire_on_commit=False) as session:
            token = people.signed_in(session, session.get_one(Account, account.id), Rung.CONSENT).token
            session.commit()
        visitor = Visitor(self.app)
        visitor.client.set_cookie(COOKIE, token, domain=HOST, secure=True, httponly=True)
        return visitor

    def change(self, act: Callable[[Session], object]) -> None:
        """Do something to the database, as another process would."""
        with Session(self.engine) as session:
            act(session)
            session.commit()


@pytest.fixture
def office(stock_url: str, tmp_path: Path) -> Iterator[Office]:  # noqa: F811
    """The application over the register in small."""
    from models.db import db

    made = Office(stock_url, tmp_path)
    yield made
    made.engine.dispose()
    with made.app.app_context():
        db.engine.dispose()
