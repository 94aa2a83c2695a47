"""The heavy levers through their forms: a whole kind in two clicks, and all that takes two persons (M8)."""

import csv
import io

from sqlalchemy import select

from models.accounts.account import AccountState, Role
from models.accounts.standing import StopReason
from models.approvals.approval import Approval, ApprovalKind
from models.audit.event_names import EventName
from models.people.request import AccountRequest, RequestState
from tests.journeys.office import COLLEAGUE, LEAD, MANAGER, MEMBER, OFFICER, SECOND, Office

NOTICE = "一般送配電事業者のすべてのアカウントの利用を緊急に停止しています"


def test_a_whole_kind_stops_in_two_clicks_and_is_told_why_at_its_next_one(office: Office) -> None:
    member, officer = office.browser(MEMBER), office.browser(OFFICER)
    assert member.visit("/certifications").heading == "認定情報の検索"
    officer.visit("/admin/kinds")
    officer.follow("緊急停止する：一般送配電事業者")
    officer.submit("stop")
    told = member.visit("/certifications", expect=403)
    assert NOTICE in told.text
    assert NOTICE in office.sign_in(LEAD).page.text
    assert any("緊急に停止" in body for body in office.letters(f"{LEAD}@town.example"))

    officer.visit("/admin/kinds")
    officer.follow("解除を提案する：一般送配電事業者")
    officer.submit("lift", reason="再発防止を確認した")
    officer.visit("/admin/approvals/1")
    assert "自分が提案したものは" in officer.page.text
    second = office.browser(SECOND)
    second.visit("/admin/approvals/1")
    second.submit("approve")
    # The old session stays dead; a new sign-in goes through.
    assert member.visit("/certifications").heading == "サインイン"
    assert office.browser(MEMBER).visit("/certifications").heading == "認定情報の検索"
    assert [one.name for one in office.events(EventName.KIND_STOPPED, EventName.KIND_RESUMED)] == [
        EventName.KIND_STOPPED,
        EventName.KIND_RESUMED,
    ]


def test_the_owner_and_the_contractor_are_never_stopped_as_a_kind(office: Office) -> None:
    officer = office.browser(OFFICER)
    for kind in ("owner", "contractor"):
        officer.visit(f"/admin/kinds/{kind}/stop")
        assert "緊急停止できません" in officer.page.text
        officer.request("POST", f"/admin/kinds/{kind}/stop", data=_form(officer))
    assert office.browser(MANAGER).visit("/admin").heading == "管理"


def test_a_second_factor_is_reset_by_two_and_the_letter_alone_leads_back(office: Office) -> None:
    lead = office.browser(LEAD)
    member = office.browser(MEMBER)
    lead.visit(f"/admin/accounts/{office.person(MEMBER).id}")
    lead.follow("確認用の端末のリセットを提案する")
    lead.submit("act", reason="端末の紛失")
    manager = office.browser(MANAGER)
    manager.visit("/admin/approvals/1")
    manager.submit("approve")
    assert office.person(MEMBER).password_hash is None
    assert member.visit("/certifications").heading == "サインイン"
    again, login_id, _key = office.first_sign_in_again(
        f"{MEMBER}@town.example", MEMBER, "蛍の橋 carries 9 quiet herons"
    )
    assert login_id == MEMBER
    assert again.visit("/certifications").heading == "認定情報の検索"


def test_an_address_changes_when_both_agree(office: Office) -> None:
    member = office.browser(MEMBER)
    member.visit("/account/address")
    assert member.submit("address", email="other@elsewhere.example", expect=422).errors
    member.submit("address", email="new.member@town.example")
    old, new = (office.link(one) for one in (f"{MEMBER}@town.example", "new.member@town.example"))
    member.visit(new)
    member.submit("address")
    assert office.person(MEMBER).email == f"{MEMBER}@town.example"
    member.visit(old)
    member.submit("address")
    assert office.person(MEMBER).email == "new.member@town.example"
    assert member.visit(old, expect=404).heading == "このアドレスは使えません"


def test_a_stop_for_security_is_lifted_by_a_manager_and_an_officer(office: Office) -> None:
    officer = office.browser(OFFICER)
    number = office.person(MEMBER).id
    officer.visit(f"/admin/accounts/{number}/stop")
    officer.submit("stop", why="incident", reason="調査")
    assert office.person(MEMBER).stop_reason == StopReason.INCIDENT
    lead = office.browser(LEAD)
    lead.visit(f"/admin/accounts/{number}/release")
    lead.submit("act", reason="戻したい")
    assert "権限がありません" in lead.page.text
    manager = office.browser(MANAGER)
    manager.visit(f"/admin/accounts/{number}/release")
    manager.submit("act", reason="誤検知")
    officer.visit("/admin/approvals/1")
    officer.submit("approve")
    assert office.person(MEMBER).state is not AccountState.STOPPED


def test_one_of_those_who_watch_comes_back_by_two_from_the_same_page(office: Office) -> None:
    colleague = office.person(COLLEAGUE)
    colleague.state_code, colleague.stop_reason = AccountState.STOPPED.value, StopReason.TRANSFER.value
    number = colleague.id
    office.session.commit()
    officer, manager = office.browser(OFFICER), office.browser(MANAGER)
    officer.visit(f"/admin/accounts/{number}")
    assert "停止の解除に進む" not in officer.page.text
    officer.follow("停止の解除を提案する")
    officer.submit("act", reason="復帰")
    assert "承認を待っています" in officer.page.text
    assert office.letters(colleague.email) == []
    manager.visit("/")
    manager.follow("承認を待つ操作")
    assert [row["内容"] for row in manager.page.rows()] == ["管理・監査の担当者の停止の解除"]
    manager.visit("/admin/approvals/1")
    manager.submit("approve")
    assert office.person(COLLEAGUE).state is not AccountState.STOPPED


def test_many_are_applied_for_by_a_file_that_is_shown_first(office: Office) -> None:
    lead = office.browser(LEAD)
    content = (
        "氏名,部署・役職,メールアドレス,担当する業務,利用開始日,部門,役割,電話番号\n"
        "見本 一郎,契約部,ichiro@town.example,契約,,,,\n"
        "=見本,契約部,not an address,契約,,,,\n"
        "見本 二郎,契約部,ichiro@town.example,契約,,,,\n"
        "見本 三郎,契約部,saburo@town.example,契約,,,システム管理者,\n"
        "見本 四郎,契約部,shiro@town.example,契約,,,,\n"
    )
    lead.visit("/admin/requests/file")
    lead.submit("upload", file=("申請.csv", content.encode("cp932")))
    assert "5 行のうち、1 行を申請できます" in lead.page.text.replace("\n", "")
    assert office.session.query(AccountRequest).count() == 0
    lead.submit("send")
    office.look_again()
    sent = office.session.query(AccountRequest).all()
    assert [(one.person_name, one.state, one.batch) for one in sent] == [("見本 四郎", RequestState.SENT, "申請.csv")]

    # What became of each line stays, to look at and to take away; no spreadsheet takes a cell for a formula.
    assert "1 件の申請を送りました。送らなかった行は 4 行です。" in lead.page.text
    page = lead.visit("/admin/requests/file/1")
    assert [one["結果"] for one in page.rows()] == ["申請しなかった"] * 4 + ["申請した"]
    lead.request("GET", "/admin/requests/file/1/result.csv")
    lines = list(csv.reader(io.StringIO(lead.response.get_data(as_text=True).removeprefix("\ufeff"))))
    assert lines[0] == ["行", "組織", "氏名", "メールアドレス", "役割", "結果", "申請の番号", "理由"]
    assert lines[2][2:4] == ["'=見本", "not an address"]
    assert lines[2][-1].startswith("メールアドレスの形")
    assert lines[5] == ["6", "みほん電力", "見本 四郎", "shiro@town.example", "利用者", "申請した", str(sent[0].id), ""]
    lead.follow(f"申請 {sent[0].id}")
    assert "見本 四郎" in lead.page.text
    stranger = office.browser(COLLEAGUE)
    stranger.visit("/admin/requests/file/1", expect=404)
    stranger.visit("/admin/requests/file/1/result.csv", expect=404)


def test_an_officer_applies_by_a_file_for_many_organisations(office: Office) -> None:
    officer = office.browser(OFFICER)
    officer.visit("/admin/requests")
    officer.follow("まとめて申請する（CSV）")
    content = (
        "組織,氏名,部署・役職,メールアドレス,担当する業務,利用開始日,部門,役割,電話番号\n"
        "みほん電力,見本 一郎,契約部,ichiro@town.example,責任者,,,,03-0000-0000\n"
        ",見本 二郎,契約部,jiro@town.example,責任者,,,,03-0000-0000\n"
    )
    officer.submit("upload", file=("責任者.csv", content.encode()))
    assert [(one["組織"], one["結果"]) for one in officer.page.rows()] == [
        ("みほん電力", "申請できる"),
        ("―", "申請できない"),
    ]
    officer.submit("send")
    assert [one["結果"] for one in officer.page.rows()] == ["申請した", "申請しなかった"]
    office.look_again()
    made = office.session.query(AccountRequest).one()
    assert (made.organisation.name, made.role) == ("みほん電力", Role.RESPONSIBLE_PERSON)


def test_several_applications_are_issued_at_once_all_or_none(office: Office) -> None:
    lead = office.browser(LEAD)
    people = "".join(f"見本 {n},契約部,person{n}@town.example,契約,,,,\n" for n in range(3))
    head = "氏名,部署・役職,メールアドレス,担当する業務,利用開始日,部門,役割,電話番号\n"
    lead.visit("/admin/requests/file")
    lead.submit("upload", file=("申請.csv", (head + people).encode()))
    lead.submit("send")
    manager = office.browser(MANAGER)
    manager.visit("/admin/requests?state=sent")
    manager.submit("選んだ申請を発行する", row=["1", "2", "3"])
    assert [row["確認"] for row in manager.page.rows()] == ["発行できる"] * 3
    office.look_again()
    office.session.get_one(AccountRequest, 2).email = office.person(MEMBER).email
    office.session.commit()
    manager.submit("issue-all")
    office.look_again()
    assert {one.state for one in office.session.query(AccountRequest)} == {RequestState.SENT}
    manager.visit("/admin/requests/issue?row=1&row=2&row=3")
    manager.submit("issue-all")
    office.look_again()
    states = [one.state for one in office.session.query(AccountRequest).order_by(AccountRequest.id)]
    assert states == [RequestState.ISSUED, RequestState.SENT, RequestState.ISSUED]


def test_several_people_are_stopped_at_once_all_or_none(office: Office) -> None:
    lead = office.browser(LEAD)
    lead.visit("/desk")
    numbers = [str(office.person(one).id) for one in (LEAD, MEMBER)]
    lead.submit("選んだアカウントを停止する", row=numbers)
    assert "停止できないアカウントが含まれています" in lead.page.text
    lead.submit("stop-all", why="transfer", reason="異動")
    assert office.person(MEMBER).state is AccountState.STOPPED
    assert office.person(LEAD).state is AccountState.ACTIVE


def test_organisations_come_by_a_file_and_wait_for_the_second_person(office: Office) -> None:
    manager = office.browser(MANAGER)
    content = (
        "種類,名称,閲覧範囲,法令,部門,メールのドメイン\n"
        "自治体,みほん市,22210,,,city.example\n"
        "一般送配電事業者,みほん電力,tokyo,,,town.example、new.example\n"
        "自治体,みほん郡,99999,,,\n"
    )
    manager.visit("/admin/organisations/file")
    manager.submit("upload", file=("組織.csv", content.encode()))
    assert [row["結果"] for row in manager.page.rows()] == ["新規（承認が必要）", "変更（承認が必要）", "取り込めない"]
    manager.request("GET", "/admin/organisations/file/1/result.csv")
    assert "みほん郡" in manager.response.get_data(as_text=True)
    manager.submit("take-in", reason="年度当初の一括登録")
    officer = office.browser(OFFICER)
    for number in (1, 2):
        officer.visit(f"/admin/approvals/{number}")
        officer.submit("approve")
    assert office.organisation("みほん電力").mail_domains == ["town.example", "new.example"]
    city = office.organisation("みほん市")
    assert city.scope_code == "22210"

    # Who proposed it, who approved it and why, with the way to the approval for whoever may look at that.
    line = officer.visit(f"/admin/organisations/{city.id}").rows()[-1]
    assert (line["操作"], line["行った人"]) == ("登録", f"{OFFICER}（みほん庁）")
    assert f"提案：{MANAGER}（みほん運用）、年度当初の一括登録" in line["内容・理由"]
    kind = ApprovalKind.REGISTER_ORGANISATIONS
    approval = office.session.scalars(select(Approval).where(Approval.kind_code == kind)).one()
    officer.follow(f"承認 {approval.id}")
    assert officer.page.heading == f"{kind.label}の確認"

    # The database has gone on: what became of each line stays as it was, for whoever has to correct the rest.
    became = ["新規（提案した）", "変更（提案した）", "取り込まなかった"]
    page = manager.visit("/admin/organisations/file/1")
    assert [row["結果"] for row in page.rows()] == became
    assert [row["名称"] for row in page.rows()] == ["みほん市", "みほん電力", "みほん郡"]
    why = page.rows()[2]["内容・理由"]
    assert len(why) > 1
    manager.request("GET", "/admin/organisations/file/1/result.csv")
    lines = manager.response.get_data(as_text=True).splitlines()[1:]
    assert [line.split(",")[2] for line in lines] == became
    assert why in lines[2]


def test_people_of_a_unit_that_does_not_read_see_no_rows_at_the_next_request(office: Office) -> None:
    company = office.organisation("みほん電力")
    company.units_kept = [{"name": "送配電部", "reads": True}, {"name": "小売部", "reads": False}]
    office.session.commit()
    member = office.person(MEMBER)
    member.unit = "送配電部"
    office.session.commit()
    browser = office.browser(MEMBER)
    assert "東京" in browser.visit("/").text
    lead = office.browser(LEAD)
    lead.visit(f"/admin/accounts/{office.person(MEMBER).id}/change")
    lead.submit("change", unit="小売部", reason="小売部へ異動")
    assert "閲覧できる認定情報はありません" in browser.visit("/").text

    # The way back opens the register to somebody, so it takes a second person.
    lead.visit(f"/admin/accounts/{office.person(MEMBER).id}/change")
    lead.submit("change", unit="送配電部", reason="送配電部に戻る")
    assert office.person(MEMBER).unit == "小売部"
    manager = office.browser(MANAGER)
    manager.visit("/admin/approvals/1")
    manager.submit("approve")
    assert office.person(MEMBER).unit == "送配電部"
    assert "東京" in browser.visit("/").text


def _form(visitor: object) -> dict[str, str]:
    return {"csrf_token": visitor.token(), "reason": "試験", "notice": "試験"}  # type: ignore[attr-defined]
