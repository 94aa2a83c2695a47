"""What stays out of reach: foreign incidents, files in the browser, the register's other readers."""

import hashlib

import pytest
from sqlalchemy import select

from models.audit.event_names import EventName
from models.audit.tables import AuditEvent
from tests.blueprints.incidents.conftest import Office, pass_on, report
from tests.factories.incidents import (
    COLLEAGUE,
    FOREIGN_LEAD,
    FOREIGN_MEMBER,
    LEAD,
    MANAGER,
    MEMBER,
    OFFICER,
    SECOND_LEAD,
    SECOND_OFFICER,
)  # fmt: skip

CONTENT = b"<html><script>alert(1)</script></html>" * 4000
CASE = ("", "/report", "/entry", "/file", "/facts", "/told", "/close", "/reopen", "/seen", "/seen/facilities",
        "/seen/facilities.csv", "/files/1")  # fmt: skip


def test_a_foreign_report_is_absent_like_one_that_does_not_exist(office: Office) -> None:
    report(office.visitor(MEMBER))
    for login_id in (COLLEAGUE, FOREIGN_MEMBER, FOREIGN_LEAD, OFFICER, MANAGER):
        visitor = office.visitor(login_id)
        assert "報告はありません。" in visitor.page.text
        answers = [visitor.visit(f"/incidents/{number}", expect=404).text for number in (1, 99)]
        assert answers[0] == answers[1]
        token = visitor.token()
        for act in ("word", "pass-on"):
            data = {"csrf_token": token, "text": "x", "severity": "grave", "personal_data": "no", "measures": "x"}
            assert visitor.request("POST", f"/incidents/1/{act}", data=data).status_code in {403, 404}


def test_a_case_that_has_not_come_and_one_about_themselves_are_absent_for_officers(office: Office) -> None:
    report(office.visitor(MEMBER))
    report(office.visitor(MEMBER), person=OFFICER, direct=True)
    about, other = office.visitor(OFFICER), office.visitor(SECOND_OFFICER)
    for part in CASE:
        assert about.visit(f"/admin/incidents/1{part}", expect=404)
        assert about.visit(f"/admin/incidents/2{part}", expect=404)
    assert about.visit("/admin/incidents").text.count("I-2026") == 0
    assert [line["受付番号"] for line in other.visit("/admin/incidents").rows()] == ["I-2026-0002"]


def test_a_file_comes_back_as_it_was_and_is_never_shown(office: Office) -> None:
    report(office.visitor(MEMBER), direct=True)
    officer = office.visitor(OFFICER)
    officer.visit("/admin/incidents/1/file")
    officer.submit("file-form", file=("C:\\Users\\x\\証拠.html", CONTENT))
    answer = officer.request("GET", "/admin/incidents/1/files/1")
    assert answer.get_data() == CONTENT
    assert answer.mimetype == "application/octet-stream"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"].startswith("attachment; ")
    with office.session() as session:
        chosen = select(AuditEvent).where(AuditEvent.name == EventName.INCIDENT_FILE_FETCHED.value)
        [event] = session.scalars(chosen)
        assert event.details == {"file": 1, "sha256": hashlib.sha256(CONTENT).hexdigest()}
    [path] = office.settings.incidents_folder.iterdir()
    assert b"script" not in path.read_bytes(), "on the disk it is sealed"
    assert path.stat().st_mode & 0o077 == 0


def test_a_file_of_another_case_is_absent(office: Office) -> None:
    for _ in range(2):
        report(office.visitor(MEMBER), direct=True)
    officer = office.visitor(OFFICER)
    officer.visit("/admin/incidents/1/file")
    officer.submit("file-form", file=("x", b"x"))
    assert officer.request("GET", "/admin/incidents/2/files/1").status_code == 404
    assert officer.request("HEAD", "/admin/incidents/1/files/1").get_data() == b""


def test_a_file_that_cannot_be_kept_leaves_nothing(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("models.incidents.evidence.LARGEST", 1 << 10)
    report(office.visitor(MEMBER), direct=True)
    officer = office.visitor(OFFICER)
    for content, reason in ((b"", "ファイルが空です。"), (b"x" * 1025, "ファイルが大きすぎます。")):
        officer.visit("/admin/incidents/1/file")
        page = officer.submit("file-form", file=("x", content), expect=422)
        assert page.errors[0].startswith(reason)
    assert [*office.settings.incidents_folder.iterdir()] == []


def test_no_more_files_than_there_may_be(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("models.incidents.evidence.MOST", 1)
    report(office.visitor(MEMBER), direct=True)
    officer = office.visitor(OFFICER)
    for status in (200, 422):
        officer.visit("/admin/incidents/1/file")
        officer.submit("file-form", file=("x", b"x"), expect=status)
    assert len([*office.settings.incidents_folder.iterdir()]) == 1


def test_wrong_facts_are_told_at_their_field_and_kept_in_the_form(office: Office) -> None:
    report(office.visitor(MEMBER), direct=True)
    officer = office.visitor(OFFICER)
    for field, value, reason in (
        ("person", "nobody", "このIDの利用者は登録されていません。"),
        ("organisation", "ない会社", "この名称の組織は登録されていません。"),
        ("period_to", "2026-05-01", "期間は、はじめの日と終わりの日の両方を、順に入力してください。"),
    ):
        officer.visit("/admin/incidents/1/facts")
        page = officer.submit("facts", {field: value}, expect=422)
        assert (page.errors, page.field(field)) == ([reason], value)


def test_an_officer_who_overwrites_a_colleague_is_told_so(office: Office) -> None:
    report(office.visitor(MEMBER), direct=True)
    first, second = office.visitor(OFFICER), office.visitor(SECOND_OFFICER)
    for officer in (first, second):
        officer.visit("/admin/incidents/1/facts")
    first.submit("facts", severity="grave")
    page = second.submit("facts", severity="slight")
    assert "ほかの担当が事実を更新しました" in page.text
    assert page.terms()["重大度"] == "重大"


def test_an_assessment_that_is_missing_something_comes_back_whole(office: Office) -> None:
    report(office.visitor(MEMBER))
    lead = office.visitor(LEAD)
    lead.visit("/incidents/1")
    page = lead.submit("pass-on", measures="書きかけ", expect=422)
    assert page.errors == ["重大度を選んでください。", "個人の情報を含むかを選んでください。"]
    assert page.field("measures") == "書きかけ"


def test_of_two_responsible_persons_who_pass_it_on_one_does(office: Office) -> None:
    report(office.visitor(MEMBER))
    first, second = office.visitor(LEAD), office.visitor(SECOND_LEAD)
    second.visit("/incidents/1")
    pass_on(first)
    page = second.submit("pass-on", severity="slight", personal_data="いいえ", measures="なし")
    assert "すでに評価されています" in page.text


def test_more_can_be_told_and_reaches_whoever_has_it_in_hand(office: Office) -> None:
    member = office.visitor(MEMBER)
    report(member)
    page = member.submit("word", text="相手から返事が来た。")
    assert "相手から返事が来た。" in page.text
    assert "相手から返事が来た。" in office.visitor(LEAD).visit("/incidents/1").text
    page = member.submit("word", text="", expect=422)
    assert page.errors == ["伝えることを書いてください。"]
