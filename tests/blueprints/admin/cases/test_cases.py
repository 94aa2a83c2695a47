"""A case from page to page, from form to form and without a script: read, noted, with files, ended (M8, M11)."""

import hashlib
import io
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from models import clock
from models.accounts.account import Account, Role
from models.audit.event_names import EventName
from models.cases.case import WatchCase
from models.cases.files import CaseFile
from models.cases.kinds import JOINS_WITHIN
from models.cases.opening import put_in_case
from models.detection import person
from models.detection.habit import HELD_DAYS
from models.detection.hours import day_of
from models.detection.measures import Measure
from models.monitoring.stored_states import StoredStates
from models.monitoring.tables import AlertState
from models.monitoring.watching import catch_up
from models.organisations.kinds import OrganisationKind
from tests.blueprints.admin.conftest import Office, approve
from tests.driver.visitor import Visitor
from tests.factories.incidents import OUTGOING
from tests.factories.watch_cases import open_case, raise_alert

CASE = "/admin/cases/1"
WHO = "検知 三郎"
CONTENT = "聞き取りの記録\r\n".encode() * 9000


@pytest.fixture
def case(office: Office) -> Visitor:
    """A case about a member of a grid company; an officer who handles it."""
    office.enter(OrganisationKind.GRID_OPERATOR, Role.MEMBER, "tokyo", name=WHO)
    about(office, WHO)
    return office.enter(name="対応 一郎")


def about(office: Office, name: str) -> None:
    number = office.find(name)
    office.change(lambda session: open_case(session, session.get_one(Account, number)))


def sit_together(session: Session, one: int, other: int) -> None:
    """Two of one organisation."""
    session.get_one(Account, one).organisation_id = session.get_one(Account, other).organisation_id


def send_file(visitor: Visitor, content: bytes, name: str = "聞き取り.txt") -> int:
    data = {"csrf_token": visitor.token(), "file": (io.BytesIO(content), name)}
    return visitor.request("POST", f"{CASE}/file", data=data, content_type="multipart/form-data").status_code


def test_a_case_is_read_and_noted_and_both_are_recorded(office: Office, case: Visitor) -> None:
    page = case.visit("/admin/cases")
    assert WHO in page.text
    assert "書き出した件数が100件" in case.visit(CASE).text
    case.follow("記録を書く")
    assert case.submit("note", text="  ", expect=422).errors == ["内容を書いてください。"]
    page = case.submit("note", text="本人に電話で確かめた。\n<b>太字</b>")
    assert page.heading.startswith("検知の案件")
    [line] = [row for row in page.rows("経過") if row["種類"] == "記録"]
    assert "本人に電話で確かめた。" in line["内容"]
    assert "<b>太字</b>" in line["内容"], "what was typed is text"
    told = office.events(EventName.CASE_NOTED)
    assert [one[1] for one in told] == [office.find("対応 一郎")]
    assert "本人に電話" not in str(told), "what was typed stands in the case alone"
    assert len(office.events(EventName.CASE_READ)) >= 2


def test_a_file_is_kept_encrypted_and_comes_back_as_it_was(office: Office, case: Visitor) -> None:
    case.visit(CASE)
    case.follow("ファイルを加える")
    assert case.submit("file-form", expect=422).errors == ["ファイルを選んでください。"]
    assert send_file(case, b"") == 422
    assert send_file(case, CONTENT) == 303
    digest = hashlib.sha256(CONTENT).hexdigest()
    [row] = case.visit(CASE).rows("ファイル")
    assert (row["名前"], row["SHA-256"]) == ("聞き取り.txt", digest)
    with Session(office.engine) as session:
        kept = session.scalars(select(CaseFile)).one()
    settings = office.app.extensions["saiene.settings"]
    assert CONTENT[:40] not in (settings.incidents_folder / kept.token).read_bytes()
    response = case.request("GET", f"{CASE}/files/1")
    assert response.get_data() == CONTENT
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.mimetype == "application/octet-stream"
    assert case.request("HEAD", f"{CASE}/files/1").status_code == 200
    [(_name, _who, details)] = office.events(EventName.CASE_FILE_FETCHED)
    assert details["sha256"] == digest
    for absent in (f"{CASE}/files/2", "/admin/cases/2/files/1"):
        assert case.request("GET", absent).status_code == 404


def test_a_case_ends_once_with_a_reason_and_takes_no_file_afterwards(office: Office, case: Visitor) -> None:
    case.visit(CASE)
    case.follow("案件を終了する")
    assert len(case.submit("close", expect=422).errors) == 2
    page = case.submit("close", outcome="justified", conclusion="説明を待たずに終えた")
    assert "説明が、まだありません" in page.text
    assert office.events(EventName.CASE_CLOSED) == []
    case.visit(f"{CASE}/close")
    page = case.submit("close", outcome="harmless", conclusion="業務の確認だった。")
    assert "案件を終了しました。" in page.text
    assert page.terms()["結果"] == "調べた結果、問題はなかった"
    assert "案件を終了する" not in page.text
    case.visit(f"{CASE}/close")
    assert "この案件は終了しています" in case.submit("close", outcome="misused", conclusion="二度目").text
    assert send_file(case, CONTENT) == 422
    assert len(office.events(EventName.CASE_CLOSED)) == 1
    with Session(office.engine) as session:
        assert session.scalars(select(WatchCase.outcome_code)).one() == "harmless"


@pytest.mark.parametrize(
    ("outcome", "beside", "excused"),
    [
        ("harmless", "", True),
        ("harmless", "unexplained", False),
        ("misused", "", False),
        ("harmless", "weak sign", True),
        ("harmless", "alert", False),
        ("harmless", "open", False),
        ("harmless", "misused", False),
        ("harmless", "justified", True),
        ("harmless", "misused long ago", True),
    ],
)
def test_what_was_found_to_be_somebodys_work_becomes_their_habit_unless_something_else_is_unanswered(
    office: Office, case: Visitor, outcome: str, beside: str, excused: bool
) -> None:
    number = office.find(WHO)
    with Session(office.engine) as session:
        login_id = session.get_one(Account, number).login_id
    held = {str(Measure.EXPORT_ROWS.value): [100, day_of(int(clock.now().timestamp()))]}

    def hold_down(session: Session) -> None:
        states = StoredStates(session)
        states.put(f"person:{login_id}", person.new_person(1_700_000_000, 1) | {"held": held})
        states.save()
        if beside != "unexplained":
            session.scalars(select(WatchCase)).one().explained_at = clock.now()
        if beside not in {"", "unexplained"}:
            add_beside(session, session.get_one(Account, number), beside)

    office.change(hold_down)
    case.visit(f"{CASE}/close")
    case.submit("close", outcome=outcome, conclusion="業務の確認だった。")
    catch_up(sessionmaker(office.engine))
    with Session(office.engine) as session:
        state = StoredStates(session).get(f"person:{login_id}")
        assert state is not None
        assert state["held"] == ({} if excused else held)


def add_beside(session: Session, account: Account, what: str) -> None:
    """Another alert about the person, or the case of one, open or ended with this finding."""
    alert = raise_alert(session, account)
    if what == "weak sign":
        alert.state_code = AlertState.NOTED.value
    if what in {"weak sign", "alert"}:
        return
    first = session.scalars(select(WatchCase)).one()
    first.opened_at -= JOINS_WITHIN
    session.flush()
    put_in_case(session, OUTGOING, alert, clock.now())
    if what != "open":
        other = session.scalars(select(WatchCase).where(WatchCase.id != first.id)).one()
        other.outcome_code = what.removesuffix(" long ago")
        other.closed_at = clock.now() - timedelta(days=HELD_DAYS if what.endswith("ago") else 1)
        alert.state_code = AlertState.SETTLED.value


def test_a_case_is_passed_on_as_an_incident(office: Office, case: Visitor) -> None:
    case.visit(f"{CASE}/pass-on")
    assert len(case.submit("pass-on", expect=422).errors) == 2
    page = case.submit("pass-on", kind="outside_purpose", what="目的外の閲覧が疑われる。")
    assert "に引き継ぎました。" in page.text
    assert page.terms()["結果"] == "漏えい等への対応に引き継いだ"
    assert len(office.events(EventName.CASE_PASSED_ON)) == 1


def test_about_the_own_organisation_one_proposes_the_end_and_another_ends_it(
    office: Office, first: Visitor, second: Visitor
) -> None:
    office.enter(name="同僚 四郎")
    office.change(lambda session: sit_together(session, office.find("同僚 四郎"), office.find("起草 一郎")))
    about(office, "同僚 四郎")
    first.visit(f"{CASE}/close")
    assert "もう一人が承認すると終了します。" in first.page.text
    assert "終了を提案しました。" in first.submit("close", outcome="harmless", conclusion="業務だった。").text
    assert office.events(EventName.CASE_CLOSED) == []
    approve(second)
    assert "調べた結果、問題はなかった" in second.visit(CASE).text


def test_those_who_look_do_not_write_and_nobody_meets_a_case_about_themselves(office: Office, case: Visitor) -> None:
    auditor = office.enter(OrganisationKind.AUDITOR, Role.AUDITOR, "", name="監査 五郎")
    page = auditor.visit(CASE)
    for words in ("記録を書く", "ファイルを加える", "案件を終了する"):
        assert words not in page.text
    for path in ("note", "file", "close", "pass-on"):
        assert auditor.request("GET", f"{CASE}/{path}").status_code == 403, path
    about(office, "対応 一郎")
    assert case.request("GET", "/admin/cases/2").status_code == 404
    assert "対応 一郎" not in str(case.visit("/admin/cases").rows())
    assert case.request("GET", "/admin/cases/2/note").status_code == 404
