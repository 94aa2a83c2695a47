"""Files made by a job: whose they are, what they hold, and what lies of them on the disk."""

import re
from datetime import timedelta

import time_machine
from sqlalchemy import select
from werkzeug.test import TestResponse

from models import clock
from models.accounts.sign_in_session import SignInSession
from models.audit.event_names import EventName
from models.audit.tables import AuditEventFacility
from models.certifications.export_files import KEPT_FOR, ExportFile
from models.organisations.kinds import OrganisationKind
from models.register.certification import Certification
from models.register.tripwire import opened
from tests.threats.export_files.conftest import Office, rows_in


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


def test_what_a_crash_left_in_the_folder_is_cleared_away_and_nothing_else(office: Office) -> None:
    number = office.made()
    folder = office.service.settings.exports_folder
    (folder / "20260101-AAAAAAAA").write_bytes(b"x")
    (folder / "20260101-BBBBBBBB.parts").mkdir()
    (folder / "20260101-BBBBBBBB.parts" / "sheet").write_bytes(b"x")
    office.worker().look_after()
    assert office.lying() == [number]
