"""The assembled application over a filled database, and a grid company's member signed in to it."""

import logging
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, event, select
from sqlalchemy.orm import Session

from app import create_app
from blueprints.certifications.result_table import result_table
from blueprints.certifications.search import NEEDS
from blueprints.certifications.search_form import search_form
from blueprints.extensions import limiter
from blueprints.guarded import GuardedBlueprint
from blueprints.identity import current_viewer
from blueprints.rendering import render
from models import clock
from models.access.presence import viewer_of
from models.access.viewer import Viewer
from models.accounts.account import Role
from models.accounts.sign_in_session import Rung
from models.audit.actor import Actor
from models.catalogue.first_edition import load_first_edition
from models.certifications.criteria import read_criteria
from models.certifications.search import ResultPage, search
from models.db import db
from models.organisations.kinds import OrganisationKind
from models.register.certification import Certification
from models.register.tripwire import PREFIX, opened
from tests.access import people
from tests.databases.recipes import HOST, settings_for_tests
from tests.factories.watching import only_watching, use_rules

FLOOR = "/bench-floor"
KIND, SCOPE = OrganisationKind.GRID_OPERATOR, "tokyo"
Statements = list[tuple[str, Any]]

_bench = GuardedBlueprint("bench", __name__)
_held: list[ResultPage] = []


@_bench.get(FLOOR, needs=NEEDS)
def floor() -> Any:
    """The list page with rows that are held in memory: what a page costs before anything is looked up."""
    viewer = current_viewer()
    criteria = read_criteria({}, viewer.items)
    return render(
        "certifications/search.html",
        "certifications/_results.html",
        criteria=criteria,
        form=search_form(criteria, viewer.items),
        table=result_table(_held[-1], viewer),
    )


@dataclass(frozen=True)
class World:
    """One deployment and the person who uses it."""

    app: Flask
    engine: Engine
    client: FlaskClient
    viewer: Viewer
    facility_id: str

    def get(self, path: str) -> bytes:
        """The body of a page, in the person's browser; anything but 200 is a mistake of the measurement."""
        response = self.client.get(path, base_url=f"https://{HOST}", headers={"User-Agent": "Visitor/1.0"})
        if response.status_code != 200:
            raise RuntimeError(f"{path}: {response.status_code} {response.headers.get('Location', '')}")
        return response.data

    def statements(self, path: str, about: str = PREFIX) -> Statements:
        """What a page asks of the register, or of the tables ``about`` begins, in the driver's words."""
        asked: Statements = []

        def keep(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
            if about in statement and statement.lstrip().upper().startswith(("SELECT", "WITH")):
                asked.append((statement, parameters))

        event.listen(self.engine, "before_cursor_execute", keep)
        try:
            self.get(path)
        finally:
            event.remove(self.engine, "before_cursor_execute", keep)
        return asked

    @contextmanager
    def raw_cursor(self) -> Iterator[Any]:
        """A cursor of the driver itself, on a connection set up as the application's."""
        connection = self.engine.raw_connection()
        try:
            yield connection.cursor()
        finally:
            connection.close()

    def replaying(self, statements: Statements) -> Callable[[], None]:
        """The statements, asked through the driver alone."""

        def run() -> None:
            with self.raw_cursor() as cursor:
                for statement, parameters in statements:
                    cursor.execute(statement, parameters)
                    cursor.fetchall()

        return run


@contextmanager
def world(url: str) -> Iterator[World]:
    """The application over the database at ``url``, and a grid company's member."""
    with assembled(url) as (app, engine):
        client, viewer = sign_in(app, engine, KIND, Role.MEMBER, SCOPE)
        with Session(engine) as session, opened():
            newest = select(Certification.facility_id).where(Certification.grid_operator.is_(None))
            newest = newest.where(Certification.supply_area == SCOPE).order_by(Certification.position.desc())
            facility_id = session.scalars(newest.limit(1)).one()
            _held.append(search(session, viewer, read_criteria({}, viewer.items)))
            session.commit()
        yield World(app, engine, client, viewer, facility_id)


@contextmanager
def assembled(url: str) -> Iterator[tuple[Flask, Engine]]:
    """The application over the database at ``url``, as it is served but for the limit of requests."""
    logging.disable(logging.WARNING)
    limiter.enabled = False
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(settings_for_tests(url, Path(folder)))
        app.register_blueprint(_bench)
        with app.app_context():
            engine = db.engine
        # Not within the context: requests would share it, and who asked first would be asked for no more.
        with Session(engine) as session:
            load_first_edition(session, Actor.at_console("bench"))
            session.commit()
        yield app, engine
        engine.dispose()


def sign_in(
    app: Flask, engine: Engine, kind: OrganisationKind, role: Role, scope: str = ""
) -> tuple[FlaskClient, Viewer]:
    """Somebody new in a browser of their own."""
    with Session(engine, expire_on_commit=False) as session:
        account = people.new_account(session, kind=kind, role=role, scope=scope, login_id=f"bench-{uuid4().hex[:12]}")
        token = people.signed_in(session, account, Rung.CONSENT).token
        use_rules(session, only_watching())  # detection does its work, and lets files of whatever size be measured
        actor = Actor(account.id, account.login_id, account.organisation_id, account.organisation.name)
        viewer = viewer_of(session, account, actor, clock.now())
    client = app.test_client()
    client.set_cookie("__Host-saiene", token, domain=HOST, secure=True, httponly=True)
    return client, viewer
