"""An operator sees the look that was taken a minute ago, asks about it, and is answered, without any script (B1)."""

import pytest
from sqlalchemy import select

from models.accounts.account import Role
from models.audit.tables import AuditEvent
from models.mail.outbox import OutboxLetter
from tests.blueprints.incidents.conftest import Office
from tests.factories.incidents import GRID, MANAGER, MEMBER, OFFICER, SECOND_OFFICER, account
from tests.factories.looking_back import COMPANY, LOOKER, OPERATOR, OPERATOR_COLLEAGUE, OWN, STRANGER
from tests.factories.stock import TWO_AREAS
from tests.models.accounts.people import add_person


def test_a_look_is_seen_asked_about_and_answered(office: Office) -> None:
    member, operator, officer = (office.visitor(one) for one in (MEMBER, OPERATOR, OFFICER))
    member.visit("/certifications?size=100")
    member.visit(f"/certifications/{OWN}")
    member.visit(f"/certifications/{TWO_AREAS}")

    operator.visit("/")
    page = operator.follow("閲覧の記録")
    [facility] = [row for row in page.rows() if row["設備ID"] == OWN]
    assert (facility["閲覧（90日間）"], facility["うち他の組織"]) == ("2", "2")

    page = operator.follow(OWN)
    assert page.heading == f"{OWN} の閲覧の記録"
    read, listed = page.rows()
    assert (read["操作"], listed["操作"]) == ("詳細を表示", "検索結果の一覧に表示")
    assert read["組織・部門"] == GRID
    assert read["目的"].startswith("特定契約・一時調達契約に基づく買取業務")
    assert read["示された項目の区分"]
    assert read["版"] == "第1版"
    assert LOOKER not in page.text, "the official's name is not told"
    assert TWO_AREAS not in page.text, "what else was in the list is another's"

    operator.submit("ask", number=[read["照会番号"]])
    assert operator.page.field("numbers") == read["照会番号"]
    page = operator.submit("inquiry", kind="objection", text="閲覧の理由を教えてください。")
    assert "送信しました。受付番号は Q-2026-0001 です。" in page.text
    assert page.terms()["照会番号"] == read["照会番号"]

    officer.visit("/admin")
    officer.follow("閲覧についての問合せ")
    [line] = officer.page.rows()
    assert (line["状態"], line["種類"], line["認定事業者"]) == ("確認中", "異議の申出", COMPANY)
    page = officer.follow("Q-2026-0001")
    [person] = page.rows()
    assert (person["照会番号"], person["操作"]) == (read["照会番号"], "詳細を表示")
    assert person["閲覧した人"] == f"{LOOKER}（member）"
    officer.follow("回答・記録を書く")
    officer.submit("entry", wish="note", text="責任者に電話した。")
    officer.follow("回答・記録を書く")
    officer.submit("entry", wish="answer", text="買取の手続のための閲覧でした。")

    page = operator.visit("/operator/inquiries/1")
    assert page.terms()["状態"] == "回答済み"
    assert "買取の手続のための閲覧でした。" in page.text
    assert "資源エネルギー庁の担当" in page.text
    assert "電話した" not in page.text
    page = operator.submit("word", text="納得できません。")
    assert page.terms()["状態"] == "確認中"

    page = officer.visit("/admin/inquiries/1")
    page = officer.submit("漏えい等の事案として引き継ぐ")
    assert "事案 I-2026-0001 として引き継ぎました。" in page.text
    page = officer.follow("引き継いだ事案を開く")
    assert page.terms()["関係する利用者"] == f"member（{LOOKER}）"

    with office.session() as session:
        to = [
            one.partition("@")[0] for one in session.scalars(select(OutboxLetter.recipient).order_by(OutboxLetter.id))
        ]
        assert to == [OFFICER, SECOND_OFFICER, OPERATOR, OFFICER, SECOND_OFFICER, OFFICER, SECOND_OFFICER]
        details = " ".join(str(one) for one in session.scalars(select(AuditEvent.details)))
        for typed in ("理由を教えて", "電話した", "買取の手続", "納得"):
            assert typed not in details


def test_reading_the_record_is_recorded_and_is_no_look(office: Office) -> None:
    operator = office.visitor(OPERATOR)
    for path in ("", ".csv", "/paper"):
        operator.request("GET", f"/operator/facilities/{OWN}/record{path}")
    operator.visit("/operator/facilities")
    assert "この期間の閲覧はありません。" in operator.visit(f"/operator/facilities/{OWN}/record").text
    with office.session() as session:
        chosen = select(AuditEvent).where(AuditEvent.name == "looking-back:record:read").order_by(AuditEvent.number)
        assert [one.details["part"] for one in session.scalars(chosen)] == ["page", "file", "paper", "page"][:4]


def test_a_foreign_facility_is_absent_and_a_foreign_inquiry_too(office: Office) -> None:
    stranger, operator = office.visitor(STRANGER), office.visitor(OPERATOR)
    pages = [stranger.visit(f"/operator/facilities/{one}/record", expect=404).text for one in (OWN, "A999999C22")]
    assert pages[0] == pages[1]
    operator.visit(f"/operator/facilities/{OWN}/inquire")
    operator.submit("inquiry", kind="question", text="誰が見ますか。")
    stranger.visit("/operator/inquiries/1", expect=404)
    assert "問合せはありません。" in stranger.visit("/operator/inquiries").text
    colleague = office.visitor(OPERATOR_COLLEAGUE)
    assert colleague.visit("/operator/inquiries/1").terms()["状態"] == "確認中"


def test_a_number_of_another_facility_or_of_none_is_not_taken(office: Office) -> None:
    member, operator = office.visitor(MEMBER), office.visitor(OPERATOR)
    member.visit(f"/certifications/{OWN}")
    [look] = operator.visit(f"/operator/facilities/{OWN}/record").rows()
    number = look["照会番号"]
    operator.visit(f"/operator/facilities/{OWN}/inquire")
    changed = ("3" if number[0] != "3" else "4") + number[1:]
    for typed in (changed, "1234", number + "\n" + changed):
        page = operator.submit("inquiry", kind="question", numbers=typed, text="これは何ですか。", expect=422)
        assert "この設備の閲覧の記録にない照会番号があります" in page.errors[0]
    full_width = "".join(chr(ord(one) + 0xFEE0) if one != "-" else "　" for one in number.lower())
    operator.submit("inquiry", kind="question", numbers=full_width, text="これは何ですか。")
    assert operator.page.terms()["照会番号"] == number


def test_an_officer_does_not_handle_an_inquiry_about_their_own_look(office: Office) -> None:
    officer, operator = office.visitor(OFFICER), office.visitor(OPERATOR)
    officer.visit(f"/certifications/{OWN}")
    [look] = operator.visit(f"/operator/facilities/{OWN}/record").rows()
    operator.visit(f"/operator/facilities/{OWN}/inquire?number={look['照会番号']}")
    operator.submit("inquiry", kind="question", text="なぜ見ましたか。")
    officer.visit("/admin/inquiries/1", expect=404)
    assert "該当するものはありません。" in officer.visit("/admin/inquiries").text
    second = office.visitor(SECOND_OFFICER)
    assert second.visit("/admin/inquiries/1").rows()[0]["閲覧した人"] == "佐藤 花子（officer）"
    page = second.visit(f"/admin/inquiries/number?number={look['照会番号']}")
    assert page.rows()[0]["閲覧した人"] == "佐藤 花子（officer）"
    assert "この照会番号の記録はありません" in second.visit("/admin/inquiries/number?number=2345-6789-ABCDE").text


def test_an_inquiry_about_looks_of_every_officer_is_the_system_managers(office: Office) -> None:
    first, second, manager, operator = (office.visitor(one) for one in (OFFICER, SECOND_OFFICER, MANAGER, OPERATOR))
    for officer in (first, second):
        officer.visit(f"/certifications/{OWN}")
    numbers = [look["照会番号"] for look in operator.visit(f"/operator/facilities/{OWN}/record").rows()]
    operator.visit(f"/operator/facilities/{OWN}/inquire")
    operator.submit("inquiry", kind="question", numbers=numbers[0], text="なぜ見ましたか。")
    manager.visit("/admin/inquiries/1", expect=404)
    operator.visit(f"/operator/facilities/{OWN}/inquire")
    operator.submit("inquiry", kind="question", numbers="\n".join(numbers), text="なぜ二人とも見ましたか。")
    for officer in (first, second):
        officer.visit("/admin/inquiries/2", expect=404)
    manager.visit("/admin")
    manager.follow("閲覧についての問合せ")
    page = manager.follow("Q-2026-0002")
    assert [row["閲覧した人"] for row in page.rows()] == ["佐藤 花子（officer）", "佐藤 花子（second-officer）"]
    assert "/admin/audit/" not in page.text
    assert "事案として引き継ぐ" not in page.text
    token = {"csrf_token": manager.token()}
    assert manager.request("POST", "/admin/inquiries/2/pass-on", data=token).status_code == 403
    assert manager.request("GET", "/admin/inquiries/number").status_code == 403
    manager.visit("/admin/inquiries/2")
    manager.follow("回答・記録を書く")
    manager.submit("entry", wish="answer", text="担当全員の点検のための閲覧でした。")
    page = operator.visit("/operator/inquiries/2")
    assert "システム管理者（委託先）の担当" in page.text
    assert "資源エネルギー庁の担当" not in page.text
    with office.session() as session:
        chosen = select(OutboxLetter.recipient).order_by(OutboxLetter.id)
        to = [one.partition("@")[0] for one in session.scalars(chosen)]
        assert to == [OFFICER, MANAGER, OPERATOR], "the newest look is the second officer's"
        agency = account(session, OFFICER).organisation
        add_person(session, "third-officer", agency, Role.OWNER_OFFICER, credentials=False)
        session.commit()
    manager.visit("/admin/inquiries/2", expect=404)
    assert office.visitor("third-officer").visit("/admin/inquiries/2").terms()["状態"] == "回答済み"


def test_what_was_said_meanwhile_is_read_before_the_answer_is_sent(office: Office) -> None:
    operator, officer = office.visitor(OPERATOR), office.visitor(OFFICER)
    operator.visit(f"/operator/facilities/{OWN}/inquire")
    operator.submit("inquiry", kind="question", text="誰が見ますか。")
    officer.visit("/admin/inquiries/1/entry")
    operator.visit("/operator/inquiries/1")
    operator.submit("word", text="急いでいます。")
    page = officer.submit("entry", wish="answer", text="買取の手続のための閲覧です。", expect=422)
    assert "もう一度回答してください" in page.errors[0]
    officer.submit("entry", wish="answer", text="買取の手続のための閲覧です。")
    assert operator.visit("/operator/inquiries/1").terms()["状態"] == "回答済み"


def test_a_file_that_broke_off_is_told_as_that(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("models.certifications.extract.ROWS_AT_A_TIME", 1)
    member, operator = office.visitor(MEMBER), office.visitor(OPERATOR)
    data = {"csrf_token": member.token(), "purpose": "purchase", "note": "", "format": "csv"}
    response = member.request("POST", "/certifications/export", data=data, buffered=False)
    next(iter(response.response))
    response.close()
    told = "ファイルに書き出し（途中で中止。渡った可能性のある行を含む）"
    [look] = operator.visit(f"/operator/facilities/{OWN}/record").rows()
    assert (look["操作"], look["目的"].split()[0]) == (told, "買取業務")
    for path in (".csv", "/paper"):
        assert told in operator.request("GET", f"/operator/facilities/{OWN}/record{path}").get_data(as_text=True)
    operator.visit(f"/operator/facilities/{OWN}/inquire?number={look['照会番号']}")
    operator.submit("inquiry", kind="question", text="渡りましたか。")
    [person] = office.visitor(OFFICER).visit("/admin/inquiries/1").rows()
    assert person["操作"] == told


def test_pages_there_and_back_and_the_file_hold_the_same_looks(office: Office) -> None:
    member, operator = office.visitor(MEMBER), office.visitor(OPERATOR)
    for _ in range(23):
        member.visit(f"/certifications/{OWN}")
    path = f"/operator/facilities/{OWN}/record?size=20"
    first = [row["照会番号"] for row in operator.visit(path).rows()]
    second = [row["照会番号"] for row in operator.follow("次のページ ›").rows()]
    assert (len(first), len(second), len(set(first + second))) == (20, 3, 23)
    assert [row["照会番号"] for row in operator.follow("‹ 前のページ").rows()] == first
    text = operator.request("GET", f"/operator/facilities/{OWN}/record.csv").get_data(as_text=True)
    assert [line.rpartition(",")[2] for line in text.splitlines()[1:]] == first + second
    assert "同じ組織が24時間に3回以上" in text


def test_a_period_that_is_none_is_told_and_the_usual_one_shown(office: Office) -> None:
    member, operator = office.visitor(MEMBER), office.visitor(OPERATOR)
    member.visit(f"/certifications/{OWN}")
    path = f"/operator/facilities/{OWN}/record"
    for asked, told in (("since=2026-05-12&until=2026-05-10", "順に入力してください"), ("since=x", "日付で入力")):
        page = operator.visit(f"{path}?{asked}")
        assert told in page.text
        assert len(page.rows()) == 1
    assert "この期間の閲覧はありません。" in operator.visit(f"{path}?until=2026-05-10").text
    assert len(operator.visit(f"{path}?since=2026-05-11&until=2026-05-11").rows()) == 1
