"""A month's report from the figures to the archive, from form to form (M11)."""

import io

import pytest
import python_calamine
import time_machine
from sqlalchemy import text, update
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session, sessionmaker

from blueprints.commands.jobs import handlers
from blueprints.deployment import KEY
from models.accounts.account import Account, AccountState
from models.audit.event_names import EventName
from models.jobs.worker import Worker
from models.reporting.sections.lives import COUNTED
from tests.blueprints.admin.conftest import Office
from tests.driver.page import Page
from tests.driver.visitor import Visitor
from tests.models.auditing.conftest import remove_guards

IN_JUNE = 12 * 86_400
"""Seconds from the evening of 31 May: the fifth business day of June is over."""
STEPS = (EventName.REPORT_DRAFTED, EventName.REPORT_SIGNED)


def order(manager: Visitor, remarks: str = "大きな変化はありません。") -> Page:
    manager.visit("/admin/reports/new")
    return manager.submit("draft", remarks=remarks)


def work(office: Office) -> None:
    """Let the worker do what waits."""
    worker = Worker(sessionmaker(office.engine, expire_on_commit=False), handlers(office.app.extensions[KEY]), "tests")
    assert worker.do_next()


def draft(office: Office, manager: Visitor, remarks: str = "大きな変化はありません。") -> Page:
    """Order the report, let the worker make it, and open it."""
    order(manager, remarks)
    work(office)
    manager.visit(manager.path)
    return manager.follow("月次報告を開く")


def test_a_month_is_drafted_signed_by_the_contractor_and_then_by_the_owner(
    office: Office, hands: time_machine.Traveller
) -> None:
    office.enter(name="五月 花子")
    hands.shift(IN_JUNE)
    manager, officer = _people(office)
    assert "2026年5月分の月次報告の作成・署名" in manager.visit("/admin").text
    page = draft(office, manager)
    assert page.heading == "月次報告 2026年5月分 第1版"
    assert "アカウントごとの利用" in page.text
    assert "大きな変化はありません。" in page.text

    assert "システム管理者の署名を待っています。" in officer.visit("/admin/reports/1").text
    assert "署名しました。" in manager.submit("sign").text
    assert "月次報告の作成・署名" not in manager.visit("/admin").text
    assert "署名を待つ月次報告" in officer.visit("/admin").text
    officer.visit("/admin/reports/1")
    page = officer.submit("sign", remark="了解しました。")
    assert ("署名しました。" in page.text, "了解しました。" in page.text) == (True, True)
    assert "署名を待つ月次報告" not in officer.visit("/admin").text
    told = [(name, details.get("capacity")) for name, _account, details in office.events(*STEPS)]
    assert told == [
        ("reports:report:draft", None),
        ("reports:report:sign", "contractor"),
        ("reports:report:sign", "owner"),
    ]


def test_a_correction_is_a_new_version_and_the_old_one_can_no_longer_be_signed(
    office: Office, hands: time_machine.Traveller
) -> None:
    office.enter(name="五月 花子")
    hands.shift(IN_JUNE)
    manager, _officer = _people(office)
    draft(office, manager)
    assert draft(office, manager, "所見を直しました。").heading.endswith("第2版")
    page = manager.visit("/admin/reports/1")
    assert "この報告には、新しい版（第2版）があります。" in page.text
    assert "大きな変化はありません。" in page.text, "what was filed stays as it was"


def test_a_report_is_made_by_the_worker_while_its_page_says_so(office: Office, hands: time_machine.Traveller) -> None:
    office.enter(name="五月 花子")
    hands.shift(IN_JUNE)
    manager, officer = _people(office)
    page = order(manager)
    assert page.heading == "2026年5月分の月次報告の作成"
    assert "順番を待っています。" in page.text
    own = manager.path
    assert office.events(EventName.REPORT_DRAFTED) == [], "the request has worked nothing out"
    manager.visit("/admin/reports/new")
    assert "作成しているところです" in manager.submit("draft", remarks="二つ目", expect=422).text
    assert "2026年5月分を作成しています。" in officer.visit("/admin/reports").text
    work(office)
    assert "月次報告を作成しました。" in officer.visit(own).text
    assert officer.follow("月次報告を開く").heading == "月次報告 2026年5月分 第1版"
    assert "作成しています" not in officer.visit("/admin/reports").text
    [(_name, drafter, _details)] = office.events(EventName.REPORT_DRAFTED)
    assert drafter == office.find("管理 四郎")


def test_a_report_is_worked_out_anew_by_the_worker_and_the_result_stays_on_its_pages(
    office: Office, hands: time_machine.Traveller
) -> None:
    office.enter(name="五月 花子")
    hands.shift(IN_JUNE)
    manager, officer = _people(office)
    draft(office, manager)
    assert "まだ計算し直されていません。" in officer.visit("/admin/reports/1/recount").text
    officer.visit("/admin/reports/1")
    page = officer.submit("証跡から計算し直して比べる")
    assert (officer.path, "順番を待っています。" in page.text) == ("/admin/reports/1/recount", True)
    assert office.events(EventName.REPORT_RECOUNTED) == [], "the request has worked nothing out"
    assert "計算し直しているところです" in manager.visit("/admin/reports/1").text
    assert "sign" not in [form.element.get("id") for form in manager.page.forms], "nobody signs meanwhile"
    work(office)
    page = officer.visit("/admin/reports/1/recount")
    assert ("再計算と一致しました。" in page.text, "保有 五郎" in page.text) == (True, True)
    assert "再計算と一致" in manager.visit("/admin/reports/1").text
    assert "署名しました。" in manager.submit("sign").text
    [(_name, asker, details)] = office.events(EventName.REPORT_RECOUNTED)
    assert (asker, details["differing"]) == (office.find("保有 五郎"), [])


def test_a_trail_that_was_changed_shows_figure_by_figure_and_stands_in_the_way_of_signing(
    office: Office, hands: time_machine.Traveller
) -> None:
    office.enter(name="五月 花子")
    hands.shift(IN_JUNE)
    manager, officer = _people(office)
    draft(office, manager)
    office.change(_rename_who_signed_in)
    manager.visit("/admin/reports/1")
    manager.submit("証跡から計算し直して比べる")
    work(office)
    page = officer.visit("/admin/reports/1/recount")
    assert "一致しない章があります" in page.text
    assert "計算し直した値" in page.text
    assert "一致しない章があります" in manager.visit("/admin/reports/1").text
    assert "計算し直した数値が、この報告と一致しません。" in manager.page.text


def test_what_reports_gained_since_is_told_apart_and_stands_in_nobodys_way(
    office: Office, hands: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.enter(name="五月 花子")
    hands.shift(IN_JUNE)
    manager, officer = _people(office)
    with monkeypatch.context() as earlier:
        earlier.delitem(COUNTED, EventName.KIND_STOPPED)
        earlier.setitem(COUNTED, EventName.ACCOUNT_CREATED, "発行の件数")
        draft(office, manager)
    manager.visit("/admin/reports/1")
    manager.submit("証跡から計算し直して比べる")
    work(office)
    page = officer.visit("/admin/reports/1/recount")
    assert "再計算と一致しました。" in page.text
    assert "この報告の後に加わった項目" in page.text
    assert [line["出来事"] for line in page.rows("アカウントと組織の管理")] == [COUNTED[EventName.KIND_STOPPED]]
    assert "再計算と一致" in manager.visit("/admin/reports/1").text
    assert "署名しました。" in manager.submit("sign").text


def test_nothing_is_filed_for_somebody_who_was_stopped_meanwhile(office: Office, hands: time_machine.Traveller) -> None:
    office.enter(name="五月 花子")
    hands.shift(IN_JUNE)
    manager, officer = _people(office)
    order(manager)
    own, number = manager.path, office.find("管理 四郎")
    stopped = update(Account).where(Account.id == number).values(state_code=AccountState.STOPPED.value)
    office.change(lambda session: session.execute(stopped))
    work(office)
    assert "権限がなくなったため" in officer.visit(own).text
    assert office.events(EventName.REPORT_DRAFTED) == []


def test_a_month_that_is_not_over_is_refused_with_the_form(manager: Visitor) -> None:
    manager.visit("/admin/reports/new")
    page = manager.submit("draft", month="2026-05", remarks="早すぎます。", expect=422)
    assert "2026年5月は、まだ終わっていません。" in page.text
    assert page.form("draft")[0].value("remarks") == "早すぎます。"


def test_the_workbook_holds_the_numbers_of_the_page(office: Office, hands: time_machine.Traveller) -> None:
    office.enter(name="五月 花子")
    hands.shift(IN_JUNE)
    manager, officer = _people(office)
    draft(office, manager, "=1+1")
    officer.visit("/admin/reports/1/file")
    book = python_calamine.load_workbook(io.BytesIO(officer.response.get_data()))
    cover = {str(label): value for label, value in book.get_sheet_by_name("表紙").to_python()}
    assert (cover["対象の月"], cover["システム管理者の所見"]) == ("2026年5月", "=1+1")
    rows = book.get_sheet_by_name("3 アカウントごとの利用").to_python()
    heads = next(number for number, row in enumerate(rows) if row[0] == "ID")
    assert rows[heads + 1][rows[heads].index("サインイン")] == 1


def test_what_is_filed_is_refused_by_the_database_itself(office: Office, hands: time_machine.Traveller) -> None:
    office.enter(name="五月 花子")
    hands.shift(IN_JUNE)
    manager, _officer = _people(office)
    draft(office, manager)
    manager.submit("sign")
    for table in ("monthly_reports", "sign_offs"):
        for statement in (f"UPDATE {table} SET sha256 = ''", f"DELETE FROM {table}"):
            with Session(office.engine) as session, pytest.raises(DatabaseError, match="never changed"):
                session.execute(text(statement))


def _rename_who_signed_in(session: Session) -> None:
    remove_guards(session)
    session.execute(text("UPDATE audit_events SET login_id = 'somebody.else' WHERE name = 'sign-in:session:start'"))


def _people(office: Office) -> tuple[Visitor, Visitor]:
    """A manager and an officer who sign in today."""
    from models.accounts.account import Role
    from models.organisations.kinds import OrganisationKind

    return office.enter(OrganisationKind.CONTRACTOR, Role.SYSTEM_MANAGER, name="管理 四郎"), office.enter(
        name="保有 五郎"
    )
