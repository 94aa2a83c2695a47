"""One sentence changed for many kinds of organisation at once, and laid before the second person together."""

from models.audit.event_names import EventName
from models.organisations.kinds import OrganisationKind
from tests.blueprints.admin.conftest import Office
from tests.blueprints.admin.texts.conftest import JUNE_1, begin
from tests.driver.visitor import Visitor

OLD = "6か月の間使われなかったアカウントは、自動的に停止されることを承知しています。"
NEW = "3か月の間使われなかったアカウントは、自動的に停止されることを承知しています。"
TOLD = "アカウントが停止されるまでの期間を改めました。"
CODE = "personnel_change"


def open_sentence(visitor: Visitor, text: str = OLD) -> None:
    """From the list to the sentence's own page."""
    visitor.visit("/admin/texts/shared")
    visitor.follow(f"変える：{text[:30]}")


def test_a_sentence_changes_for_every_kind_and_goes_to_the_second_person_as_one(
    office: Office, first: Visitor, second: Visitor
) -> None:
    open_sentence(first)
    page = first.submit("sentence", typed=NEW, changes=TOLD, version=JUNE_1)
    assert "10 区分の下書きを変更しました。" in page.text
    ticked = page.form("propose")[0].value("drafts")
    assert ticked is not None
    assert len(ticked) == len(OrganisationKind)
    first.submit("propose", reason="休眠の期間の見直し")
    page = second.visit("/admin/texts/proposals/1")
    assert page.text.count(TOLD) == len(OrganisationKind)
    second.visit("/admin/approvals/1")
    second.submit("approve")
    published = [details for *_, details in office.events(EventName.TEXT_PUBLISHED)]
    assert {one["document"] for one in published} == {f"consent:{kind}" for kind in OrganisationKind}
    for kind in OrganisationKind:
        page = second.visit(f"/admin/texts/consent/{kind}/{JUNE_1}")
        assert (NEW in page.text, OLD in page.text) == (True, False)
        assert OLD in second.visit(f"/admin/texts/consent/{kind}/2026-04-01").text


def test_only_the_chosen_kinds_change_and_each_keeps_its_own_words(office: Office, first: Visitor) -> None:
    begin(first, "同意事項（自治体）")
    first.submit("draft", body_0="自治体だけの文です。", changes="目的を改めました。")
    open_sentence(first)
    first.submit("sentence", typed="", kinds=["local_government", "ministry"], changes=TOLD)
    page = first.visit("/admin/texts/drafts/1")
    form = page.form("draft")[0]
    assert form.value("body_0") == "自治体だけの文です。"
    assert OLD not in str(form.value("body_5"))
    assert form.value("changes") == f"目的を改めました。\r\n{TOLD}"
    assert {details["document"] for *_, details in office.events(EventName.TEXT_DRAFTED)} == {
        "consent:local_government",
        "consent:ministry",
    }
    assert "8 / 10" in first.visit("/admin/texts/shared").text


def test_a_new_sentence_is_put_at_the_end_of_an_item(first: Visitor) -> None:
    first.visit(f"/admin/texts/shared/{CODE}/new")
    first.submit("sentence", typed="一つ目の文です。\n\n二つ目の文です。", kinds=["auditor"], changes=TOLD)
    page = first.visit("/admin/texts/drafts/1")
    assert str(page.form("draft")[0].value("body_5")).endswith("一つ目の文です。\r\n\r\n二つ目の文です。")


def test_a_kind_whose_draft_waits_is_left_out_and_says_so(first: Visitor) -> None:
    open_sentence(first)
    first.submit("sentence", typed=NEW, kinds=["auditor"], changes=TOLD, version=JUNE_1)
    first.submit("propose", reason="見直し")
    open_sentence(first)
    assert "外部監査人" not in first.page.text
    first.visit(f"/admin/texts/shared/{CODE}/new")
    assert "次の区分の下書きは承認を待っているため、変えられません：外部監査人" in first.page.text


def test_without_a_kind_or_with_words_nobody_sees_nothing_changes(office: Office, first: Visitor) -> None:
    open_sentence(first)
    assert first.submit("sentence", typed=NEW, kinds=[], expect=422).errors == ["変える区分を選んでください。"]
    page = first.submit("sentence", typed="見えない\u200b文です。", kinds=["auditor"], expect=422)
    assert page.errors
    assert office.events(EventName.TEXT_DRAFTED) == []
    assert first.visit("/admin/texts").text.count("下書きを作る") == 12


def test_a_sentence_that_is_not_there_is_not_found(first: Visitor) -> None:
    for address in (f"/admin/texts/shared/{CODE}/0000000000000000", "/admin/texts/shared/nothing/new"):
        first.visit(address, expect=404)
