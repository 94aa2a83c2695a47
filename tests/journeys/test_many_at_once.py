"""Bulk acts through their forms: ticked rows, a page that states the consequence, all or none."""

from models.accounts.account import AccountState
from models.audit.event_names import EventName
from models.mail.outbox import LetterState, OutboxLetter
from models.organisations.kinds import Standing
from models.people.request import AccountRequest, RequestState
from models.people.roll_call import Answer, RollCallEntry
from tests.journeys.office import LEAD, MANAGER, MEMBER, OFFICER, Office

HEAD = "氏名,部署・役職,メールアドレス,担当する業務,利用開始日,部門,役割,電話番号\n"


def test_several_are_unlocked_and_get_their_link_again(office: Office) -> None:
    manager = office.browser(MANAGER)
    ids = [str(office.person(one).id) for one in (LEAD, MEMBER)]
    manager.visit("/admin/accounts")
    manager.submit("選んだアカウントの誤入力による停止を解除する", row=ids)
    manager.submit("bulk", reason="入力誤りを電話で確かめた")
    assert "2 件のアカウントの停止を解除しました" in manager.page.text
    assert len(office.events(EventName.ACCOUNT_UNLOCKED)) == 2
    member = office.person(MEMBER)
    member.password_hash = None
    office.session.commit()
    manager.visit("/admin/accounts")
    manager.submit("選んだ人に設定用の案内を送り直す", row=ids)
    assert "この操作を行えないものが含まれています" in manager.page.text
    assert manager.submit("bulk", reason="", expect=422).errors
    manager.submit("bulk", reason="届いていない")
    assert len(office.events(EventName.PASSWORD_LINK_SENT)) == 1


def test_an_officer_who_is_ticked_is_left_out_by_the_manager(office: Office) -> None:
    manager = office.browser(MANAGER)
    manager.visit(f"/admin/accounts/unlock?row={office.person(OFFICER).id}")
    assert "権限がありません" in manager.page.text
    assert "一覧に戻る" in manager.page.text


def test_several_applications_are_refused_for_one_reason_all_or_none(office: Office) -> None:
    lead = office.browser(LEAD)
    people = "".join(f"見本 {n},契約部,person{n}@town.example,契約,,,,\n" for n in range(3))
    lead.visit("/admin/requests/file")
    lead.submit("upload", file=("申請.csv", (HEAD + people).encode()))
    lead.submit("send")
    manager = office.browser(MANAGER)
    manager.visit("/admin/requests?state=sent")
    manager.submit("選んだ申請を却下する", row=["1", "2"])
    office.look_again()
    office.session.get_one(AccountRequest, 2).state_code = RequestState.WITHDRAWN.value
    office.session.commit()
    manager.submit("bulk", reason="業務の説明が足りない")
    assert "どれも却下していません" in manager.page.text
    manager.visit("/admin/requests/refuse?row=1&row=2&row=3")
    assert "「取下げ」です" in manager.page.text
    manager.submit("bulk", reason="業務の説明が足りない")
    office.look_again()
    states = [one.state for one in office.session.query(AccountRequest).order_by(AccountRequest.id)]
    assert states == [RequestState.REFUSED, RequestState.WITHDRAWN, RequestState.REFUSED]


def test_several_organisations_are_barred_with_those_cut_off_in_view(office: Office) -> None:
    officer = office.browser(OFFICER)
    company, agency = office.organisation("みほん電力"), office.organisation("みほん庁")
    numbers = [str(company.id), str(agency.id)]
    officer.visit("/admin/organisations")
    officer.submit("選んだ組織の利用を停止する", row=numbers)
    assert "自分の所属する組織" in officer.page.text
    assert [row["ID"] for row in officer.page.rows()] == [LEAD, MEMBER]
    officer.submit("bulk", reason="目的外の利用が判明")
    assert "1 組織、2 件のアカウントを停止しました" in officer.page.text
    assert office.organisation("みほん電力").standing is Standing.BARRED
    assert office.organisation("みほん庁").standing is Standing.ACTIVE


def test_several_are_kept_on_the_roll_call_at_once(office: Office) -> None:
    manager = office.browser(MANAGER)
    manager.visit("/admin/roll-calls")
    manager.submit("今の四半期の棚卸しを始める")
    lead = office.browser(LEAD)
    lead.visit("/desk/roll-calls/1")
    lead.follow("複数の人をまとめて「在籍・必要」と回答する")
    office.look_again()
    mine = office.session.query(RollCallEntry).filter(RollCallEntry.login_id.in_([LEAD, MEMBER]))
    lead.submit("keep", row=[str(one.id) for one in mine])
    assert MEMBER in lead.page.text
    lead.submit("bulk")
    office.look_again()
    assert {one.answer for one in mine} == {Answer.KEPT}
    assert office.person(MEMBER).state is AccountState.ACTIVE
    lead.visit("/desk/roll-calls/1/keep")
    assert "回答を待っている人はいません" in lead.page.text


def test_failed_letters_are_tried_again_as_long_as_their_words_are_kept(office: Office) -> None:
    lead = office.browser(LEAD)
    lead.visit("/admin/requests/file")
    lead.submit("upload", file=("申請.csv", (HEAD + "見本 一,契約部,person1@town.example,契約,,,,\n").encode()))
    lead.submit("send")
    office.look_again()
    letters = office.session.query(OutboxLetter).order_by(OutboxLetter.id).all()
    assert len(letters) >= 2
    for one in letters:
        one.state_code = LetterState.FAILED.value
    letters[1].sealed_body = ""
    office.session.commit()
    manager = office.browser(MANAGER)
    manager.visit("/admin/mail?state=failed")
    manager.submit("選んだメールを再送する", row=[str(one.id) for one in letters])
    assert "7日以内のものだけ" in manager.page.text
    manager.submit("bulk")
    assert "もう一度送ります" in manager.page.text
    office.look_again()
    states = [one.state for one in office.session.query(OutboxLetter).order_by(OutboxLetter.id)]
    assert states.count(LetterState.FAILED) == 1
    assert len(office.events(EventName.LETTERS_RETRIED)) == 1
