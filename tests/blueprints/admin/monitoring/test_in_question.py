"""Whoever an open alarm is about decides nothing by which they are watched, and is not told so (policy §2)."""

from sqlalchemy import update

from models.accounts.account import Account
from models.audit.event_names import EventName
from models.monitoring.tables import AlertState, MonitoringAlert
from tests.blueprints.admin.conftest import Office, approve
from tests.blueprints.admin.monitoring.drafts import DRAFT, begin, rehearse
from tests.driver.visitor import Visitor
from tests.factories.watching import alert_about


def raise_alarm(office: Office, name: str) -> None:
    """An alarm about this person that nobody has settled."""
    number = office.find(name)
    office.change(lambda session: session.add(alert_about(session.get_one(Account, number), due_to_stop=False)))


def test_nobody_decides_by_what_they_are_watched_while_an_alarm_about_them_is_open(
    office: Office, first: Visitor, second: Visitor
) -> None:
    begin(first)
    rehearse(office, first)
    first.visit(f"{DRAFT}/propose")
    first.submit("propose", reason="大量の書き出しを早く止める")
    assert "承認を待つ操作" in second.visit("/admin").text
    raise_alarm(office, "承認 二郎")
    assert "承認を待つ操作" not in second.visit("/admin").text
    assert "大量の書き出しを早く止める" not in second.visit("/admin/approvals").text
    proposed = f"/admin/audit?act={EventName.APPROVAL_PROPOSED.value}"
    assert "approval:1" not in second.visit(proposed).text
    assert "approval:1" in first.visit(proposed).text
    answers = [
        second.request("GET", "/admin/approvals/1"),
        second.request("POST", "/admin/approvals/1/approve", data={"csrf_token": second.token()}),
    ]
    assert [one.status_code for one in answers] == [404, 404]
    assert office.events(EventName.RULES_EDITION_MADE, EventName.APPROVAL_REFUSED) == []
    third = office.enter(name="承認 三郎")
    approve(third)
    assert len(office.events(EventName.RULES_EDITION_MADE)) == 1
    assert "大量の書き出しを早く止める" in second.visit("/admin/approvals").text


def test_whoever_an_open_alarm_is_about_proposes_in_vain_and_is_not_told(
    office: Office, first: Visitor, second: Visitor
) -> None:
    begin(first)
    rehearse(office, first)
    raise_alarm(office, "起草 一郎")
    first.visit(f"{DRAFT}/propose")
    first.submit("propose", reason="大量の書き出しを早く止める")
    assert "自分が提案したもの" in first.visit("/admin/approvals/1").text
    approve(second)
    assert "提案した人について、対応の終わっていない検知がある" in second.page.text
    assert "対応の終わっていない" not in first.visit("/admin/approvals/1").text
    assert office.events(EventName.RULES_EDITION_MADE, EventName.APPROVAL_REFUSED) == []
    office.change(lambda session: session.execute(update(MonitoringAlert).values(state_code=AlertState.SETTLED.value)))
    approve(second)
    assert len(office.events(EventName.RULES_EDITION_MADE)) == 1


def test_what_somebody_in_question_proposed_can_be_declined_and_proposed_by_another(
    office: Office, first: Visitor, second: Visitor
) -> None:
    raise_alarm(office, "起草 一郎")
    for proposer in (first, second):
        proposer.visit("/admin/export-limits/grid_operator/member")
        proposer.submit("limits", rows_a_file="1000", reason="持ち出しを減らす")
        if proposer is first:
            second.visit("/admin/approvals/1")
            second.submit("decline", why="別に検討する")
    waiting = [line["状態"] for line in second.visit("/admin/export-limits").rows("書き出しの上限の変更")]
    assert len(waiting) == 2
    assert len(first.visit("/admin/export-limits").rows("書き出しの上限の変更")) == 1
