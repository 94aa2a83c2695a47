"""Watching, when the disk is full, the database busy or the detector gone: refused in words, nothing half done (B3)."""

import io
from pathlib import Path

import pytest
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session, sessionmaker

from blueprints.commands.jobs import handlers
from blueprints.commands.watch import Watch
from models.accounts.account import Account, Role
from models.accounts.sign_in_session import Rung
from models.audit.actor import Actor
from models.audit.checkpoints import CheckpointBook, make_checkpoint
from models.audit.event_names import EventName
from models.audit.tables import AuditEvent
from models.auditing.pack import place_of
from models.cases.files import CaseFile
from models.jobs.job import Job, JobState
from models.jobs.worker import Worker
from models.monitoring.tables import DetectorHead
from models.organisations.kinds import OrganisationKind
from tests.driver.visitor import Visitor
from tests.factories.incidents import OUTGOING
from tests.factories.watch_cases import open_case
from tests.threats.conftest import Service
from tests.threats.failing import busy, files_end_at
from tests.threats.test_faults import is_sqlite, refused

CONSOLE = Actor.at_console("tests")
CASE_FILE = "/admin/cases/1/file"


def count(service: Service, *names: EventName) -> int:
    with Session(service.engine) as session:
        chosen = select(func.count()).where(AuditEvent.name.in_(names))
        return session.scalar(chosen) or 0


def command(service: Service, *arguments: str) -> tuple[int, str]:
    """Exit code and words of a command; a traceback is no word."""
    result = service.app.test_cli_runner().invoke(args=list(arguments))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output


def officer(service: Service) -> Visitor:
    visitor, _ = service.enter(OrganisationKind.OWNER, role=Role.OWNER_OFFICER)
    return visitor


def checkpoints(service: Service) -> CheckpointBook:
    """The book with one checkpoint in it."""
    book = CheckpointBook.of(service.settings)
    service.enter()
    service.change(lambda session: make_checkpoint(session, book, CONSOLE))
    return book


def test_half_a_checkpoint_is_none_and_the_book_stays_readable(service: Service) -> None:
    book = checkpoints(service)
    before, made = book.path.read_bytes(), count(service, EventName.CHECKPOINT_MADE)
    with files_end_at(len(before) + 50):
        code, said = command(service, "audit", "checkpoint")
    assert (code, "何も変わっていません" in said) == (1, True), said
    assert book.path.read_bytes() == before
    assert count(service, EventName.CHECKPOINT_MADE) == made
    assert command(service, "audit", "checkpoint")[0] == 0
    assert command(service, "audit", "verify")[0] == 0


def test_an_export_of_the_trail_that_does_not_fit_or_cannot_be_recorded_leaves_no_file(
    service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    service.enter()
    out = tmp_path / "trail.jsonl"
    with files_end_at(100):
        code, said = command(service, "audit", "export", str(out))
    assert (code, "何も変わっていません" in said, out.exists()) == (1, True, False), said
    with busy(service, monkeypatch):
        code, said = command(service, "audit", "export", str(out))
    assert (code, "データベースを使えませんでした" in said, out.exists()) == (1, True, False), said
    assert count(service, EventName.TRAIL_EXPORTED) == 0
    assert command(service, "audit", "export", str(out))[0] == 0
    assert (out.exists(), count(service, EventName.TRAIL_EXPORTED)) == (True, 1)


def test_commands_of_the_trail_wait_their_turn_and_then_say_that_nothing_was_done(
    service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = checkpoints(service)
    before = book.path.read_bytes()
    assert command(service, "audit", "export", str(tmp_path / "old"))[0] == 0
    with busy(service, monkeypatch):
        for arguments in (
            ("audit", "checkpoint"),
            ("audit", "verify"),
            ("audit", "purge", str(tmp_path / "old"), "--approval", "1"),
            ("inspect", "--keep"),
        ):
            code, said = command(service, *arguments)
            assert code != 0, arguments
            words = ("データベースを使えませんでした", "見つかりません", "ありません")
            assert any(one in said for one in words), (arguments, said)
    assert book.path.read_bytes() == before
    assert count(service, EventName.TRAIL_PURGED, EventName.INSPECTION_KEPT, EventName.TRAIL_VERIFIED) == 0


def test_a_full_disk_shows_nothing_that_it_cannot_record(service: Service) -> None:
    if not is_sqlite(service):
        return  # the server's disk is the server's; read-only and locked databases are tried in test_faults
    visitor, _ = service.enter()
    service.engine.dispose()
    with files_end_at(1):
        for path in ("/certifications?q=みほん", "/certifications/A100005C14"):
            response = visitor.request("GET", path)
            assert refused(response), path
            assert "A100005C14" not in response.get_data(as_text=True)
    assert visitor.visit("/certifications/A100005C14").heading


def test_a_file_of_a_case_that_does_not_fit_is_refused_and_leaves_nothing(service: Service) -> None:
    visitor = officer(service)
    _, person = service.enter()
    service.change(lambda session: open_case(session, session.get_one(Account, person.account.id)))
    folder = service.settings.incidents_folder
    token = visitor.visit(CASE_FILE) and visitor.token()

    def send() -> int:
        data = {"csrf_token": token, "file": (io.BytesIO(bytes(200_000)), "証拠.bin")}
        return visitor.request("POST", CASE_FILE, data=data, content_type="multipart/form-data").status_code

    with files_end_at(100_000 if not is_sqlite(service) else 70_000):
        assert send() == 503
    assert not folder.exists() or list(folder.iterdir()) == []
    assert count(service, EventName.CASE_FILE_ADDED) == 0
    assert send() == 303
    with Session(service.engine) as session:
        assert session.scalar(select(func.count()).select_from(CaseFile)) == 1


def test_a_pack_that_does_not_fit_ends_in_words_and_leaves_nothing(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor, _ = service.enter(OrganisationKind.AUDITOR, "", role=Role.AUDITOR)
    visitor.visit("/admin/audit/packs")
    visitor.submit("pack")

    def full(*_arguments: object) -> int:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("models.sealed_file.SealedWriter.write", full)
        worker = Worker(sessionmaker(service.engine, expire_on_commit=False), handlers(service.settings), "tests")
        assert worker.do_next()
    with Session(service.engine) as session:
        job = session.scalars(select(Job)).one()
        assert (job.state, "空き容量" in job.sentence) == (JobState.FAILED, True)
    assert list(place_of(service.settings).folder.iterdir()) == []
    assert "空き容量" in visitor.visit("/admin/audit/packs").text
    assert count(service, EventName.EVIDENCE_PACK_MADE) == 0


def test_without_a_detector_no_file_leaves_and_people_still_come_in(service: Service) -> None:
    visitor, _ = service.enter()
    service.change(lambda session: session.execute(delete(DetectorHead)))
    visitor.visit("/certifications/export?q=みほん")
    sent = {"csrf_token": visitor.token(), "purpose": "purchase", "format": "csv"}
    response = visitor.request("POST", "/certifications/export?q=みほん", data=sent)
    assert (response.status_code, "監視が働いていない" in response.get_data(as_text=True)) == (422, True)
    assert count(service, EventName.CERTIFICATIONS_EXPORTED) == 0
    assert visitor.visit("/certifications").heading, "looking is recorded, and is looked at when the detector is back"
    half, _ = service.enter(rung=Rung.SECOND_FACTOR)
    assert half.visit("/consent").heading


def test_the_feed_that_finds_the_database_busy_misses_nothing_afterwards(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor, _ = service.enter()
    visitor.visit("/certifications")
    with Session(service.engine) as session:
        before = session.scalars(select(DetectorHead.number)).one()
        last = session.scalar(select(func.max(AuditEvent.number)))
    with service.app.app_context():
        from blueprints.unit_of_work import session_factory

        with busy(service, monkeypatch):
            Watch(session_factory(), OUTGOING).look()
        with Session(service.engine) as session:
            assert session.scalars(select(DetectorHead.number)).one() == before
        Watch(session_factory(), OUTGOING).look()
    with Session(service.engine) as session:
        assert session.scalars(select(DetectorHead.number)).one() >= (last or 1) > before
