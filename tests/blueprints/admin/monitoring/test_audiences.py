"""For whom a rule stands otherwise: chosen by links, shown, and never for people that there are not."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy.orm import Session

from models.accounts.account import Account, Role
from models.detection.rulebook import Mode, shipped_rules
from models.organisations.kinds import OrganisationKind
from tests.blueprints.admin.conftest import Office
from tests.blueprints.admin.monitoring.drafts import DRAFT, LIMIT, begin, rehearse
from tests.driver.visitor import Visitor
from tests.factories.watching import exported, use_rules
from tests.models.people.office import viewer_of_account


def test_a_rule_is_changed_for_a_role_of_a_kind_and_for_nobody_else(
    office: Office, first: Visitor, hands: time_machine.Traveller
) -> None:
    for name, role in (("送配電 三郎", Role.MEMBER), ("送配電 長", Role.RESPONSIBLE_PERSON)):
        office.enter(OrganisationKind.GRID_OPERATOR, role, "tokyo", name)
        number = office.find(name)

        def take(session: Session, number: int = number) -> None:
            exported(session, viewer_of_account(session.get_one(Account, number)), 4000)

        office.change(take)
    hands.shift(timedelta(minutes=1))
    begin(first)
    first.visit(f"{DRAFT}/export-volume")
    first.submit("change", {LIMIT: "50000"})
    first.visit(f"{DRAFT}/export-volume")
    assert first.page.terms()["ここで変えても、別の値が優先する対象"] == "一般送配電事業者"
    first.follow("一般送配電事業者")
    first.follow("システム利用責任者")
    assert first.page.heading == "大量の書き出し（一般送配電事業者のシステム利用責任者）"
    first.submit("change", {LIMIT: "90000"}, mode=Mode.ALERT.value)
    changed = [(line["項目"], line["下書き"]) for line in first.page.rows("変わること")]
    whose = "大量の書き出し（一般送配電事業者のシステム利用責任者）"
    assert changed[-2:] == [(f"{whose}：動作", "警告"), (f"{whose}：1日に書き出した記録：上限（0 は無し）", "90,000件")]
    rehearse(office, first)
    assert "この閾値なら 1 件" in first.page.text
    first.follow("一般送配電事業者のシステム利用責任者：大量の書き出し")
    assert first.page.field(LIMIT) == "90000"


@pytest.mark.parametrize("whom", ["kind=bureau&role=auditor", "role=boss", "kind=grid", "kind=grid&role=member"])
def test_there_is_no_page_for_people_that_there_are_not(office: Office, first: Visitor, whom: str) -> None:
    begin(first)
    first.visit(f"{DRAFT}/export-volume?{whom}", expect=404)


def test_a_role_of_another_kind_alone_is_left_behind_with_the_kind(office: Office, first: Visitor) -> None:
    begin(first)
    first.visit(f"{DRAFT}/export-volume?kind=auditor&role=auditor")
    first.follow("一般送配電事業者")
    assert first.page.heading == "大量の書き出し（一般送配電事業者）"
    assert "外部監査人の" not in first.page.text
    first.visit(f"{DRAFT}/export-volume?kind=bureau&role=member")
    first.follow("一般送配電事業者")
    assert first.page.heading == "大量の書き出し（一般送配電事業者の利用者）"


def test_figures_that_a_kind_and_a_role_make_senseless_together_are_refused(office: Office, first: Visitor) -> None:
    begin(first)
    for whom, name, days in (("kind=bureau", "within_days", "3"), ("role=member", "days", "4")):
        first.visit(f"{DRAFT}/sustained?{whom}")
        first.submit("change", {f"figure-thresholds-{name}": days})
    assert "続くふだん超え（経済産業局の利用者）：ふだんを超えた日の数は" in first.page.text
    assert [line["項目"] for line in first.page.rows("変わること")][1:] == [
        "続くふだん超え（経済産業局）：さかのぼる日数"
    ]


def test_whoever_has_figures_of_their_own_is_shown_with_them(office: Office, first: Visitor) -> None:
    def other_limits(session: Session) -> None:
        own = {"measures": {"export_rows": {"limit": 7777}}}
        floor = {"measures": {"export_rows": {"floor": 555}}}
        book = shipped_rules().changed("export-volume", {"roles": {"member": own}, "kinds": {"bureau": floor}})
        use_rules(session, book.data)

    office.change(other_limits)
    [line] = [
        line for line in first.visit("/admin/monitoring/rules").rows("監視の規則") if line["規則"] == "大量の書き出し"
    ]
    assert line["別の値をもつ対象"] == "経済産業局、すべての種類の利用者"
    page = first.visit("/admin/monitoring/rules/export-volume")
    shown = {
        whose: [one["値"] for one in page.rows(f"{whose}の閾値") if "1日に書き出した記録" in one["閾値"]][:2]
        for whose in ("すべての種類", "経済産業局", "すべての種類の利用者", "経済産業局の利用者")
    }
    assert list(shown.values()) == [
        ["2,000件", "100,000件"],
        ["555件", "100,000件"],
        ["2,000件", "7,777件"],
        ["555件", "7,777件"],
    ]
