"""A made file handed out: to whom, with which columns, and what has to be proved again."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from models import clock
from models.audit.event_names import EventName
from models.certifications import quota
from models.certifications.column_preferences import ColumnPreference
from models.register.certification import Certification
from models.register.tripwire import opened
from tests.threats.export_files.conftest import EXPORT, Office, organisation_of, rows_in, session_of


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
    monkeypatch.setattr(quota, "STEP_UP_ROWS", 2 * total)
    office.ask()
    monkeypatch.setattr(quota, "STEP_UP_ROWS", 3 * total - 1)
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


def test_whoever_is_overtaken_by_another_file_of_theirs_is_asked_for_a_code_as_well(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.service.change(session_of(office.person, proved_at=clock.now() - timedelta(minutes=16)))
    office.visitor.visit(EXPORT)
    # Counted a second time, under the account's lock, the day's rows are more than when the page was answered.
    counted = iter([False, True])
    monkeypatch.setattr("models.certifications.export.needs_proof", lambda *_asked: next(counted))
    office.visitor.submit("目的を確認して書き出す", purpose="other", note="試験", format="csv")
    assert office.visitor.path.partition("?")[0] == "/login/step-up"
    assert office.events(EventName.CERTIFICATIONS_EXPORTED) == []
    assert list(counted) == []
