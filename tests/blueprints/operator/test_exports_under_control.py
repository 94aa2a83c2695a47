"""From a limit lowered by two, over a file asked for and approved, to the found file traced and compared (B4)."""

from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256

import pytest
import time_machine
from sqlalchemy import select

from blueprints.commands.jobs import handlers
from models.audit.event_names import EventName
from models.audit.tables import AuditEvent
from models.certifications import export_job, quota
from models.certifications.excess import deciding
from models.jobs.worker import Worker
from tests.blueprints.incidents.conftest import Office
from tests.blueprints.operator.conftest import lower
from tests.driver.visitor import Visitor
from tests.factories.incidents import COLLEAGUE, FOREIGN_LEAD, GRID, LEAD, MEMBER, OFFICER, SECOND_LEAD
from tests.factories.looking_back import LOOKER

LIST = "/certifications/export?columns=facility_id&columns=operator_name&columns=source&source=太陽光"
ASKING = {"purpose": "買取業務", "format": "csv", "reason": "四半期の照合に一度に必要なため"}


def ask(office: Office, login_id: str = MEMBER) -> Visitor:
    """Over the quota, and asked for."""
    visitor = office.visitor(login_id)
    visitor.visit(LIST)
    visitor.follow("責任者の承認を求める")
    visitor.submit("excess", ASKING)
    return visitor


def approve(office: Office, login_id: str = LEAD, number: int = 1) -> Visitor:
    visitor = office.visitor(login_id)
    visitor.visit(f"/exports/requests/{number}")
    visitor.submit("approve")
    return visitor


def made(office: Office) -> None:
    assert Worker(office.sessions, handlers(office.settings), "one").do_next()


def names(office: Office) -> list[str]:
    with office.session() as session:
        found = session.scalars(select(AuditEvent.name).order_by(AuditEvent.number))
        return [one for one in found if ":export" in one and not one.endswith(":read")]


def test_over_the_quota_asked_approved_fetched_and_traced(lowered: Office) -> None:
    member = lowered.visitor(MEMBER)
    page = member.visit(LIST)
    assert "1ファイルに書き出せるのは3件までです。" in page.text
    assert page.terms()["この書き出し"] == "上限を超えるため、承認が必要です"
    total = page.terms()["件数"]
    member.follow("責任者の承認を求める")
    page = member.submit("excess", ASKING | {"reason": ""}, expect=422)
    assert page.errors == ["理由を書いてください。"]
    page = member.submit("excess", ASKING)
    assert (page.terms()["状態"], page.terms()["件数"]) == ("承認待ち", total)
    assert page.terms()["承認する人"] == "所属組織のシステム利用責任者"

    lead = lowered.visitor(LEAD)
    lead.visit("/")
    assert "承認を待つ書き出し" in lead.page.text
    lead.visit("/desk")
    lead.follow("上限を超える書き出しの承認")
    page = lead.follow("1")
    assert page.terms()["上限を超えて必要な理由"] == ASKING["reason"]
    assert "太陽光" in page.terms()["条件"]
    assert page.terms()["項目"].startswith("3 項目（設備ID")
    assert lead.submit("approve").terms()["状態"] == "承認済み（未使用）"

    page = member.visit("/certifications/export/requests/1")
    page = member.submit("承認されたファイルを書き出す")
    assert page.terms()["状態"] == "使用済み"
    assert "承認されたファイルを書き出す" not in page.text
    number = page.terms()["書き出したファイル"]
    made(lowered)
    member.follow("ファイルを開く")
    response = member.request("GET", f"/certifications/exports/{number}/file")
    content = response.get_data()
    assert number in content.decode("utf-8-sig").splitlines()[0]

    officer = lowered.visitor(OFFICER)
    found = "　" + "".join(chr(ord(one) + 0xFEE0) if one.isalnum() else " " for one in number.lower())
    page = officer.visit(f"/admin/exports?file={found}")
    assert page.heading == f"ファイル {number} の追跡"
    terms = page.terms()
    assert terms["書き出した人"] == f"{LOOKER}（{MEMBER}）"
    assert (terms["組織・部門"], terms["件数"], terms["目的"]) == (GRID, total, "買取業務")
    assert ASKING["reason"] in terms["上限を超えた書き出しの承認"]
    assert [row["できごと"] for row in page.rows("経過")] == [
        "書き出しの申込み", "ファイルの作成", "書き出しの終了", "ファイルの受取り", "受取りの終了",
    ]  # fmt: skip

    page = officer.submit("compare", file=("found.csv", content))
    assert "照合しました。書き出したファイルと同一です。" in page.text
    lines = content.decode("utf-8-sig").split("\r\n")
    place = lines.index("") + 2
    lines[place] = "A999999C22" + lines[place][10:]
    changed = "\r\n".join([lines[0].replace(number, "20200101-AAAAAAAA"), *lines[1:]])
    page = officer.submit("compare", file=("found.csv", changed.encode()))
    last = page.rows("照合の結果")[-1]
    assert last["結果"] == "書き出したファイルと同一ではありません"
    assert (last["合わない記載"], last["記録にない設備の行"], last["欠けている設備"]) == (
        "ファイル番号",
        str(place + 1),
        "1",
    )
    forged = "\r\n".join(lines).replace(f"（{MEMBER}）", f"（{COLLEAGUE}）").replace("目的", "注意", 1)
    assert officer.submit("compare", file=("found.csv", forged.encode())).rows("照合の結果")[-1]["合わない記載"] == (
        "目的、書き出した人"
    )
    headless = "\r\n".join(lines[lines.index("") + 1 :])
    last = officer.submit("compare", file=("found.csv", headless.encode())).rows("照合の結果")[-1]
    assert (last["合わない記載"].split("、")[0], last["行数"], last["記録にない設備の行"], last["欠けている設備"]) == (
        "ファイル番号",
        total.split()[0],
        str(place + 1 - lines.index("") - 1),
        "1",
    ), "a head that was cut off is missing, and the rows are compared all the same"
    officer.submit("compare", sha256=terms["照合値（SHA-256）"].upper())
    assert officer.page.rows("照合の結果")[-1]["結果"] == "書き出したファイルと同一です"
    digest = terms["照合値（SHA-256）"]
    assert officer.visit(f"/admin/exports?file={digest.upper()}").heading == f"ファイル {number} の追跡"
    for absent in ("0" * 64, "20200101-AAAAAAAA"):
        assert "この番号又は照合値の書き出しはありません。" in officer.visit(f"/admin/exports?file={absent}").text
    officer.visit(f"/admin/exports/{number}")
    officer.submit("compare", sha256="0" * 64)
    assert officer.page.rows("照合の結果")[-1]["合わない記載"] == "調べられません"
    officer.submit("compare", expect=422)


def test_an_approval_is_used_once_and_lasts_a_day(lowered: Office, hands: time_machine.Traveller) -> None:
    member = ask(lowered)
    approve(lowered)
    member.visit("/certifications/export/requests/1")
    form, button = member.page.form("承認されたファイルを書き出す")
    sending = form.sending(button).arguments()
    member.submit("承認されたファイルを書き出す")
    member.request("POST", "/certifications/export/requests/1/take", **sending)
    assert (
        "この申請では、ファイルを書き出せません（使用済み）。" in member.visit("/certifications/export/requests/1").text
    )
    assert names(lowered).count("register:certification:export") == 1

    member = ask(lowered)
    hands.shift(timedelta(hours=24) - timedelta(minutes=5))
    approve(lowered, SECOND_LEAD, 2)
    hands.shift(timedelta(hours=24))
    member = lowered.visitor(MEMBER)
    assert member.visit("/certifications/export/requests/2").terms()["状態"] == "期限切れ"
    assert deciding.tidy(lowered.sessions) == 1
    assert deciding.tidy(lowered.sessions) == 0
    assert names(lowered)[-1] == EventName.EXPORT_REQUEST_EXPIRED


def test_an_approved_file_wants_a_code_when_the_day_together_is_large(
    lowered: Office, hands: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    member = ask(lowered)
    total = int(member.page.terms()["件数"].removesuffix(" 件"))
    approve(lowered)
    hands.shift(timedelta(minutes=16))  # the code of the sign-in is no longer fresh
    monkeypatch.setattr(quota, "STEP_UP_ROWS", total)
    member.visit("/certifications/export/requests/1")
    assert member.submit("承認されたファイルを書き出す").terms()["状態"] == "使用済み"

    member = ask(lowered)
    approve(lowered, number=2)
    hands.shift(timedelta(minutes=16))
    monkeypatch.setattr(quota, "STEP_UP_ROWS", 2 * total - 1)
    member.visit("/certifications/export/requests/2")
    member.submit("承認されたファイルを書き出す", expect=None)
    assert member.path.partition("?")[0] == "/login/step-up"
    assert member.visit("/certifications/export/requests/2").terms()["状態"] == "承認済み（未使用）"
    assert names(lowered).count("register:certification:export") == 1


def broken(*_given: object) -> Iterator[bytes]:
    raise OSError("no space left on device")
    yield b""


def test_an_approval_whose_file_was_never_made_is_good_for_another_try_until_it_expires(
    lowered: Office, hands: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    member = ask(lowered)
    approve(lowered)
    numbers = []
    for _ in range(2):
        member.visit("/certifications/export/requests/1")
        member.submit("承認されたファイルを書き出す")
        numbers.append(member.page.terms()["書き出したファイル"])
        with monkeypatch.context() as patched:
            patched.setattr(export_job, "csv_chunks", broken)
            made(lowered)
        page = member.visit("/certifications/export/requests/1")
        assert page.terms()["状態"] == "承認済み（未使用）"
    assert names(lowered)[-2:] == [EventName.EXPORT_ENDED, EventName.EXPORT_REQUEST_GIVEN_BACK]
    member.submit("承認されたファイルを書き出す")
    numbers.append(member.page.terms()["書き出したファイル"])
    assert len(set(numbers)) == 3
    made(lowered)
    assert member.visit("/certifications/export/requests/1").terms()["状態"] == "使用済み"
    assert names(lowered).count(EventName.EXPORT_REQUEST_GIVEN_BACK) == 2


def test_an_approval_is_not_given_back_after_its_day(
    lowered: Office, hands: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    member = ask(lowered)
    approve(lowered)
    member.visit("/certifications/export/requests/1")
    member.submit("承認されたファイルを書き出す")
    hands.shift(timedelta(hours=24))
    monkeypatch.setattr(export_job, "csv_chunks", broken)
    made(lowered)
    page = lowered.visitor(MEMBER).visit("/certifications/export/requests/1")
    assert page.terms()["状態"] == "使用済み"
    assert EventName.EXPORT_REQUEST_GIVEN_BACK not in names(lowered)


def test_nobody_decides_their_own_nor_another_organisations(lowered: Office) -> None:
    ask(lowered)
    for login_id, status in ((MEMBER, 403), (COLLEAGUE, 403), (FOREIGN_LEAD, 404)):
        lowered.visitor(login_id).visit("/exports/requests/1", expect=status)
    officer = lowered.visitor(OFFICER)
    page = officer.visit("/exports/requests/1")
    assert "この申請を承認する立場にありません。" in page.text
    token = {"csrf_token": officer.token()}
    assert officer.request("POST", "/exports/requests/1/approve", data=token).status_code == 303
    assert "この申請を承認する立場にありません。" in officer.visit("/exports/requests/1").text
    with lowered.session() as session:
        refused = select(AuditEvent.object).where(AuditEvent.name == EventName.PERSON_ACT_REFUSED.value)
        assert list(session.scalars(refused)) == ["export-request:1"]


def test_a_responsible_persons_own_excess_goes_to_the_owners_officers(office: Office) -> None:
    lower(office, role="responsible_person")
    lead = ask(office, LEAD)
    assert lead.page.terms()["承認する人"] == "資源エネルギー庁の担当"
    office.visitor(SECOND_LEAD).visit("/exports/requests/1", expect=404)
    page = approve(office, OFFICER).page
    assert page.terms()["状態"] == "承認済み（未使用）"


def test_a_declined_request_says_why_and_is_over(lowered: Office) -> None:
    member, lead = ask(lowered), lowered.visitor(LEAD)
    lead.visit("/exports/requests/1")
    lead.submit("decline", why="条件を絞れるため")
    page = member.visit("/certifications/export/requests/1")
    assert (page.terms()["状態"], page.terms()["決めた理由"]) == ("不承認", "条件を絞れるため")
    assert "承認されたファイルを書き出す" not in page.text
    assert ask(lowered).page.heading == "上限を超える書き出しの申請 2"


def test_a_second_request_waits_for_the_first_and_one_within_the_quota_is_not_asked_for(lowered: Office) -> None:
    member = ask(lowered)
    member.visit(LIST)
    member.follow("責任者の承認を求める")
    page = member.submit("excess", ASKING, expect=422)
    assert "承認を待っている申請、又は" in page.errors[0]
    page = member.visit("/certifications/export/requests/1")
    assert member.submit("申請を取り下げる").terms()["状態"] == "取下げ"
    page = member.visit("/certifications/export/ask?q=A100001C22")
    assert "書き出せる範囲に収まっています。" in page.text


def test_rights_that_changed_since_are_not_taken_with(lowered: Office) -> None:
    member = ask(lowered)
    approve(lowered)
    with lowered.session() as session:
        from tests.factories.incidents import account

        account(session, MEMBER).organisation.scope_code = "chubu"
        session.commit()
    member.visit("/certifications/export/requests/1")
    page = member.submit("承認されたファイルを書き出す")
    assert "申請の後に、閲覧できる範囲が変わりました。" in page.text
    assert page.terms()["状態"] == "承認済み（未使用）"
    assert "register:certification:export" not in names(lowered)


def test_a_file_sent_at_once_has_its_digest_in_the_trail_too(office: Office) -> None:
    member = office.visitor(MEMBER)
    page = member.visit(LIST)
    assert page.terms()["この書き出し"] == "承認と確認コードは要りません"
    form, button = page.form("目的を確認して書き出す")
    for name, value in (("purpose", "purchase"), ("format", "csv")):
        form.fill(name, value)
    response = member.request("POST", LIST, **form.sending(button).arguments())
    content = response.get_data()
    response.close()
    officer = office.visitor(OFFICER)
    for asked, rows in (("purpose=purchase&format=csv&person=mem", 1), ("purpose=other", 0), ("format=xlsx", 0)):
        page = officer.visit(f"/admin/exports?{asked}")
        assert ("該当するものはありません。" in page.text) is not bool(rows)
    with office.session() as session:
        ended = select(AuditEvent.details).where(AuditEvent.name == EventName.EXPORT_ENDED.value)
        assert session.scalars(ended).one()["sha256"] == sha256(content).hexdigest()
