"""Self-inspections through the pages: made by the manager, noted by the owner, planned for the year (M19)."""

import csv
import io

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from models.assurance.run import keep_run
from models.audit.actor import Actor
from models.audit.event_names import EventName
from models.inspection.checks import CHECKS
from tests.blueprints.admin.conftest import Office
from tests.driver.visitor import Visitor


def test_an_inspection_is_made_read_noted_and_taken_away(
    office: Office, manager: Visitor, officer: Visitor, auditor: Visitor
) -> None:
    manager.visit("/admin/inspection")
    page = manager.submit("run")
    assert page.heading == "自己点検の結果 S-2026-0001"
    assert all(check.title in page.text for check in CHECKS)
    assert "端末が登録されていない利用中のアカウントがあります" in page.text, "the people of this test have none"
    assert "結果を確認した" not in page.text, "noting it is the owner's"

    assert "確認を待つ自己点検の結果" in officer.visit("/admin").text
    officer.visit("/admin/inspection/1")
    assert "自己点検の結果を確認しました。" in officer.submit("sign", remark="指摘を登録します。").text
    assert "確認を待つ自己点検の結果" not in officer.visit("/admin").text

    auditor.visit("/admin/inspection/1")
    auditor.follow("CSVに書き出す")
    rows = list(csv.reader(io.StringIO(auditor.response.get_data(as_text=True).removeprefix("\ufeff"))))
    assert len(rows) > len(CHECKS)
    assert ["M5", "本人の端末による確認", "守られていない"] in [row[:3] for row in rows]
    events = office.events(EventName.INSPECTION_KEPT, EventName.INSPECTION_ACKNOWLEDGED)
    assert [name for name, _account, _details in events] == ["inspection:run:keep", "inspection:run:acknowledge"]
    with Session(office.engine) as session, pytest.raises(DatabaseError, match="never changed"):
        session.execute(text("UPDATE inspection_runs SET not_kept = 0"))


def test_the_plan_says_what_is_lacking_until_it_is_there(manager: Visitor, auditor: Visitor) -> None:
    page = manager.visit("/admin/inspection/plan")
    assert page.heading == "2026年度の点検・監査の計画"
    assert "自己点検の予定が年2回に足りません（予定 0 回）。" in page.text
    for month, kind in (("6", "self_inspection"), ("12", "self_inspection"), ("1", "external_audit")):
        manager.visit("/admin/inspection/plan/new")
        manager.submit("plan-item", month=month, kind=kind, subject=f"{month}月の点検", who="システム管理者")
    page = auditor.visit("/admin/inspection/plan")
    assert "予定が年2回に足りません" not in page.text
    assert "外部監査の予定がありません" not in page.text
    assert "保存された自己点検が年2回に達していません（実施 0 回）。" in page.text
    assert page.text.index("12月の点検") < page.text.index("1月の点検"), "the fiscal year begins in April"

    manager.visit("/admin/inspection/plan/1/done")
    page = manager.submit("plan-done", on="2026-06-01", note="早すぎます。", expect=422)
    assert "実施した日は、今日までの日付で入力してください。" in page.text
    page = manager.submit("plan-done", on="2026-05-30", note="報告書 1 号")
    assert ("実施済み" in page.text, "報告書 1 号" in page.text) == (True, True)
    manager.visit("/admin/inspection/plan/2/withdraw")
    page = manager.submit("plan-withdraw", note="翌年度に行う")
    assert "自己点検の予定が年2回に足りません（予定 1 回）。" in page.text


def test_the_list_is_narrowed_and_sorted_by_what_came_out(office: Office, auditor: Visitor) -> None:
    def keep(session: Session) -> None:
        for number, (not_kept, unknown) in enumerate(((0, 0), (2, 0), (1, 3))):
            counts = (9 - number, not_kept, unknown, 0)
            keep_run(session, Actor.at_console(f"server-{number}"), "{}", f"{number:064}", counts)

    office.change(keep)

    def shown(query: str) -> list[str]:
        page = auditor.visit(f"/admin/inspection?{query}")
        return [line["行った人"] for line in page.rows()] if "該当するものはありません" not in page.text else []

    first, second, third = shown("sort=at")
    assert shown("") == [third, second, first]
    assert shown("result=not_kept") == [third, second]
    assert shown("result=unknown") == [third]
    assert shown("result=kept") == [first]
    assert shown(f"who={second}") == [second]
    assert shown("sort=-not_kept") == [second, third, first]
    assert shown("sort=kept") == [third, second, first]
    assert shown("result=kept&who=nobody") == []
