"""What the pages of people and organisations tell of what was done: history, links on their way, who is found."""

from models.accounts.account import AccountState
from models.accounts.links import FOR_PASSWORD, LinkState, OneTimeLink, latest_link
from models.approvals.approval import Approval
from models.audit.event_names import EventName
from models.clock import now
from models.mail.outbox import LetterState
from models.people.request import AccountRequest
from tests.driver.html import elements
from tests.driver.visitor import Visitor
from tests.journeys.office import LEAD, MANAGER, MEMBER, Office
from tests.models.people.office import OTHER_LEAD, OTHER_MEMBER


def test_a_change_of_name_keeps_what_was_before_on_the_page(office: Office) -> None:
    lead, number = office.browser(LEAD), office.person(MEMBER).id
    before = office.person(MEMBER).person_name
    lead.visit(f"/admin/accounts/{number}/change")
    lead.submit("change", person_name="佐藤 桃子", reason="婚姻による改姓")
    assert lead.page.heading == "佐藤 桃子"
    newest = lead.page.rows("このアカウントの経過")[0]
    assert (newest["操作"], newest["行った人"]) == ("登録内容の変更", f"{LEAD}（みほん電力）")
    assert newest["内容・理由"] == f"氏名：{before} → 佐藤 桃子、婚姻による改姓"


def test_an_organisations_page_tells_what_was_done_to_it(office: Office) -> None:
    manager, number = office.browser(MANAGER), office.organisation("みほん電力").id
    manager.visit(f"/admin/organisations/{number}/change")
    manager.submit("organisation", name="みほん電力ネットワーク", reason="商号の変更")
    newest = manager.visit(f"/admin/organisations/{number}").rows("この組織の経過")[0]
    assert (newest["操作"], newest["行った人"]) == ("登録内容の変更", f"{MANAGER}（みほん運用）")
    assert "みほん電力 → みほん電力ネットワーク" in newest["内容・理由"]
    assert newest["内容・理由"].endswith("商号の変更")


def test_an_expired_proposal_has_no_button_and_a_page_kept_open_carries_nothing_out(office: Office) -> None:
    lead, manager, number = office.browser(LEAD), office.browser(MANAGER), office.person(MEMBER).id
    lead.visit(f"/admin/accounts/{number}/reset")
    lead.submit("act", reason="端末の紛失")
    manager.visit("/admin/approvals/1")
    office.look_again()
    office.session.get_one(Approval, 1).expires_at = now()
    office.session.commit()
    manager.submit("approve")
    assert "この提案は、期限が過ぎています。" in manager.page.text
    assert all(form.element.get("id") != "approve" for form in manager.page.forms)
    assert office.person(MEMBER).password_hash is not None
    assert office.events(EventName.SECOND_FACTOR_RESET) == []


def test_how_far_the_link_is_stands_on_the_page_and_it_is_sent_again(office: Office) -> None:
    lead, manager = office.browser(LEAD), office.browser(MANAGER)
    lead.visit("/admin/requests/new")
    person = {"person_name": "見本 次郎", "department": "契約部", "email": "jiro@town.example", "duty": "契約の照合"}
    lead.submit("application", person | {"role": "member"})
    lead.submit("check")
    manager.visit("/admin/requests/1")
    manager.submit("発行する")
    office.look_again()
    number = office.session.get_one(AccountRequest, 1).account_id
    assert number is not None
    first = _link(office, number).id

    def stands() -> str:
        return manager.visit(f"/admin/accounts/{number}").terms()["案内のメール"].partition("（")[0]

    assert stands() == "送信待ち"
    for state, told in ((LetterState.FAILED, "送信不能"), (LetterState.SENT, "送信済み")):
        letter = _link(office, number).letter
        assert letter is not None
        letter.state_code = state.value
        office.session.commit()
        assert stands() == told
    address = office.link("jiro@town.example")
    Visitor(office.app).visit(address)
    assert stands() == "開封済み"

    manager.follow("設定用の案内を送り直す")
    manager.submit("act", reason="届いていないとの連絡")
    assert stands() == "送信待ち"
    assert _link(office, number).id != first
    assert office.session.get_one(OneTimeLink, first).state_at(now()) is LinkState.REPLACED
    assert (
        Visitor(office.app).visit(address, expect=None).heading
        != Visitor(office.app).visit(office.link("jiro@town.example")).heading
    )
    sent = office.events(EventName.PASSWORD_LINK_SENT)[-1]
    assert (sent.login_id, sent.object) == (MANAGER, f"account:{number}")

    manager.visit(f"/admin/accounts/{number}/stop")
    manager.submit("stop", why="transfer", reason="採用の取消し")
    assert office.session.get_one(OneTimeLink, _link(office, number).id).ended_at is not None
    assert stands() == "無効"


def _link(office: Office, account_id: int) -> OneTimeLink:
    office.look_again()
    found = latest_link(office.session, account_id, FOR_PASSWORD)
    assert found is not None
    return found


def test_the_search_finds_people_and_organisations_within_ones_limits(office: Office) -> None:
    office.person(OTHER_MEMBER).state_code = AccountState.STOPPED.value
    office.session.commit()
    manager, lead = office.browser(MANAGER), office.browser(LEAD)
    page = manager.visit("/admin/find?q=電力")
    assert sorted(row["ID"] for row in page.rows("見つかった人")) == sorted([LEAD, MEMBER, OTHER_LEAD, OTHER_MEMBER])
    for name in ("みほん電力", "てほん電力"):
        assert page.link(name) == f"/admin/organisations/{office.organisation(name).id}"
    assert [row["ID"] for row in manager.visit(f"/admin/find?q={MEMBER}").rows("見つかった人")] == [MEMBER]

    own = lead.visit("/admin/find?q=電力")
    assert sorted(row["ID"] for row in own.rows("見つかった人")) == sorted([LEAD, MEMBER])
    assert "みほん電力（一般送配電事業者）" in own.text
    assert "てほん電力" not in own.text
    assert not [one for one in elements(own.tree.root, "a") if "/admin/organisations/" in one.get("href", "")]
    nobody = lead.visit(f"/admin/find?q={OTHER_MEMBER}")
    assert "該当する人はいません。" in nobody.text
