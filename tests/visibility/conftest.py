"""The whole application over a register whose values can all be told apart, and people of every kind in it."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from models.accounts.account import Role
from models.accounts.sign_in_session import Rung
from models.organisations.kinds import OrganisationKind
from tests.access import people
from tests.databases.recipes import HOST, settings_for_tests
from tests.databases.templates import Databases
from tests.driver.visitor import Visitor
from tests.factories.fixtures import stock, stock_url  # noqa: F401
from tests.factories.markers import marked

Enter = Callable[..., Visitor]


@pytest.fixture
def marked_url(databases: Databases) -> Iterator[str]:
    """The address of a database in which every value is marked."""
    url = databases.copy(marked)
    yield url
    databases.drop(url)


@pytest.fixture
def enter_marked(marked_url: str, tmp_path: Path) -> Iterator[Enter]:
    """Signs somebody in to the application over the marked register."""
    yield from entrance(marked_url, tmp_path)


@pytest.fixture
def enter_stock(stock_url: str, tmp_path: Path) -> Iterator[Enter]:  # noqa: F811
    """Signs somebody in to the application over the register in small."""
    yield from entrance(stock_url, tmp_path)


def entrance(url: str, folder: Path) -> Iterator[Enter]:
    """Signs people in to an application over the database at ``url``."""
    from app import create_app
    from models.db import db

    settings = replace(settings_for_tests(url, folder), export_files_in_ten_minutes=1_000)
    app, engine = create_app(settings), create_engine(settings.database)

    def enter(kind: OrganisationKind, scope: str | None = None, role: Role = Role.MEMBER) -> Visitor:
        with Session(engine, expire_on_commit=False) as session:
            account = people.new_account(session, kind=kind, role=role, scope=scope or "")
            account.organisation.scope_code = scope
            token = people.signed_in(session, account, Rung.CONSENT).token
            session.commit()
        visitor = Visitor(app)
        visitor.client.set_cookie("__Host-saiene", token, domain=HOST, secure=True, httponly=True)
        return visitor

    yield enter
    engine.dispose()
    with _context(app):
        db.engine.dispose()


def _context(app: Flask):  # type: ignore[no-untyped-def]
    return app.app_context()
