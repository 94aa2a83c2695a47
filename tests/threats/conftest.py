"""The whole application over the register in small, and people signed in to it, each in a browser of their own."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import Session

from models.accounts.account import Role
from models.accounts.sign_in_session import Rung
from models.organisations.kinds import OrganisationKind
from models.settings import Settings
from tests.access import people
from tests.access.people import SignedInPerson
from tests.databases.recipes import HOST, settings_for_tests
from tests.driver.visitor import Visitor
from tests.factories.fixtures import stock_url  # noqa: F401

COOKIE = "__Host-saiene"


@dataclass
class Service:
    """A running service: its application, and a way past it to its database."""

    app: Flask
    engine: Engine
    settings: Settings

    def enter(
        self,
        kind: OrganisationKind = OrganisationKind.GRID_OPERATOR,
        scope: str = "tokyo",
        rung: Rung = Rung.CONSENT,
        role: Role = Role.MEMBER,
    ) -> tuple[Visitor, SignedInPerson]:
        """Somebody on this rung of signing in, with the sign-in page's form token at hand."""
        visitor = Visitor(self.app)
        visitor.visit("/login")
        with Session(self.engine, expire_on_commit=False) as session:
            person = people.signed_in(session, people.new_account(session, kind=kind, scope=scope, role=role), rung)
            session.commit()
        visitor.client.set_cookie(COOKIE, person.token, domain=HOST, secure=True, httponly=True)
        return visitor, person

    def change(self, *changes: Callable[[Session], object]) -> None:
        """What somebody else does meanwhile, committed."""
        with Session(self.engine) as session:
            for change in changes:
                change(session)
            session.commit()


def start(url: str, folder: Path) -> Iterator[Service]:
    """The service over a database, stopped afterwards."""
    from app import create_app
    from models.db import db

    settings = settings_for_tests(url, folder)
    app, engine = create_app(settings), create_engine(settings.database)
    yield Service(app, engine, settings)
    engine.dispose()
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def service(stock_url: str, tmp_path: Path) -> Iterator[Service]:  # noqa: F811
    """The service over the register in small."""
    yield from start(stock_url, tmp_path)


@pytest.fixture
def empty_service(database_url: str, tmp_path: Path) -> Iterator[Service]:
    """The service over a migrated, empty database."""
    yield from start(database_url, tmp_path)
