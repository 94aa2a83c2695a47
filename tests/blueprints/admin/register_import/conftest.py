"""Two officers of the owner, a worker, and files to be taken in."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session, sessionmaker

from blueprints.commands.jobs import handlers
from models.accounts.account import Account, Role
from models.accounts.sign_in_session import Rung
from models.audit.event_names import EventName
from models.audit.tables import AuditEvent
from models.certifications.intake import import_file
from models.certifications.proposals.proposal import ImportProposal
from models.jobs.worker import Worker
from models.organisations.kinds import OrganisationKind
from models.register.certification import Certification
from models.register.tripwire import opened
from models.register.workbooks.layouts import Edition
from models.register.workbooks.writer import write_xlsx
from models.settings import Settings
from tests.access import people
from tests.databases.recipes import HOST, settings_for_tests
from tests.databases.templates import Databases, upon
from tests.driver.page import Page
from tests.driver.visitor import Visitor
from tests.factories.facilities import IMPORTER, Row, facility, take_in
from tests.factories.stock import stocked

COOKIE = "__Host-saiene"
ONE, TWO, THREE = "A000001B06", "A000002B06", "A000003B06"
AT_HOME = "山形県山形市大字見本１－１"
LIST = "06.山形県.xlsx"
PAGE, APPLY = "/admin/register/import/1", "/admin/register/import/1/apply"


def row(facility_id: str, kilowatts: int = 10, **values: Any) -> Row:
    return facility(facility_id, AT_HOME, output_kw=Decimal(kilowatts), **values)


@upon(stocked, by_day=True)
def staffed(url: str) -> None:
    """The register in small with one facility of 山形県 more, and two officers of the owner."""
    engine = create_engine(url)
    with Session(engine) as session:
        take_in(session, [row(ONE)])
        for name in ("登録 一郎", "確認 二郎"):
            account = people.new_account(session, kind=OrganisationKind.OWNER, role=Role.OWNER_OFFICER)
            account.person_name, account.organisation.scope_code = name, None
        session.commit()
    engine.dispose()


class Office:
    """The application over that register, and its owner's officers."""

    def __init__(self, url: str, folder: Path) -> None:
        from app import create_app

        self.folder = folder
        self.settings: Settings = settings_for_tests(url, folder)
        self.app: Flask = create_app(self.settings)
        self.engine = create_engine(self.settings.database)
        self.sessions = sessionmaker(self.engine, expire_on_commit=False)
        self.worker = Worker(self.sessions, handlers(self.settings), "one")
        with self.sessions() as session:
            wanted = select(Account).where(Account.role_code == Role.OWNER_OFFICER).order_by(Account.id)
            self.first, self.second = session.scalars(wanted).all()

    def visitor(self, account: Account) -> Visitor:
        """The officer, signed in, at the list of imports."""
        with self.sessions() as session:
            token = people.signed_in(session, session.get_one(Account, account.id), Rung.CONSENT).token
            session.commit()
        visitor = Visitor(self.app)
        visitor.client.set_cookie(COOKIE, token, domain=HOST, secure=True, httponly=True)
        visitor.visit("/admin/register/import")
        return visitor

    def workbook(self, *rows: Row) -> bytes:
        """A published register as it is uploaded."""
        path = self.folder / "made.xlsx"
        write_xlsx(path, Edition.COLUMNS_18, rows)
        content = path.read_bytes()
        path.unlink()
        return content

    def take(self, *rows: Row) -> None:
        """Somebody else takes a file in, at the console."""
        path = self.folder / "06.別.xlsx"
        path.write_bytes(self.workbook(*rows))
        with self.sessions() as session:
            import_file(session, IMPORTER, path)
            session.commit()
        path.unlink()

    def work(self) -> None:
        """The worker does all that waits."""
        while self.worker.do_next():
            pass

    def change(self, act: Callable[[Session], object]) -> None:
        """Do something to the database, as another process would."""
        with self.sessions() as session:
            act(session)
            session.commit()

    def outputs(self) -> dict[str, float | None]:
        """The facilities of 山形県 and their outputs."""
        wanted = select(Certification.facility_id, Certification.output_kw)
        with self.sessions() as session, opened():
            found = session.execute(wanted.where(Certification.facility_id.in_([ONE, TWO, THREE]))).all()
        return {facility_id: float(kilowatts) for facility_id, kilowatts in found}

    def proposal(self, number: int = 1) -> ImportProposal:
        with self.sessions() as session:
            return session.get_one(ImportProposal, number)

    def events(self, *names: EventName) -> list[tuple[str, str, int | None, dict[str, Any]]]:
        """Name, outcome, account and details of these events, oldest first."""
        wanted = select(AuditEvent).where(AuditEvent.name.in_(names)).order_by(AuditEvent.number)
        with self.sessions() as session:
            return [(one.name, one.outcome, one.account_id, one.details) for one in session.scalars(wanted)]

    def kept(self) -> list[str]:
        """What lies in the folder of uploaded files."""
        folder = self.settings.uploads_folder
        return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


@pytest.fixture
def office(databases: Databases, tmp_path: Path) -> Iterator[Office]:
    """The application over a copy of it."""
    from models.db import db

    url = databases.copy(staffed)
    made = Office(url, tmp_path)
    yield made
    made.engine.dispose()
    with made.app.app_context():
        db.engine.dispose()
    databases.drop(url)


def upload(visitor: Visitor, content: bytes, name: str = LIST, *, expect: int = 200, **fields: Any) -> Page:
    """Fill in the form as it stands, and send the file."""
    visitor.visit("/admin/register/import")
    visitor.follow("ファイルを登録する")
    given = {"file": (name, content), "reason": "5月の公表"} | fields
    return visitor.submit("upload", given, expect=expect)


def confirm(visitor: Visitor, *, expect: int = 200) -> Page:
    """The second person: from the list to the import, to the confirmation, to the button."""
    visitor.visit("/admin/register/import/1")
    visitor.follow("取込みの確認に進む")
    return visitor.submit("apply", expect=expect)


@pytest.fixture
def first(office: Office) -> Visitor:
    """The officer who uploads; the file changes one facility, and is previewed."""
    visitor = office.visitor(office.first)
    upload(visitor, office.workbook(row(ONE, 20)))
    office.work()
    return visitor


def press(visitor: Visitor, path: str = APPLY, **fields: str) -> Any:
    """Send the form past its page."""
    visitor.visit("/admin/register/import/new")
    return visitor.request("POST", path, data={"csrf_token": visitor.token(), **fields})
