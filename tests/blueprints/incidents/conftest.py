"""The application over the people of ``tests.factories.incidents``, each with a browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import create_engine
from sqlalchemy.orm import Session, sessionmaker

from models.accounts.sign_in_session import Rung
from models.settings import Settings
from tests.access import people
from tests.databases.recipes import HOST, settings_for_tests
from tests.databases.templates import Databases
from tests.driver.page import Page
from tests.driver.visitor import Visitor
from tests.factories.incidents import account, staffed
from tests.models.accounts.conftest import hands  # noqa: F401

COOKIE = "__Host-saiene"
FILLED_IN = {
    "kind": "missent",
    "what": "一覧のファイルを、\n別の会社に送った。",
    "noticed_on": "2026/5/11",
    "happened_on": "2026-05-08",
    "facilities": "A100001C22\nどこかの設備",
    "information": "事業者名と電話番号",
    "holders": "別の会社",
    "done": "削除を依頼した。",
    "personal_data": "はい",
    "malicious": "分からない",
}


class Office:
    """The application, and everybody in it."""

    def __init__(self, url: str, folder: Path) -> None:
        from app import create_app

        self.settings: Settings = settings_for_tests(url, folder)
        self.app: Flask = create_app(self.settings)
        self.engine = create_engine(self.settings.database)
        self.sessions = sessionmaker(self.engine, expire_on_commit=False)

    def visitor(self, login_id: str) -> Visitor:
        """The person, signed in, with a browser that runs no script."""
        with self.sessions() as session:
            token = people.signed_in(session, account(session, login_id), Rung.CONSENT).token
            session.commit()
        visitor = Visitor(self.app)
        visitor.client.set_cookie(COOKIE, token, domain=HOST, secure=True, httponly=True)
        visitor.visit("/incidents")
        return visitor

    def session(self) -> Session:
        """A session of the test's own."""
        return self.sessions()


@pytest.fixture
def office(databases: Databases, tmp_path: Path) -> Iterator[Office]:
    """The application over a copy."""
    from models.db import db

    url = databases.copy(staffed)
    made = Office(url, tmp_path)
    yield made
    made.engine.dispose()
    with made.app.app_context():
        db.engine.dispose()
    databases.drop(url)


def report(visitor: Visitor, **changes: object) -> Page:
    """From the footer to the sent report."""
    visitor.follow("情報漏えい等の報告")
    visitor.follow("新しく報告する")
    visitor.submit("report", FILLED_IN | changes)  # type: ignore[arg-type]
    return visitor.submit("send")


def pass_on(visitor: Visitor, path: str = "/incidents/1") -> Page:
    """The responsible person's assessment."""
    visitor.visit(path)
    return visitor.submit("pass-on", severity="medium", personal_data="はい", measures="本人に聞き取りをした。")
