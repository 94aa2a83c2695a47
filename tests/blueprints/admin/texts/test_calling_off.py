"""A published version given up before its day, by two, from form to form without any script."""

import time_machine

from models.accounts.account import Role
from models.audit.event_names import EventName
from models.organisations.kinds import OrganisationKind
from tests.blueprints.admin.conftest import Office, approve
from tests.blueprints.admin.texts.conftest import JUNE_1, JUNE_2, MIDNIGHT, TOWN, begin, propose
from tests.driver.visitor import Visitor

TOLD = "情報の管理の項目に、共有フォルダーの扱いを加えました。"
CALL_OFF = f"/admin/texts/coming/consent:local_government/{JUNE_1}/call-off"


def publish(first: Visitor, second: Visitor, version: str, sentence: str) -> None:
    """The towns' six items with one sentence more, published by two for a day to come."""
    begin(first, TOWN)
    before = first.page.form("draft")[0].value("body_2")
    first.submit("draft", body_2=f"{before}\n\n{sentence}", changes=TOLD, version=version)
    propose(first)
    approve(second)


def call_off(first: Visitor, second: Visitor) -> None:
    first.visit("/admin/texts")
    first.follow("取りやめる：同意事項（自治体）の2026年6月1日施行の版")
    page = first.submit("call-off", reason="文に誤りがあったため")
    assert page.heading == "施行前の規約・方針・同意文の取りやめの確認"
    second.visit("/admin/approvals/2")
    assert "施行しない（2026年4月1日施行の版のまま）" in second.page.text
    second.submit("approve")


def test_a_version_called_off_never_comes_into_force_and_nobody_is_told_of_it_any_more(
    office: Office, first: Visitor, second: Visitor, hands: time_machine.Traveller
) -> None:
    member = office.enter(OrganisationKind.LOCAL_GOVERNMENT, Role.MEMBER)
    publish(first, second, JUNE_1, "誤った文です。")
    assert TOLD in member.visit("/").text
    call_off(first, second)
    assert TOLD not in member.visit("/").text
    hands.move_to(MIDNIGHT)
    assert member.visit("/").heading == "ホーム", "nobody is asked again"
    [line] = first.visit("/admin/texts?state=called_off").rows("文書の版")
    assert line["状態"] == "取りやめ"
    [(_, _, details)] = office.events(EventName.TEXT_CALLED_OFF)
    assert details["version"] == JUNE_1
    first.visit(CALL_OFF, expect=404)


def test_its_day_is_no_other_versions_and_the_next_day_is(office: Office, first: Visitor, second: Visitor) -> None:
    publish(first, second, JUNE_1, "誤った文です。")
    call_off(first, second)
    begin(first, TOWN)
    before = first.page.form("draft")[0].value("body_2")
    assert "誤った文です。" not in before
    first.submit("draft", body_2=f"{before}\n\n正しい文です。", changes=TOLD, version=JUNE_1)
    assert "取りやめた版の施行日です" in first.visit("/admin/texts/drafts/2").text
    first.submit("draft", version=JUNE_2)
    propose(first, 2)
    assert "承認し、実施しました。" in approve(second, 3).text


def test_one_alone_calls_nothing_off_and_nobody_what_is_in_force(
    office: Office, first: Visitor, second: Visitor, hands: time_machine.Traveller
) -> None:
    member = office.enter(OrganisationKind.LOCAL_GOVERNMENT, Role.MEMBER)
    publish(first, second, JUNE_1, "新しい文です。")
    first.visit(CALL_OFF)
    first.submit("call-off", reason="早合点")
    assert "自分が提案したもの" in first.page.text
    hands.move_to(MIDNIGHT)
    second.visit("/admin/approvals/2")
    assert "すでに施行されています" in second.page.text
    assert member.visit("/").heading == "利用に当たっての同意"
    for nothing in (CALL_OFF, "/admin/texts/coming/nothing/2026-06-02/call-off", f"{CALL_OFF[:-19]}never/call-off"):
        first.visit(nothing, expect=404)
    assert office.events(EventName.TEXT_CALLED_OFF) == []
