"""A new version, from the draft to the people who are asked again, from form to form, without any script."""

from datetime import timedelta

import time_machine

from models.accounts.account import Role
from models.accounts.sign_in_session import Rung
from models.audit.event_names import EventName
from models.organisations.kinds import OrganisationKind
from tests.blueprints.admin.conftest import Office, approve
from tests.blueprints.admin.texts.conftest import JUNE_1, MIDNIGHT, TERMS, TOWN, begin, propose
from tests.blueprints.people import agree
from tests.driver.page import Page
from tests.driver.visitor import Visitor

NEW = "庁内の共有フォルダーにも置きません。"
TOLD = "情報の管理の項目に、共有フォルダーの扱いを加えました。"
STEPS = (
    EventName.TEXT_DRAFTED,
    EventName.TEXT_CHANGED,
    EventName.APPROVAL_PROPOSED,
    EventName.TEXT_PUBLISHED,
    EventName.APPROVAL_CARRIED_OUT,
    EventName.CONSENT_GIVEN,
)


def draft_items(visitor: Visitor) -> None:
    """A draft of the towns' six items with one sentence more, from the first of June."""
    begin(visitor, TOWN)
    before = visitor.page.form("draft")[0].value("body_2")
    visitor.submit("draft", body_2=f"{before}\n\n{NEW}", changes=TOLD, version=JUNE_1)


def words_of(page: Page) -> str:
    """The words of a document, without what the page says around them."""
    return page.text.partition("目次")[2].partition("この版で変わったこと")[0]


def test_the_six_items_go_from_draft_to_difference_to_the_second_person_to_everybody(
    office: Office, first: Visitor, second: Visitor, hands: time_machine.Traveller
) -> None:
    member = office.enter(OrganisationKind.LOCAL_GOVERNMENT, Role.MEMBER)
    draft_items(first)
    page = first.visit("/admin/texts/drafts/1/difference")
    assert "追加 0・削除 0・変更 1" in page.text
    assert "2026年6月1日の0時（日本時間）から、1 組織の 1 人に、もう一度同意を求めます" in page.text
    assert f"追加［追加］{NEW}［追加ここまで］" in page.text.replace(" ", "")
    page = propose(first)
    assert page.heading == "規約・方針・同意文の公開の確認"
    assert "自分が提案したものは、自分では承認できません。" in page.text
    assert TOLD not in member.visit("/").text, "before it is approved nobody is told"

    page = second.visit("/admin/approvals/1")
    assert "同意事項（自治体）（2026年6月1日施行）" in page.text
    page = second.follow("変わるところをすべて見る")
    assert (NEW in page.text, TOLD in page.text) == (True, True)
    assert "承認し、実施しました。" in approve(second).text

    page = member.visit("/")
    assert "2026年6月1日に同意事項が変わります" in page.text
    assert TOLD in page.text
    hands.move_to(MIDNIGHT - timedelta(seconds=1))
    assert member.visit("/").heading == "ホーム"
    hands.move_to(MIDNIGHT)
    page = member.visit("/")
    assert page.heading == "利用に当たっての同意", "the session was open all the time"
    assert (NEW in page.text, TOLD in page.text) == (True, True)
    page = agree(member)
    assert page.heading == "ホーム"
    assert "同意事項が変わります" not in page.text
    member.visit("/account/consents")
    page = member.follow("控えを表示（2026年6月1日 00:00）")
    assert (NEW in page.text, "2026-06-01" in page.text) == (True, True)


def test_new_terms_are_read_by_everybody_and_asked_of_everybody(
    office: Office, first: Visitor, second: Visitor, hands: time_machine.Traveller
) -> None:
    grid = office.enter(OrganisationKind.GRID_OPERATOR, Role.MEMBER, "tokyo")
    former = words_of(Visitor(office.app).visit("/terms/2026-04-01"))
    begin(first, TERMS)
    first.submit("この後に条を加える：第29条", changes="雑則を加えました。", version=JUNE_1)
    body = "雑則は${operator_name}が定めます。\n\n次のとおりとします。\n・一つ目\n・二つ目"
    first.submit("draft", heading_29="雑則", body_29=body)
    propose(first)
    approve(second)

    stranger = Visitor(office.app)
    page = stranger.visit("/terms/2026-06-01")
    assert "これは、まだ施行されていない版です。" in page.text
    assert "第30条" not in stranger.visit("/terms").text
    assert stranger.visit("/terms/2026-06-01").link("第30条（雑則）") == "#article-30"
    hands.move_to(MIDNIGHT)
    page = stranger.visit("/terms")
    assert "第30条（雑則）" in page.text
    assert "雑則は本システムの保有者が定めます。" in page.text
    assert words_of(stranger.visit("/terms/2026-04-01")) == former
    page = grid.visit("/")
    assert page.heading == "利用に当たっての同意"
    assert "利用規約（2026年6月1日の版）：雑則を加えました。" in page.text
    assert agree(grid).heading == "ホーム"


def test_every_step_stands_in_the_trail_with_who_which_words_and_why(
    office: Office, first: Visitor, second: Visitor, hands: time_machine.Traveller
) -> None:
    draft_items(first)
    propose(first)
    approve(second)
    member = office.enter(OrganisationKind.LOCAL_GOVERNMENT, Role.MEMBER, rung=Rung.SECOND_FACTOR)
    hands.move_to(MIDNIGHT)
    member.visit("/consent")
    agree(member)
    one, two = office.find("起草 一郎"), office.find("承認 二郎")
    found = [event for event in office.events(*STEPS) if event[2].get("version") != "2026-04-01"]
    assert [(name, account) for name, account, _ in found[:-1]] == [
        ("legal:text:draft", one),
        ("legal:text:change", one),
        ("approvals:approval:propose", one),
        ("legal:text:publish", two),
        ("approvals:approval:carry-out", two),
    ]
    drafted, changed, _, published, _, given = [details for _, _, details in found]
    assert drafted["sha256"] == changed["former_sha256"] != changed["sha256"]
    assert {one["sha256"] for one in (changed, published)} == {given["text_sha256"]}, "the words agreed to"
    assert published["changes"] == [TOLD]
    assert published["proposed_by"] == one
