"""Files made by a job: whose they are, what they hold, what ends them, and what is left on the disk."""

import csv
import io
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session, sessionmaker
from werkzeug.test import TestResponse

from blueprints.commands.jobs import handlers
from models import clock
from models.accounts.account import Account, AccountState
from models.accounts.sign_in_session import SignInSession
from models.audit.event_names import EventName
from models.audit.tables import AuditEvent, AuditEventFacility
from models.certifications import export
from models.certifications.column_preferences import ColumnPreference
from models.certifications.export_files import KEPT_FOR, ExportFile
from models.jobs import queue
from models.jobs.job import Job, JobKind, JobState
from models.jobs.queue import STALE_AFTER
from models.jobs.worker import Worker
from models.organisations.kinds import OrganisationKind, Standing
from models.organisations.organisation import Organisation
from models.register.certification import Certification
from models.register.tripwire import opened
from tests.access.people import SignedInPerson
from tests.driver.page import Page
from tests.factories.editions import withdraw
from tests.threats.conftest import Service

EXPORT = "/certifications/export?columns=facility_id&columns=operator_name&columns=output_kw&columns=prefecture"


@pytest.fixture(autouse=True)
def slowly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every file is made by a job, a few rows at a time, and its person asked for at each."""
    monkeypatch.setattr("models.certifications.export_format._ROWS_SENT_AT_ONCE", dict.fromkeys(export.ExportFormat, 0))
    monkeypatch.setattr(export, "ROWS_AT_A_TIME", 5)
    monkeypatch.setattr(export, "BATCHES_A_CHECK", 1)


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


def test_a_large_file_is_asked_for_made_and_fetched_without_script(office: Office) -> None:
    number = office.ask()
    page = office.page(number)
    assert 'http-equiv="refresh"' in page.source
    assert office.visitor.request("GET", f"/certifications/exports/{number}/file").status_code == 303
    assert office.worker().do_next()
    page = office.page(number)
    assert "ファイルができました。" in page.text
    assert 'http-equiv="refresh"' not in page.source
    response = office.visitor.request("GET", page.link("ファイルを受け取る"))
    assert response.headers["Content-Disposition"] == f"attachment; filename=saiene-{number}.csv"
    assert len(response.get_data()) == int(response.headers["Content-Length"])
    rows = rows_in(response)
    assert number in response.get_data(as_text=True)
    with office.sessions() as session, opened():
        assert {row[0] for row in rows} == set(session.scalars(select(Certification.facility_id)))
    assert "ファイルができました。" in office.visitor.visit("/certifications/exports").rows()[0]["状態"]


def test_every_step_is_in_the_trail_and_the_rows_before_anybody_can_fetch_them(office: Office) -> None:
    number = office.made()
    asked, made, ended = office.events(
        EventName.CERTIFICATIONS_EXPORTED, EventName.EXPORT_MADE, EventName.EXPORT_ENDED, EventName.EXPORT_FETCHED
    )
    assert {event.object for event in (asked, made, ended)} == {f"file:{number}"}
    assert {event.login_id for event in (asked, made, ended)} == {office.person.account.login_id}
    with office.sessions() as session, opened():
        named = select(AuditEventFacility.certification_id).where(AuditEventFacility.event_number == made.number)
        assert set(session.scalars(named)) == set(session.scalars(select(Certification.id)))
    assert made.details["total"] == asked.details["total"] == ended.details["rows"]
    office.fetch(number)
    fetched, over = office.events(EventName.EXPORT_FETCHED, EventName.EXPORT_FETCH_ENDED)
    assert (fetched.details, over.details["why"], over.outcome) == ({"file_number": number}, "complete", "done")


def test_the_progress_is_asked_for_by_the_script_without_keeping_the_session_alive(office: Office) -> None:
    number = office.ask()
    with office.sessions() as session:
        before = session.get_one(SignInSession, office.person.sign_in.id).last_seen_at
    with time_machine.travel(before + timedelta(minutes=20), tick=False):
        part = office.visitor.htmx(f"/certifications/exports/{number}", target="progress")
        assert "順番を待っています。" in part.text
        with office.sessions() as session:
            assert session.get_one(SignInSession, office.person.sign_in.id).last_seen_at == before
    with time_machine.travel(before + timedelta(minutes=31), tick=False):
        refused = office.visitor.request(
            "GET", f"/certifications/exports/{number}", headers={"HX-Request": "true", "HX-Request-Type": "partial"}
        )
        assert (refused.status_code, refused.get_data()) == (401, b"")


def same_answer(one: TestResponse, other: TestResponse) -> bool:
    def seen(response: TestResponse) -> tuple[int, str]:
        body = response.get_data(as_text=True)
        return response.status_code, re.sub(r'nonce="[^"]*"|value="[^"]*"|[0-9]{8}-[A-Z0-9]{8}', "", body)

    return seen(one) == seen(other)


def test_somebody_elses_file_is_as_absent_as_one_that_never_was(office: Office) -> None:
    number = office.made()
    for colleague in (office.service.enter(OrganisationKind.MINISTRY, "")[0], office.service.enter()[0]):
        for path in ("/certifications/exports/{}", "/certifications/exports/{}/file"):
            theirs, never = (colleague.request("GET", path.format(one)) for one in (number, "20260101-AAAAAAAA"))
            assert theirs.status_code == 404
            assert same_answer(theirs, never)
        data = {"csrf_token": colleague.token()}
        assert colleague.request("POST", f"/certifications/exports/{number}/cancel", data=data).status_code == 404
        assert number not in colleague.visit("/certifications/exports").source
    absent = office.events(EventName.EXPORT_FILE_ABSENT)
    assert {event.object for event in absent} == {"file:absent"}
    assert len(absent) == 10
    assert office.fetch(number).status_code == 200


def test_asking_for_the_head_of_a_file_fetches_and_tells_nothing(office: Office) -> None:
    number = office.made()
    answers = [office.visitor.request("HEAD", f"/certifications/exports/{one}/file") for one in (number, "x")]
    assert [(one.status_code, one.get_data()) for one in answers] == [(200, b"")] * 2
    assert "Content-Disposition" not in answers[0].headers
    assert office.events(EventName.EXPORT_FETCHED, EventName.EXPORT_FILE_ABSENT) == []


def test_what_lies_on_the_disk_can_be_read_by_nobody_without_its_row(office: Office) -> None:
    number = office.made("xlsx")
    assert office.lying() == [number]
    path = office.service.settings.exports_folder / number
    raw = path.read_bytes()
    assert b"A100001C22" not in raw
    assert not raw.startswith(b"PK")
    assert path.stat().st_mode & 0o077 == 0
    assert path.parent.stat().st_mode & 0o077 == 0


def test_a_file_is_gone_a_day_after_it_was_made(office: Office) -> None:
    with time_machine.travel(clock.now(), tick=False) as hands:
        number = office.made()
        begun = clock.now()
        for minutes, left in ((-1, [number]), (0, [])):
            hands.move_to(begun + KEPT_FOR + timedelta(minutes=minutes))
            office.worker().look_after()
            assert office.lying() == left
    (removed,) = office.events(EventName.EXPORT_FILE_REMOVED)
    assert (removed.login_id, removed.details) == ("worker", {"file_number": number, "why": "expired"})
    assert office.fetch(number).status_code == 404
    with office.sessions() as session:
        assert session.scalars(select(ExportFile)).all() == []


def account_of(person: SignedInPerson, **values: object) -> Callable[[Session], object]:
    return lambda session: session.execute(update(Account).where(Account.id == person.account.id).values(values))


def organisation_of(person: SignedInPerson, **values: object) -> Callable[[Session], object]:
    changed = update(Organisation).where(Organisation.id == person.account.organisation_id).values(values)
    return lambda session: session.execute(changed)


def session_of(person: SignedInPerson, **values: object) -> Callable[[Session], object]:
    changed = update(SignInSession).where(SignInSession.id == person.sign_in.id).values(values)
    return lambda session: session.execute(changed)


ENDINGS: dict[str, Callable[[SignedInPerson], Callable[[Session], object]]] = {
    "signed out": lambda person: session_of(person, ended_at=clock.now()),
    "left idle": lambda person: session_of(person, last_seen_at=clock.now() - timedelta(minutes=31)),
    "older consent": lambda person: session_of(person, consent_version="elsewhere"),
    "stopped": lambda person: account_of(person, state_code=AccountState.STOPPED.value),
    "another role": lambda person: account_of(person, role_code="auditor"),
    "barred": lambda person: organisation_of(person, standing_code=Standing.BARRED.value),
    "other rows": lambda person: organisation_of(person, laws=["11"]),
    "an item withdrawn": lambda _person: lambda session: withdraw(session, "operator_name"),
}


@pytest.mark.parametrize(("ending", "when"), [*((one, "half way") for one in ENDINGS), ("signed out", "waiting")])
def test_a_file_in_the_making_dies_with_its_session_or_right(
    office: Office, ending: str, when: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = office.ask()
    end = ENDINGS[ending](office.person)
    if when == "waiting":
        office.service.change(end)
    else:
        at_row(monkeypatch, 10, lambda: office.service.change(end))
    assert office.worker().do_next()
    assert office.lying() == []
    assert (office.job(number).state, "権限が変わった" in office.job(number).sentence) == (JobState.FAILED, True)
    (over,) = office.events(EventName.EXPORT_ENDED)
    assert (over.outcome, over.details["why"]) == ("failed", "rights changed")
    assert over.details["rows"] == (0 if when == "waiting" else 15)
    with office.sessions() as session:
        assert session.get_one(ExportFile, number).sealed_key == ""


def at_row(monkeypatch: pytest.MonkeyPatch, row: int, happens: Callable[[], object]) -> None:
    """Let something happen once, when so many rows are written."""
    from models.jobs.worker import Task

    done = iter([happens])

    def progress(task: Task, written: int, _total: int, plain: Callable[..., None] = Task.progress) -> None:
        if written == row:
            next(done, lambda: None)()
        plain(task, written, _total)

    monkeypatch.setattr(Task, "progress", progress)


def test_a_made_file_is_not_handed_out_under_other_rights(office: Office) -> None:
    number = office.made()
    office.service.change(organisation_of(office.person, laws=["11"]))
    assert office.fetch(number).status_code == 303
    assert "権限が変わったため、ファイルを消去しました" in office.page(number).text
    assert office.lying() == []
    (removed,) = office.events(EventName.EXPORT_FILE_REMOVED)
    assert removed.details == {"file_number": number, "why": "rights changed"}


def test_fetching_stops_when_the_session_ends(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("models.sealed_file.PIECE", 500)
    monkeypatch.setattr("models.certifications.export_files.PIECES_A_CHECK", 1)
    number = office.made()
    response = office.visitor.request("GET", f"/certifications/exports/{number}/file", buffered=False)
    pieces = iter(response.response)
    next(pieces)
    office.service.change(session_of(office.person, ended_at=clock.now()))
    with pytest.raises(Exception, match="書き出しを中止"):
        list(pieces)
    response.close()
    (over,) = office.events(EventName.EXPORT_FETCH_ENDED)
    assert (over.outcome, over.details["why"], over.details["bytes"]) == ("failed", "rights changed", 500)
    assert office.lying() == []


def test_the_rows_are_of_one_moment_although_others_write_meanwhile(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = rows_in(office.fetch(office.made()))

    def change() -> None:
        with office.sessions() as session, opened():
            session.execute(update(Certification).values(operator_name="別の会社", output_kw=1.0))
            session.commit()

    number = office.ask()
    at_row(monkeypatch, 10, change)
    office.worker().do_next()
    assert rows_in(office.fetch(number)) == before
    assert {row[1] for row in rows_in(office.fetch(office.made()))} == {"別の会社"}


def test_a_list_that_has_grown_since_it_was_asked_for_is_not_taken(office: Office) -> None:
    number = office.ask()
    with office.sessions() as session:
        session.execute(update(ExportFile).values(rows=ExportFile.rows - 1))
        session.commit()
    office.worker().do_next()
    assert "件数が増えたため" in office.page(number).text
    assert office.events(EventName.EXPORT_MADE) == []


@pytest.mark.parametrize("form", ["csv", "csv-shift-jis", "xlsx"])
def test_a_killed_worker_leaves_nothing_and_the_next_one_says_so(
    office: Office, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        """The process is gone: nothing of it runs any more, no clearing up either."""

    def kill() -> None:
        monkeypatch.setattr("models.certifications.export_job.shred", lambda *_: None)
        monkeypatch.setattr("models.certifications.export_files.Keeping.clear_work", lambda *_: None)
        raise Killed

    number = office.ask(form)
    with time_machine.travel(clock.now(), tick=False) as hands:
        with monkeypatch.context() as dying:
            at_row(dying, 10, kill)
            with pytest.raises(Killed):
                office.worker("the dead").do_next()
        monkeypatch.undo()
        assert office.lying()
        assert office.job(number).state is JobState.RUNNING
        hands.shift(STALE_AFTER + timedelta(seconds=1))
        assert [job.subject for job in office.worker("the next").look_after()] == [number]
        assert office.lying() == []
        assert "サーバーが止まったため" in office.page(number).text
    (over,) = office.events(EventName.EXPORT_ENDED)
    assert (over.login_id, over.details["why"]) == ("worker", "worker lost")


def test_what_a_crash_left_in_the_folder_is_cleared_away_and_nothing_else(office: Office) -> None:
    number = office.made()
    folder = office.service.settings.exports_folder
    (folder / "20260101-AAAAAAAA").write_bytes(b"x")
    (folder / "20260101-BBBBBBBB.parts").mkdir()
    (folder / "20260101-BBBBBBBB.parts" / "sheet").write_bytes(b"x")
    office.worker().look_after()
    assert office.lying() == [number]


def test_its_owner_can_call_it_off(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    number = office.ask()
    page = office.visitor.submit("作成を中止する")
    assert "中止しました。" in page.text
    assert not office.worker().do_next()
    assert office.fetch(number).status_code == 303
    running = office.ask()
    with time_machine.travel(clock.now(), tick=False) as hands:

        def call_off() -> None:
            office.page(running)
            office.visitor.submit("作成を中止する")
            hands.shift(timedelta(seconds=3))

        at_row(monkeypatch, 10, call_off)
        office.worker().do_next()
    assert office.job(running).state is JobState.CANCELLED
    assert office.lying() == []
    assert [event.details["why"] for event in office.events(EventName.EXPORT_ENDED)] == ["cancelled"] * 2


def test_a_workbook_can_be_called_off_while_it_is_packed(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    from models.certifications.export_job import _Packing

    def write(self: _Packing, data: bytes, plain: Callable[..., int] = _Packing.write) -> int:
        office.stopping = True
        return plain(self, data)

    monkeypatch.setattr(_Packing, "write", write)
    number = office.ask("xlsx")
    office.worker().do_next()
    assert office.lying() == []
    assert office.job(number).state is JobState.CANCELLED


def test_a_worker_that_has_to_end_clears_up_and_says_so(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    number = office.ask()
    at_row(monkeypatch, 10, lambda: setattr(office, "stopping", True))
    office.worker().do_next()
    assert office.lying() == []
    assert "サーバーを止めたため" in office.page(number).text
    assert [event.details["why"] for event in office.events(EventName.EXPORT_ENDED)] == ["broken off"]


def test_shift_jis_tells_before_the_file_is_fetched_what_it_cannot_write(office: Office) -> None:
    with office.sessions() as session, opened():
        session.execute(update(Certification).where(Certification.id == 1).values(operator_name="𠮷田−電力〜①髙"))
        session.commit()
    number = office.made("csv-shift-jis")
    page = office.page(number)
    assert page.rows("置き換えた文字") == [{"文字": "𠮷", "符号位置": "U+20BB7", "回数": "1"}]
    text = office.fetch(number).get_data().decode("cp932")
    assert "〓田－電力～①髙" in text
    assert "U+20BB7（1 回）を「〓」に置き換えました" in text


def test_a_code_is_asked_again_before_a_large_file_is_fetched(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    number = office.made()
    monkeypatch.setattr("models.certifications.export_files.STEP_UP_ROWS", 1)
    assert office.fetch(number).status_code == 200
    office.service.change(session_of(office.person, proved_at=clock.now() - timedelta(minutes=16)))
    asked = office.fetch(number)
    assert (asked.status_code, asked.headers["Location"].partition("?")[0]) == (303, "/login/step-up")


def test_many_small_files_want_a_code_as_one_large_file_does(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    total = len(rows_in(office.fetch(office.made())))
    office.service.change(session_of(office.person, proved_at=clock.now() - timedelta(minutes=16)))
    monkeypatch.setattr(export, "STEP_UP_ROWS", 2 * total)
    office.ask()
    monkeypatch.setattr(export, "STEP_UP_ROWS", 3 * total - 1)
    office.visitor.visit(EXPORT)
    office.visitor.submit("目的を確認して書き出す", purpose="other", note="試験", format="csv", expect=None)
    assert office.visitor.path.partition("?")[0] == "/login/step-up"


def test_a_made_file_has_the_columns_that_its_person_usually_sees(office: Office) -> None:
    with office.sessions() as session:
        keys = ["municipality", "facility_id"]
        session.add(ColumnPreference(account_id=office.person.account.id, columns=keys, chosen_at=clock.now()))
        session.commit()
    office.visitor.visit("/certifications/export")
    page = office.visitor.submit("目的を確認して書き出す", purpose="other", note="試験", format="csv")
    assert office.worker().do_next()
    assert {len(row) for row in rows_in(office.fetch(page.heading.removeprefix("ファイル ")))} == {2}
    (asked,) = office.events(EventName.CERTIFICATIONS_EXPORTED)
    (made,) = office.events(EventName.EXPORT_MADE)
    assert asked.details["items"] == made.details["items"] == keys


def test_what_was_asked_for_is_not_shown_under_other_rights(office: Office) -> None:
    office.visitor.visit(f"{EXPORT}&q=みほん")
    page = office.visitor.submit("目的を確認して書き出す", purpose="other", note="試験", format="csv")
    number = page.heading.removeprefix("ファイル ")
    assert office.worker().do_next()
    assert "みほん" in office.page(number).text
    office.service.change(organisation_of(office.person, laws=["11"]))
    page = office.page(number)
    assert "みほん" not in page.text
    assert "受け取れません" in page.text
    assert "ファイルを受け取る" not in page.text


def test_the_quota_counts_files_that_a_job_makes(office: Office) -> None:
    for _ in range(3):
        office.ask()
    page = office.visitor.visit(EXPORT)
    assert "10分間に書き出せるのは3ファイルまでです。" in page.text


def test_asking_without_a_purpose_makes_no_job(office: Office) -> None:
    office.visitor.visit(EXPORT)
    page = office.visitor.submit("目的を確認して書き出す", format="xlsx", expect=422)
    assert page.errors
    with office.sessions() as session:
        assert session.scalar(select(func.count()).select_from(Job)) == 0
