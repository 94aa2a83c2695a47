"""What is refused, and said: oneself as the second person, another's work, a day that has come, words that are none."""

import time_machine
from markupsafe import escape
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.audit.event_names import EventName
from models.legal.published_texts import TextVersion
from models.publishing.words import LONGEST_TEXT
from tests.blueprints.admin.conftest import Office, approve
from tests.blueprints.admin.texts.conftest import JUNE_1, JUNE_2, MIDNIGHT, POLICY, TOWN, begin, propose
from tests.driver.visitor import Visitor


def ready(visitor: Visitor, label: str = TOWN, version: str = JUNE_1) -> None:
    """A draft with everything it needs."""
    begin(visitor, label)
    visitor.submit("draft", body_0="目的を改めました。", changes="目的を改めました。", version=version)


def test_whoever_proposed_cannot_approve_and_the_attempt_is_recorded(office: Office, first: Visitor) -> None:
    ready(first)
    page = propose(first)
    assert not [form for form in page.forms if form.element.get("id") == "approve"]
    sent = {"csrf_token": first.token(), "shown": "0" * 64}
    assert first.request("POST", "/admin/approvals/1/approve", data=sent).status_code == 303
    assert office.events(EventName.TEXT_PUBLISHED) == []
    [(_, account, details)] = office.events(EventName.APPROVAL_REFUSED)
    assert (account, details["why"]) == (office.find("起草 一郎"), "SamePerson")


def test_a_waiting_draft_is_locked_and_free_again_once_it_is_declined(
    office: Office, first: Visitor, second: Visitor
) -> None:
    ready(first)
    second.visit("/admin/texts/drafts/1")
    propose(first)
    page = second.submit("draft", body_0="書き換えました。", expect=409)
    assert "もう一人の承認を待っているため" in page.text
    assert page.form("draft")[0].value("body_0") == "書き換えました。"
    assert first.visit("/admin/texts/drafts/1").heading == "同意事項（自治体）の下書きの違い"
    second.visit("/admin/texts/drafts/1/discard")
    second.submit("discard", expect=409)
    second.visit("/admin/approvals/1")
    second.submit("decline", why="文が足りません。")
    first.visit("/admin/texts/drafts/1")
    assert first.submit("draft", body_0="目的を改め、補いました。").heading == "同意事項（自治体）の下書き"
    propose(first)
    assert first.path == "/admin/approvals/2"
    assert office.events(EventName.TEXT_PUBLISHED) == []
    assert "承認し、実施しました。" in approve(second, 2).text


def test_a_withdrawn_proposal_is_a_draft_again(first: Visitor, second: Visitor) -> None:
    ready(first)
    propose(first)
    first.submit("withdraw", why="日付を改めます。")
    second.visit("/admin/approvals/1")
    assert "承認する" not in second.page.text
    assert first.visit("/admin/texts/drafts/1").heading == "同意事項（自治体）の下書き"


def test_the_second_officer_lands_in_the_same_draft_and_nobody_overwrites_the_other(
    office: Office, first: Visitor, second: Visitor
) -> None:
    begin(first, TOWN)
    second.visit("/admin/texts")
    second.follow(f"編集する：{TOWN}")
    first.submit("draft", body_0="先に保存した文です。")
    page = second.submit("draft", body_1="後から入力した文です。", expect=409)
    assert "この下書きは、開いた後に別の人が保存しました。" in page.text
    assert "起草 一郎" in page.text
    assert "先に保存した文です。" in page.text
    assert "後から入力した文です。" in page.text
    form = page.form("draft")[0]
    assert form.value("body_1") == "後から入力した文です。"
    page = second.submit("draft", body_0="先に保存した文です。")
    assert page.form("draft")[0].value("body_0") == "先に保存した文です。"
    assert page.form("draft")[0].value("body_1") == "後から入力した文です。"
    assert len(office.events(EventName.TEXT_DRAFTED)) == 1
    assert [details["revision"] for *_, details in office.events(EventName.TEXT_CHANGED)] == [2, 3]


def test_a_draft_that_was_saved_since_it_was_looked_at_is_not_proposed(first: Visitor, second: Visitor) -> None:
    ready(first)
    first.visit("/admin/texts/propose")
    second.visit("/admin/texts/drafts/1")
    second.submit("draft", body_0="別の目的にしました。")
    page = first.submit("propose", drafts=["1:2"], reason="見直し", expect=422)
    assert page.errors


def test_what_was_approved_is_what_was_shown(office: Office, first: Visitor, second: Visitor) -> None:
    ready(first)
    propose(first)
    second.visit("/admin/approvals/1")
    office.change(slip_in)
    page = second.submit("approve")
    assert "確認している間に内容が変わりました。" in page.text
    assert office.events(EventName.TEXT_PUBLISHED) == []


def slip_in(session: Session) -> None:
    """What no form can do: the draft is written to past its lock."""
    session.scalars(select(TextVersion)).one().changes = ["紛れ込ませた文。"]


def test_a_draft_without_a_day_to_come_cannot_be_proposed(first: Visitor) -> None:
    begin(first, TOWN)
    past = "施行日は、明日以降の日にしてください。"
    for version, sentence in (("2026-05-31", past), ("2020-01-01", past), ("", "施行日を入力してください。")):
        page = first.submit("draft", body_0="目的です。", changes="改めました。", version=version)
        assert sentence in page.text
    page = first.visit("/admin/texts/propose?draft=1")
    assert "提案できる下書きはありません。" in page.text
    assert sentence in page.text
    first.visit("/admin/texts")
    sent = {"csrf_token": first.token(), "drafts": "1:4", "reason": "見直し"}
    assert first.request("POST", "/admin/texts/propose", data=sent).status_code == 422


def test_what_is_no_day_is_told_at_its_field_and_what_was_typed_stays(first: Visitor) -> None:
    begin(first, TOWN)
    page = first.submit("draft", body_0="途中の文です。", version="来週", expect=422)
    assert page.errors == ["日付で入力してください（例: 2027-04-01）。"]
    assert page.form("draft")[0].value("body_0") == "途中の文です。"
    page = first.submit("draft", version="２０２６年６月２日")
    assert page.form("draft")[0].value("version") == JUNE_2


def test_a_version_comes_after_every_published_one(first: Visitor, second: Visitor) -> None:
    ready(first, version=JUNE_2)
    propose(first)
    approve(second)
    begin(first, TOWN)
    page = first.submit("draft", body_0="さらに改めました。", changes="改めました。", version=JUNE_1)
    assert "公開済みの版の施行日（2026年6月2日）より後の日にしてください。" in page.text


def test_a_day_that_comes_while_the_proposal_waits_makes_it_impossible(
    office: Office, first: Visitor, second: Visitor, hands: time_machine.Traveller
) -> None:
    ready(first)
    propose(first)
    second.visit("/admin/approvals/1")
    hands.move_to(MIDNIGHT)
    page = second.submit("approve")
    assert "施行日は、明日以降の日にしてください。" in page.text
    assert office.events(EventName.TEXT_PUBLISHED) == []


def test_an_incomplete_draft_is_kept_and_says_what_is_missing(first: Visitor) -> None:
    begin(first, POLICY)
    first.submit("この後に条を加える：第1条")
    page = first.submit("draft", body_2="・号だけです。", body_3="${telephone}", body_4="100$です。")
    for sentence in (
        "第2条 の見出しを入力してください。",
        "第2条 の文を入力してください。",
        "第3条 の号（「・」の行）の前に、文を入力してください。",
        "第4条 の文：「$」は、${operator_name} と ${contact} のほかには使えません。",
        "第5条 の文：「$」は、${operator_name} と ${contact} のほかには使えません。",
        "この版で変わったことを、文で書いてください。",
    ):
        assert sentence in page.text
    assert page.link("第2条 の見出しを入力してください。") == "#heading_1"


def test_unchanged_words_are_no_new_version(first: Visitor) -> None:
    begin(first, TOWN)
    page = first.submit("draft", changes="何も変えていません。", version=JUNE_1)
    assert "公開済みの版と同じ内容です。" in page.text


def test_characters_nobody_sees_are_refused_and_shown_where_they_are(first: Visitor) -> None:
    begin(first, TOWN)
    for unseen in ("\0", "\x1b", "\u202e", "\u200b", "\ue000"):
        page = first.submit("draft", body_0=f"目的{unseen}です。", expect=422)
        assert page.errors == [
            "目に見えない文字（制御文字など）や外字が含まれています。「\ufffd」のところを取り除いてください。"
        ]
        assert page.form("draft")[0].value("body_0") == "目的\ufffdです。", "whoever typed it finds it"
    assert first.submit("draft", expect=422).errors, "the mark itself is no word"


def test_a_text_has_an_end(first: Visitor) -> None:
    begin(first, POLICY)
    page = first.submit("draft", body_3="長" * LONGEST_TEXT, expect=422)
    assert page.errors == ["文章が長すぎます。全体で20,000文字までです。"]
    page = first.visit("/admin/texts/drafts/1")
    assert first.submit("draft", heading_0="長" * 201, changes="長" * 201, expect=422).errors == [
        "一つの文は、200文字以内で書いてください。",
        "200文字以内で書いてください。",
    ]


HOSTILE = "<script>alert(1)</script><b>太字</b> &amp; {{ 7*7 }} {% raw %} %s {0} \" ' ＜ 'OR 1=1--"


def test_hostile_words_are_shown_as_words_everywhere(
    office: Office, first: Visitor, second: Visitor, hands: time_machine.Traveller
) -> None:
    begin(first, POLICY)
    fields = {"heading_0": HOSTILE, "body_0": f"{HOSTILE}\n・{HOSTILE}", "changes": HOSTILE, "version": JUNE_1}
    form, button = first.page.form("draft")
    for name, value in fields.items():
        form.fill(name, value)
    sending = form.sending(button)
    first.request("POST", sending.action, **sending.arguments())
    for address in ("/admin/texts/drafts/1", "/admin/texts/drafts/1/difference"):
        shows_hostile(first, address)
    sent = {"csrf_token": first.token(), "drafts": "1:2", "reason": "見直し"}
    assert first.request("POST", "/admin/texts/propose", data=sent).status_code == 303
    shows_hostile(second, "/admin/texts/proposals/1")
    shown = shows_hostile(second, "/admin/approvals/1").partition('name="shown"')[2].partition('value="')[2][:64]
    sent = {"csrf_token": second.token(), "shown": shown}
    assert second.request("POST", "/admin/approvals/1/approve", data=sent).status_code == 303
    shows_hostile(second, "/")
    hands.move_to(MIDNIGHT)
    shows_hostile(Visitor(office.app), "/privacy")
    shows_hostile(second, "/consent")


def shows_hostile(visitor: Visitor, address: str) -> str:
    """The page's source, its hostile words being words."""
    source = visitor.request("GET", address).get_data(as_text=True)
    assert str(escape(HOSTILE)) in source, address
    assert "<script>alert" not in source, address
    return source
