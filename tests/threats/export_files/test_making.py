"""A file in the making: what ends it, and what is left then."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from models import clock
from models.accounts.account import AccountState
from models.audit.event_names import EventName
from models.certifications.export_files import ExportFile
from models.jobs.job import Job, JobState
from models.jobs.queue import STALE_AFTER
from models.organisations.kinds import Standing
from models.register.certification import Certification
from models.register.tripwire import opened
from tests.access.people import SignedInPerson
from tests.factories.editions import withdraw
from tests.threats.export_files.conftest import (
    EXPORT,
    Office,
    account_of,
    at_row,
    kind_of,
    organisation_of,
    rows_in,
    session_of,
)

ENDINGS: dict[str, Callable[[SignedInPerson], Callable[[Session], object]]] = {
    "signed out": lambda person: session_of(person, ended_at=clock.now()),
    "left idle": lambda person: session_of(person, last_seen_at=clock.now() - timedelta(minutes=31)),
    "older consent": lambda person: session_of(person, consent_version="elsewhere"),
    "stopped": lambda person: account_of(person, state_code=AccountState.STOPPED.value),
    "kind stopped": lambda person: kind_of(person, stopped_at=clock.now()),
    "roll-call unanswered": lambda person: account_of(person, roll_call_due_at=clock.now()),
    "first day not reached": lambda person: account_of(person, starts_on=clock.today() + timedelta(days=1)),
    "last day passed": lambda person: account_of(person, ends_on=clock.today() - timedelta(days=1)),
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
