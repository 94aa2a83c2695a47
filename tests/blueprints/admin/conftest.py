"""The owner's two officers and whoever else enters, over an empty register, with a clock that tests move."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import Engine, create_engine, select
from sqlalchemy.orm import Session

from models.accounts.account import Account, Role
from models.accounts.sign_in_session import Rung
from models.audit.event_names import EventName
from models.audit.tables import AuditEvent
from models.organisations.kinds import OrganisationKind
from tests.access import people
from tests.databases.recipes import HOST, settings_for_tests
from tests.driver.page import Page
from tests.driver.visitor import Visitor

COOKIE = "__Host-saiene"
EVENING = datetime(2026, 5, 31, 14, 50, tzinfo=UTC)


@dataclass
class Office:
    """The application, its officers, and a way past it to its database."""

    app: Flask
    engine: Engine

    def enter(
        self,
        kind: OrganisationKind = OrganisationKind.OWNER,
        role: Role = Role.OWNER_OFFICER,
        scope: str = "22210",
        name: str = "",
        rung: Rung = Rung.CONSENT,
    ) -> Visitor:
        """Somebody new with a session, at the sign-in page."""
        visitor = Visitor(self.app)
        visitor.visit("/login")
        with Session(self.engine, expire_on_commit=False) as session:
            account = people.new_account(session, kind=kind, role=role, scope=scope)
            account.person_name = name or account.person_name
            person = people.signed_in(session, account, rung)
            session.commit()
        visitor.client.set_cookie(COOKIE, person.token, domain=HOST, secure=True, httponly=True)
        return visitor

    def events(self, *names: EventName) -> list[tuple[str, int | None, dict[str, Any]]]:
        """Name, account and details of these events, oldest first."""
        chosen = select(AuditEvent).where(AuditEvent.name.in_(names)).order_by(AuditEvent.number)
        with Session(self.engine) as session:
            return [(one.name, one.account_id, one.details) for one in session.scalars(chosen)]

    def change(self, act: Callable[[Session], object]) -> None:
        """Do something to the database, as another process would."""
        with Session(self.engine) as session:
            act(session)
            session.commit()

    def find(self, person: str) -> int:
        """The number of the account of somebody who entered under this name."""
        with Session(self.engine) as session:
            return session.scalars(select(Account.id).where(Account.person_name == person)).one()


@pytest.fixture
def hands() -> Iterator[time_machine.Traveller]:
    """The clock stands still until a test moves it."""
    with time_machine.travel(EVENING, tick=False) as coordinates:
        yield coordinates


@pytest.fixture
def office(hands: time_machine.Traveller, database_url: str, tmp_path: Path) -> Iterator[Office]:
    """The application over a migrated, empty database."""
    from app import create_app
    from models.db import db

    app, engine = create_app(settings_for_tests(database_url, tmp_path)), create_engine(database_url)
    yield Office(app, engine)
    engine.dispose()
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def first(office: Office) -> Visitor:
    """The officer who drafts."""
    return office.enter(name="起草 一郎")


@pytest.fixture
def second(office: Office) -> Visitor:
    """The officer who approves."""
    return office.enter(name="承認 二郎")


def approve(visitor: Visitor, number: int = 1, *, expect: int = 200) -> Page:
    """The second person: from the approval to its button."""
    visitor.visit(f"/admin/approvals/{number}")
    return visitor.submit("approve", expect=expect)
