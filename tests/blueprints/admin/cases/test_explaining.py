"""The responsible person explains what the page told of, and the office's first page says what is overdue (M8, M12)."""

from datetime import timedelta

import time_machine
from sqlalchemy.orm import Session

from models.accounts.account import Account, Role
from models.organisations.kinds import OrganisationKind
from tests.blueprints.admin.conftest import Office
from tests.driver.visitor import Visitor
from tests.factories.watch_cases import open_case

DESK, WHO, LEAD = "/desk/cases/1", "検知 三郎", "責任 一子"


def alert(office: Office) -> None:
    """One more alert about the member."""
    number = office.find(WHO)
    office.change(lambda session: open_case(session, session.get_one(Account, number)))


def staffed(office: Office) -> Visitor:
    """A case about a member, and the responsible person of the same company."""
    office.enter(OrganisationKind.GRID_OPERATOR, Role.MEMBER, "tokyo", name=WHO)
    lead = office.enter(OrganisationKind.GRID_OPERATOR, Role.RESPONSIBLE_PERSON, "tokyo", name=LEAD)
    numbers = office.find(WHO), office.find(LEAD)

    def sit_together(session: Session) -> None:
        member, responsible = (session.get_one(Account, number) for number in numbers)
        member.organisation_id = responsible.organisation_id

    office.change(sit_together)
    alert(office)
    return lead


def test_what_was_detected_meanwhile_is_read_before_the_explanation_is_sent(office: Office) -> None:
    lead = staffed(office)
    lead.visit(DESK)
    alert(office)
    page = lead.submit("explanation", text="月末の照合だった。", expect=422)
    assert "新しい検知が加わりました" in page.errors[0]
    assert page.field("text") == "月末の照合だった。", "what was written is not lost"
    assert [row["種類"] for row in page.rows("経過")] == ["検知", "検知"]
    page = lead.submit("explanation", text="どちらも月末の照合だった。")
    assert page.terms()["状態"] == "説明あり・確認待ち"
    alert(office)
    page = lead.visit(DESK)
    assert page.terms()["状態"] == "説明待ち"
    assert "どちらも月末の照合だった。" in page.text
    assert [row["種類"] for row in page.rows("経過")].count("説明のやり直し") == 1


def test_the_first_page_says_for_how_long_a_case_is_overdue(office: Office, hands: time_machine.Traveller) -> None:
    staffed(office)
    hands.shift(timedelta(days=4, hours=5))
    officer = office.enter(name="対応 一郎")
    for path in ("/", "/admin"):
        assert "期限超過（1日5時間）" in officer.visit(path).text
    page = officer.follow("期限を過ぎた検知の案件")
    assert len(page.rows()) == 1
    assert "説明を待たずに判断してください" in officer.visit("/admin/cases/1").text
