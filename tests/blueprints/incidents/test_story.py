"""An incident from the first report to the printed one, from form to form, without any script (M8)."""

from sqlalchemy import select

from models.audit.tables import AuditEvent
from models.mail.outbox import OutboxLetter
from tests.blueprints.incidents.conftest import FILLED_IN, Office, pass_on, report
from tests.driver.html import elements
from tests.driver.trail_file import read_trail_file
from tests.factories.incidents import LEAD, MEMBER, OFFICER, SECOND_LEAD, SECOND_OFFICER
from tests.factories.stock import TWO_PREFECTURES

ACTS = [
    "incidents:incident:report", "incidents:incident:pass-on", "incidents:incident:set-facts", "incidents:file:add",
    "incidents:incident:note", "incidents:incident:tell-authority", "incidents:incident:close",
]  # fmt: skip


def test_an_incident_is_reported_assessed_handled_closed_and_printed(office: Office) -> None:
    member, lead, officer = (office.visitor(one) for one in (MEMBER, LEAD, OFFICER))
    member.visit(f"/certifications/{TWO_PREFECTURES}", expect=None)

    page = report(member, person=MEMBER)
    assert page.heading == "報告 I-2026-0001"
    assert "報告しました。受付番号は I-2026-0001 です。" in page.text
    assert page.terms()["起きたこと"] == "一覧のファイルを、 別の会社に送った。"
    assert page.terms()["状態"] == "責任者の確認待ち"

    [line] = lead.visit("/incidents").rows()
    assert (line["受付番号"], line["状態"]) == ("I-2026-0001", "責任者の確認待ち")
    lead.follow("I-2026-0001")
    assert "2026年5月12日 10:00までに、評価を付けて引き継いでください。" in lead.page.text
    page = pass_on(lead)
    assert "資源エネルギー庁の担当に引き継ぎました。" in page.text
    assert "評価と引継ぎ" not in page.text

    officer.visit("/admin")
    officer.follow("漏えい等への対応")
    [line] = officer.page.rows()
    assert (line["状態"], line["重大度"], line["届き方"]) == ("対応中", "中程度", "責任者からの引継ぎ")
    assert line["個人情報保護委員会への報告"] == "速報 2026年5月15日：あと4日"
    page = officer.follow("I-2026-0001")
    assert page.terms()["関係する利用者"] == "member（佐藤 花子）"

    officer.follow("事実を更新する")
    officer.submit("facts", malicious="はい", severity="grave")
    assert officer.page.rows("期限")[1]["期限"] == "2026年7月9日 まで"

    officer.follow("閲覧した内容を調べる")
    assert "設備の表示" in {line["操作"] for line in officer.page.rows()}
    officer.follow("示された設備")
    assert [line["設備ID"] for line in officer.page.rows()] == [TWO_PREFECTURES]
    taken = officer.request("GET", "/admin/incidents/1/seen/facilities.csv")
    facts, rows = read_trail_file(taken)
    assert [(line["設備ID"], line["回数"]) for line in rows] == [(TWO_PREFECTURES, "1")]
    assert facts["事案"] == "I-2026-0001"
    number = facts["証跡の番号"]
    assert f"filename=saiene-I-2026-0001-facilities-{number}.csv" in taken.headers["Content-Disposition"]
    assert OFFICER in facts["書き出した人"]
    assert OFFICER in " ".join(officer.visit(f"/admin/audit/{number}").terms().values())

    officer.visit("/admin/incidents/1")
    officer.follow("ファイルを加える")
    page = officer.submit("file-form", file=("証拠.txt", b"log of the mail server"))
    assert [line["名前"] for line in page.rows("ファイル")] == ["証拠.txt"]

    officer.follow("記録・回答を書く")
    officer.submit("entry", wish="note", text="送信先に電話した。")
    officer.follow("記録・回答を書く")
    page = officer.submit("entry", wish="answer", text="報告をありがとうございます。")
    assert [line["種類"] for line in page.rows("経過")] == [
        "報告", "連絡", "責任者の評価", "引継ぎ", "連絡", "事実の更新", "ファイル", "記録（内部）", "報告者への回答",
    ]  # fmt: skip
    text = member.visit("/incidents/1").text
    assert "報告をありがとうございます。" in text
    assert "送信先に電話した。" not in text
    assert "本人に聞き取りをした。" not in text

    officer.follow("対応を終了する")
    assert "確報が記録されていません" in officer.page.text
    officer.visit("/admin/incidents/1")
    officer.follow("報告した日を記録する")
    officer.submit("told", report="final", on="2026年5月11日")
    officer.follow("対応を終了する")
    page = officer.submit("close", outcome="leaked", cause="宛先の誤り", prevention="送信前に二人で確かめる")
    assert page.terms()["結果"] == "漏えい等を確認した"
    assert "事実を更新する" not in page.text
    assert member.visit("/incidents/1").terms()["状態"] == "対応終了"
    assert "宛先の誤り" not in member.page.text

    page = officer.follow("報告書を表示する")
    assert page.heading == "情報漏えい等事案報告書 I-2026-0001"
    for words in ("別の会社に送った。", "送信先に電話した。", "宛先の誤り", "送信前に二人で確かめる", "証拠.txt"):
        assert words in page.text
    assert "表示され、又は書き出された設備は 1 件です。" in page.text
    assert [line["立場"] for line in page.rows("署名")] == ["作成者", "保有者担当", "承認者"]
    assert not elements(page.tree.root, "form")[1:], "on paper there is nothing to fill in"

    officer.visit("/admin/incidents/1")
    officer.follow("対応を再開する")
    page = officer.submit("reopen", why="新しい事実が分かった")
    assert page.terms()["状態"] == "対応中"

    with office.session() as session:
        names = [*session.scalars(select(AuditEvent.name).order_by(AuditEvent.number))]
        acts = list(dict.fromkeys(one for one in names if one.startswith("incidents:") and not one.endswith(":read")))
        assert acts == [*ACTS, "incidents:incident:reopen"]
        recipients = [one.partition("@")[0] for one in session.scalars(select(OutboxLetter.recipient))]
        assert recipients == [LEAD, SECOND_LEAD, OFFICER, SECOND_OFFICER, MEMBER]
        everything = " ".join(str(one) for one in session.scalars(select(AuditEvent.details)))
        for typed in ("別の会社", "電話した", "宛先", "証拠", "聞き取り", "ありがとう"):
            assert typed not in everything


def test_what_was_typed_survives_an_error_whole_and_the_way_to_the_check_and_back(office: Office) -> None:
    member = office.visitor(MEMBER)
    member.visit("/incidents/new")
    page = member.submit("report", FILLED_IN | {"what": "", "noticed_on": "きのう"}, expect=422)
    assert page.errors == ["起きたことを書いてください。", "日付で入力してください（例: 2026-04-01）。"]
    assert page.field("noticed_on") == "きのう"
    assert page.field("facilities") == "A100001C22\r\nどこかの設備"
    assert page.field("malicious") == "unknown"
    page = member.submit("report", what="やはり書く", noticed_on="2026-05-12", expect=422)
    assert page.errors == ["気付いた日は、今日までの日付で入力してください。"]
    page = member.submit("report", noticed_on="２０２６年５月７日", expect=422)
    assert page.errors == ["起きた日は、気付いた日までの日付で入力してください。"]
    page = member.submit("report", noticed_on="2026-05-09")
    assert page.terms()["どのような情報か"] == "変更：どのような情報か 事業者名と電話番号"
    page = member.visit("/incidents/new")
    assert (page.field("what"), page.field("happened_on")) == ("やはり書く", "2026-05-08")
    member.submit("入力した内容を消去する")
    assert member.visit("/incidents/new").field("what") == ""
    assert member.visit("/incidents/new/check").heading == "情報漏えい等を報告する"


def test_a_report_pressed_twice_is_sent_once(office: Office) -> None:
    member = office.visitor(MEMBER)
    member.visit("/incidents/new")
    member.submit("report", FILLED_IN)
    form, button = member.page.form("send")
    sending = form.sending(button)
    member.submit("send")
    answer = member.request("POST", "/incidents/new/check", **sending.arguments())
    assert (answer.status_code, answer.location) == (303, "/incidents")
    assert "すでに送信したか" in member.visit("/incidents").text
    assert len(member.page.rows()) == 1


def test_a_receipt_says_the_same_whether_what_was_typed_exists_or_not(office: Office) -> None:
    pages = []
    for facilities, person in ((TWO_PREFECTURES, LEAD), ("A999999C99", "nobody")):
        page = report(office.visitor(MEMBER), facilities=facilities, person=person)
        terms = page.terms()
        pages.append({name: value for name, value in terms.items() if "ID" not in name and name != "状態"})
    assert pages[0] == pages[1]


def test_a_person_past_the_second_factor_finds_the_report_in_the_footer_and_a_stranger_does_not(office: Office) -> None:
    member = office.visitor(MEMBER)
    assert member.page.link("情報漏えい等の報告") == "/incidents"
    footer = elements(member.visit("/certifications").tree.root, "footer")[0]
    assert [a.get("href") for a in elements(footer, "a")] == ["/terms", "/privacy", "/incidents"]
    member.client.delete_cookie("__Host-saiene", domain="saiene.example")
    assert "情報漏えい等の報告" not in member.visit("/login").text


def test_control_characters_reach_no_database(office: Office) -> None:
    page = report(office.visitor(MEMBER), what="a\0b\x1b[31m", person="x\0")
    assert page.terms()["起きたこと"] == "ab[31m"


def test_a_report_is_found_from_the_first_pages_of_whoever_has_to_act(office: Office) -> None:
    report(office.visitor(MEMBER))
    lead, officer = office.visitor(LEAD), office.visitor(OFFICER)
    for page in ("/", "/admin"):
        lead.visit(page)
        lead.follow("引継ぎ・評価を待つ情報漏えい等の報告")
        assert [line["受付番号"] for line in lead.page.rows()] == ["I-2026-0001"]
    assert "情報漏えい等の報告が 1 件届いています。24時間以内に" in lead.visit("/desk").text
    lead.follow("報告を確認する")
    assert [line["受付番号"] for line in lead.page.rows()] == ["I-2026-0001"]
    assert "評価を待つ情報漏えい等の事案" not in officer.visit("/").text
    report(office.visitor(MEMBER), direct=True)
    for page in ("/", "/admin"):
        officer.visit(page)
        officer.follow("評価を待つ情報漏えい等の事案")
        assert [line["受付番号"] for line in officer.page.rows()] == ["I-2026-0002"]
    assert "2 件届いています" not in lead.visit("/desk").text
