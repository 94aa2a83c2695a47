"""A service whose files are all made by a job, somebody at work who asks for them, and what may happen meanwhile."""

import csv
import io
from collections.abc import Callable

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session, sessionmaker
from werkzeug.test import TestResponse

from blueprints.commands.jobs import handlers
from models.accounts.account import Account
from models.accounts.sign_in_session import SignInSession
from models.audit.event_names import EventName
from models.audit.tables import AuditEvent
from models.certifications.export_format import ExportFormat
from models.jobs import queue
from models.jobs.job import Job, JobKind
from models.jobs.worker import Worker
from models.organisations.kind_standing import KindStanding
from models.organisations.kinds import OrganisationKind
from models.organisations.organisation import Organisation
from tests.access.people import SignedInPerson
from tests.driver.page import Page
from tests.threats.conftest import Service

EXPORT = "/certifications/export?columns=facility_id&columns=operator_name&columns=output_kw&columns=prefecture"


@pytest.fixture(autouse=True)
def slowly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every file is made by a job, a few rows at a time, and its person asked for at each."""
    monkeypatch.setattr("models.certifications.export_format._ROWS_SENT_AT_ONCE", dict.fromkeys(ExportFormat, 0))
    monkeypatch.setattr("models.certifications.extract.ROWS_AT_A_TIME", 5)
    monkeypatch.setattr("models.certifications.extract.BATCHES_A_CHECK", 1)


class Office:
    """A service with someone at work, and a worker beside it."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self.visitor, self.person = service.enter(OrganisationKind.MINISTRY, "")
        self.sessions = sessionmaker(service.engine, expire_on_commit=False)
        self.stopping = False

    def worker(self, name: str = "one") -> Worker:
        return Worker(self.sessions, handlers(self.service.settings), name, lambda: self.stopping)

    def ask(self, form: str = "csv") -> str:
        """Ask for a file; the number of the file."""
        self.visitor.visit(EXPORT)
        page = self.visitor.submit("目的を確認して書き出す", purpose="other", note="試験", format=form)
        number = page.heading.removeprefix("ファイル ")
        assert self.visitor.path == f"/certifications/exports/{number}"
        assert "順番を待っています。" in page.text
        return number

    def made(self, form: str = "csv") -> str:
        number = self.ask(form)
        assert self.worker().do_next()
        return number

    def page(self, number: str) -> Page:
        return self.visitor.visit(f"/certifications/exports/{number}")

    def fetch(self, number: str) -> TestResponse:
        response = self.visitor.request("GET", f"/certifications/exports/{number}/file")
        response.get_data()  # a browser reads what it is sent
        return response

    def events(self, *names: EventName) -> list[AuditEvent]:
        with self.sessions() as session:
            chosen = select(AuditEvent).where(AuditEvent.name.in_(names)).order_by(AuditEvent.number)
            return list(session.scalars(chosen))

    def job(self, number: str) -> Job:
        with self.sessions() as session:
            job = queue.find(session, JobKind.EXPORT, number)
            assert job is not None
            return job

    def lying(self) -> list[str]:
        folder = self.service.settings.exports_folder
        return sorted(str(path.relative_to(folder)) for path in folder.rglob("*")) if folder.exists() else []


@pytest.fixture
def office(service: Service) -> Office:
    return Office(service)


def rows_in(response: TestResponse) -> list[list[str]]:
    lines = list(csv.reader(io.StringIO(response.get_data().decode("utf-8-sig"))))
    return lines[lines.index([]) + 2 :]


def account_of(person: SignedInPerson, **values: object) -> Callable[[Session], object]:
    return lambda session: session.execute(update(Account).where(Account.id == person.account.id).values(values))


def organisation_of(person: SignedInPerson, **values: object) -> Callable[[Session], object]:
    changed = update(Organisation).where(Organisation.id == person.account.organisation_id).values(values)
    return lambda session: session.execute(changed)


def kind_of(person: SignedInPerson, **values: object) -> Callable[[Session], object]:
    changed = update(KindStanding).where(KindStanding.kind_code == person.account.organisation.kind_code).values(values)
    return lambda session: session.execute(changed)


def session_of(person: SignedInPerson, **values: object) -> Callable[[Session], object]:
    changed = update(SignInSession).where(SignInSession.id == person.sign_in.id).values(values)
    return lambda session: session.execute(changed)


def at_row(monkeypatch: pytest.MonkeyPatch, row: int, happens: Callable[[], object]) -> None:
    """Let something happen once, when so many rows are written."""
    from models.jobs.worker import Task

    done = iter([happens])

    def progress(task: Task, written: int, _total: int, plain: Callable[..., None] = Task.progress) -> None:
        if written == row:
            next(done, lambda: None)()
        plain(task, written, _total)

    monkeypatch.setattr(Task, "progress", progress)
