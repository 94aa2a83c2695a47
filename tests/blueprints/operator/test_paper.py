"""The record on paper: entered by the manager, who learns nothing, released by an officer, and printed (B1)."""

from sqlalchemy import select

from models.audit.event_names import EventName
from models.audit.tables import AuditEvent
from tests.blueprints.incidents.conftest import Office
from tests.factories.incidents import GRID, MANAGER, MEMBER, OFFICER
from tests.factories.looking_back import LOOKER, OWN

FILLED_IN = {
    "requester": "見本 花子",
    "address": "静岡県見本市1-2-3",
    "identity": "photo-id",
    "first_day": "2026-04-01",
    "last_day": "2026-12-31",
    "reason": "書面での請求",
}


def test_a_request_on_paper_takes_two(office: Office) -> None:
    office.visitor(MEMBER).visit(f"/certifications/{OWN}")
    manager, officer = office.visitor(MANAGER), office.visitor(OFFICER)
    manager.visit("/admin")
    manager.follow("閲覧の記録の書面での請求")
    manager.follow("請求を入力する")
    page = manager.submit("paper-request", FILLED_IN | {"facility_id": "X"}, expect=422)
    assert page.errors == ["設備IDは英数字10文字で入力してください。"]
    texts = []
    for facility in ("A999999C22", OWN):
        manager.visit("/admin/paper-requests/new")
        texts.append(manager.submit("paper-request", FILLED_IN | {"facility_id": facility}).text.replace(facility, ""))
    assert "P-2026-0002" in texts[1]
    assert texts[0].count("承認待ち") == 1, "whether the facility exists is not told"
    manager.visit("/admin/paper-requests/2/record", expect=403)

    officer.visit("/admin/paper-requests/2/record")
    assert "まだ開示が承認されていません。" in officer.page.text
    page = officer.visit("/admin/approvals/2")
    assert OWN in page.text
    assert "見本 花子" in page.text
    officer.submit("approve")
    officer.visit("/admin/paper-requests")
    page = officer.follow("P-2026-0002")
    [look] = page.rows()
    assert (look["操作"], look["組織・部門"]) == ("詳細を表示", GRID)
    assert LOOKER not in page.text
    with office.session() as session:
        events = select(AuditEvent).where(AuditEvent.name.like("looking-back:paper%")).order_by(AuditEvent.number)
        found = list(session.scalars(events))
        assert [one.name for one in found] == [
            EventName.PAPER_REQUEST_ENTERED, EventName.PAPER_REQUEST_ENTERED, EventName.PAPER_RECORD_RELEASED,
            EventName.PAPER_RECORD_PRINTED,
        ]  # fmt: skip
        assert "見本" not in " ".join(str(one.details) for one in found)


def test_the_manager_cannot_approve_what_they_entered(office: Office) -> None:
    manager = office.visitor(MANAGER)
    manager.visit("/admin/paper-requests/new")
    manager.submit("paper-request", FILLED_IN | {"facility_id": OWN})
    page = manager.visit("/admin/approvals/1")
    assert "この操作を行う権限がありません。" in page.text


def test_a_release_of_what_is_not_registered_comes_back_to_the_officer_with_the_form(office: Office) -> None:
    manager, officer = office.visitor(MANAGER), office.visitor(OFFICER)
    manager.visit("/admin/paper-requests/new")
    manager.submit("paper-request", FILLED_IN | {"facility_id": "A999999C22"})
    officer.visit("/admin/approvals/1")
    page = officer.submit("approve", expect=422)
    assert page.errors[0].startswith("この設備IDの設備は、登録されていません。")
    assert page.terms()["状態"] == "承認待ち"
    assert "登録されていません" not in manager.visit("/admin/approvals/1").text
    officer.visit("/admin/paper-requests/1/record")
    assert "まだ開示が承認されていません。" in officer.page.text
    officer.visit("/admin/approvals/1")
    assert officer.submit("decline", why="設備IDの確認を求める").terms()["状態"] == "不承認"
    with office.session() as session:
        names = set(session.scalars(select(AuditEvent.name)))
    assert EventName.APPROVAL_REFUSED in names
    assert EventName.PAPER_RECORD_RELEASED not in names
