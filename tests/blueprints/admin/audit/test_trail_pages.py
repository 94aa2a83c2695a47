"""The trail on screen: found by whatever it says, exact, checkable, and itself on record (M11, M13)."""

import csv
import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import Engine, event, select
from sqlalchemy.orm import Session

from models import clock
from models.accounts.account import Account, Role
from models.audit import verify_trail
from models.audit.event_names import EventName
from models.audit.tables import AuditEvent, AuditEventFacility
from models.organisations.kinds import OrganisationKind
from models.register.certification import Certification
from models.register.tripwire import opened
from tests.driver.trail_file import read_trail_file
from tests.driver.visitor import Visitor
from tests.factories.stock import FORMER_FIT_ID, NOW_FIP_ID, TWO_PREFECTURES
from tests.threats.conftest import Service

K = OrganisationKind


def officer(service: Service) -> Visitor:
    return service.enter(K.OWNER, "", role=Role.OWNER_OFFICER)[0]


def auditor(service: Service) -> Visitor:
    return service.enter(K.AUDITOR, "", role=Role.AUDITOR)[0]


def reader(service: Service, *paths: str) -> str:
    """Somebody of a grid company who looks at these pages; their login ID."""
    visitor, person = service.enter()
    for path in paths:
        visitor.request("GET", path)
    return person.account.login_id


def events(service: Service, name: EventName) -> list[AuditEvent]:
    with Session(service.engine) as session:
        return list(session.scalars(select(AuditEvent).where(AuditEvent.name == name).order_by(AuditEvent.number)))


def test_every_filter_finds_exactly_its_events_and_looking_is_recorded(service: Service) -> None:
    login_id = reader(service, "/certifications?q=みほん", f"/certifications/{TWO_PREFECTURES}", "/certifications/A9")
    visitor = officer(service)
    today = clock.today()
    with Session(service.engine) as session:
        mine = {one.number: one for one in session.scalars(select(AuditEvent).where(AuditEvent.login_id == login_id))}
    organisation = next(iter(mine.values())).organisation
    for asked, right in (
        ("", lambda one: True),
        ("&act=register:certification:read", lambda one: one.name == "register:certification:read"),
        ("&outcome=refused", lambda one: one.outcome == "refused"),
        (f"&organisation={organisation}", lambda one: True),
        (f"&object=facility:{TWO_PREFECTURES}", lambda one: one.object == f"facility:{TWO_PREFECTURES}"),
        ("&address=::ffff:127.0.0.1", lambda one: one.address == "127.0.0.1"),
        ("&unit=送配電部", lambda one: False),
        (f"&since={today}&until={today}", lambda one: True),
        (f"&until={today - timedelta(days=1)}", lambda one: False),
    ):
        page = visitor.visit(f"/admin/audit?actor={login_id}&size=100{asked}")
        found = {int(line["番号"]) for line in page.rows()} if page.tree.root.find(".//{*}table") is not None else set()
        assert found == {number for number, one in mine.items() if right(one)}, asked
    looked = events(service, EventName.TRAIL_LISTED)
    assert len(looked) == 9
    assert looked[1].details["asked"] == [f"ログインID: {login_id}", "操作: 登録情報：設備の表示"]
    page = visitor.visit("/admin/audit?since=yesterday&since_when=x")
    assert "使えない条件や並び順が含まれていた" in page.text


def test_an_event_is_shown_whole_and_says_whether_it_is_as_it_was_written(service: Service) -> None:
    reader(service, f"/certifications/{TWO_PREFECTURES}")
    visitor = auditor(service)
    [event] = events(service, EventName.CERTIFICATION_READ)
    page = visitor.visit(f"/admin/audit/{event.number}")
    assert page.heading == f"証跡 {event.number}：設備の表示"
    assert page.terms()["対象"] == f"facility:{TWO_PREFECTURES}"
    assert page.terms()["ハッシュ値"] == event.hash
    assert "書かれたときのままで、前の証跡とつながっています" in page.text
    assert events(service, EventName.TRAIL_EVENT_READ)[0].details == {"number": event.number}
    assert visitor.request("GET", "/admin/audit/999999").status_code == 404


def test_a_selection_leaves_as_a_table_or_as_lines_that_can_be_checked(service: Service) -> None:
    login_id = reader(service, "/certifications", f"/certifications/{TWO_PREFECTURES}")
    visitor = auditor(service)
    table = visitor.request("GET", f"/admin/audit/file?actor={login_id}").get_data(as_text=True)
    rows = list(csv.DictReader(io.StringIO(table.removeprefix("\ufeff"))))
    assert [row["操作"] for row in rows][-2:] == ["一覧・件数の表示", "設備の表示"]
    lines = (
        visitor.request("GET", f"/admin/audit/file?actor={login_id}&form=jsonl").get_data().splitlines(keepends=True)
    )
    assert verify_trail.check_selection(lines) == len(rows)
    recorded = events(service, EventName.TRAIL_EXPORTED)
    assert [one.details["events"] for one in recorded] == [len(rows)] * 2


def test_who_has_seen_a_facility_is_answered_exactly_by_any_of_its_ids(service: Service) -> None:
    one = reader(
        service, "/certifications?size=100", f"/certifications/{NOW_FIP_ID}", f"/certifications/{FORMER_FIT_ID}"
    )
    two = reader(service, f"/certifications/{NOW_FIP_ID}")
    with Session(service.engine) as session, opened():
        key = session.scalars(select(Certification.id).where(Certification.facility_id == NOW_FIP_ID)).one()
        chosen = select(AuditEvent).join(AuditEventFacility, AuditEventFacility.event_number == AuditEvent.number)
        true = list(session.scalars(chosen.where(AuditEventFacility.certification_id == key)))
    assert {event.login_id for event in true} == {one, two}
    for given in (NOW_FIP_ID, FORMER_FIT_ID, str(key)):
        visitor = auditor(service)
        page = visitor.visit(f"/admin/audit/facility?facility={given}")
        acts = page.rows("この設備を見た操作")
        assert [int(line["証跡"]) for line in acts] == sorted((event.number for event in true), reverse=True)
        readers = page.rows("組織と部門ごとの合計")
        assert sum(int(line["回数"]) for line in readers) == len(true)
    assert any("設備ID" in line["示した項目"] for line in acts)
    assert acts[0]["閲覧権限の版"] == "第1版"
    _facts, lines = read_trail_file(auditor(service).request("GET", f"/admin/audit/facility.csv?facility={NOW_FIP_ID}"))
    assert len(lines) == len(true)
    asked = events(service, EventName.FACILITY_READERS_ASKED)
    assert [(event.details["asked"], event.details["part"]) for event in asked] == [
        (NOW_FIP_ID, "page"), (FORMER_FIT_ID, "page"), (str(key), "page"), (NOW_FIP_ID, "file"),
    ]  # fmt: skip


def test_an_auditor_learns_nothing_of_the_register_by_asking(service: Service) -> None:
    visitor = auditor(service)
    answers = []
    for facility_id in (TWO_PREFECTURES, "A987654C22"):
        page = visitor.visit(f"/admin/audit/facility?facility={facility_id}")
        answers.append(page.text.replace(facility_id, "ID"))
    assert answers[0] == answers[1]
    assert "この設備を見た記録はありません。" in answers[0]


def test_a_purpose_stands_beside_the_act_it_was_stated_for(service: Service) -> None:
    visitor, _ = service.enter()
    visitor.visit("/certifications/export?source=太陽光")
    data = {"csrf_token": visitor.token(), "purpose": "purchase", "note": "", "format": "csv"}
    sent = visitor.request("POST", "/certifications/export?source=太陽光", data=data)
    assert TWO_PREFECTURES in sent.get_data(as_text=True)
    page = officer(service).visit(f"/admin/audit/facility?facility={TWO_PREFECTURES}")
    assert {line["利用目的"] for line in page.rows("この設備を見た操作") if "書き出し" in line["操作"]} == {"買取業務"}


def test_a_file_that_broke_off_is_told_as_that_and_counted_all_the_same(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    break_off(service, monkeypatch)
    told, path = "ファイルへの書き出し（途中で中止。渡った可能性のある行を含む）", f"facility={TWO_PREFECTURES}"
    page = auditor(service).visit(f"/admin/audit/facility?{path}")
    assert [line["操作"] for line in page.rows("この設備を見た操作")] == [told]
    assert [line["回数"] for line in page.rows("組織と部門ごとの合計")] == ["1"]
    _facts, [line] = read_trail_file(auditor(service).request("GET", f"/admin/audit/facility.csv?{path}"))
    assert (line["操作"], line["利用目的"]) == (told, "その他：試験")


def test_what_stood_in_a_file_that_broke_off_is_told_of_the_person_as_that(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    login_id = break_off(service, monkeypatch, f"/certifications/{TWO_PREFECTURES}")
    visitor = officer(service)
    page = visitor.visit(f"/admin/audit/person?login_id={login_id}")
    [file] = page.rows("完了していないファイル（新しいものから）")
    assert file["状況"] == "途中で中止。渡った可能性のある行を含む"
    number = file["ファイル番号"]
    assert page.link(number) == f"/admin/exports?file={number}"
    head, counted = "示された設備（最後に示されたものから）", ("回数", "うち完了していないファイル")
    facilities = {line["設備"]: tuple(line[name] for name in counted) for line in page.rows(head)}
    assert facilities.pop(TWO_PREFECTURES) == ("2", "1")
    assert set(facilities.values()) == {("1", "1")}
    _facts, lines = read_trail_file(visitor.request("GET", f"/admin/audit/person.csv?login_id={login_id}"))
    taken = {line["設備ID"]: tuple(line[name] for name in counted) for line in lines}
    assert taken == {TWO_PREFECTURES: ("2", "1"), **facilities}
    visitor.visit(page.link(number))
    other = reader(service, f"/certifications/{TWO_PREFECTURES}")
    assert "完了していないファイル" not in visitor.visit(f"/admin/audit/person?login_id={other}").text


def break_off(service: Service, monkeypatch: pytest.MonkeyPatch, *paths: str) -> str:
    """Somebody of a bureau who looks at these pages, and breaks a file off after its first row; their login ID."""
    monkeypatch.setattr("models.certifications.extract.ROWS_AT_A_TIME", 1)
    visitor, person = service.enter(K.BUREAU, "C")
    data = {"csrf_token": visitor.token(), "purpose": "other", "note": "試験", "format": "csv"}
    for path in paths:
        visitor.request("GET", path)
    response = visitor.request("POST", "/certifications/export", data=data, buffered=False)
    next(iter(response.response))
    response.close()
    return person.account.login_id


def test_the_file_of_a_facility_holds_what_its_page_shows(service: Service) -> None:
    one = reader(service, f"/certifications/{TWO_PREFECTURES}", "/certifications?size=100")
    reader(service, f"/certifications/{TWO_PREFECTURES}")
    visitor = auditor(service)
    for asked, label, count in (
        ("", "すべての操作をCSVに書き出す", 3),
        (f"&actor={one}", "この条件の操作をCSVに書き出す", 2),
        (f"&actor={one}&act=register:certification:read", "この条件の操作をCSVに書き出す", 1),
    ):
        page = visitor.visit(f"/admin/audit/facility?facility={TWO_PREFECTURES}{asked}")
        shown = [line["証跡"] for line in page.rows("この設備を見た操作")]
        _facts, lines = read_trail_file(visitor.request("GET", page.link(label)))
        taken = [line["証跡の番号"] for line in lines]
        assert taken == shown, asked
        assert len(taken) == count, asked
    assert "CSVに書き出す" not in visitor.visit(f"/admin/audit/facility?facility={TWO_PREFECTURES}&actor=nobody").text


def test_a_page_of_many_files_asks_for_all_of_them_at_once(service: Service) -> None:
    visitor, _ = service.enter()

    def statements() -> int:
        """How many statements the page of the facility's readers takes."""
        seen: list[str] = []
        watch = listening_to(seen)
        officer_page = officer(service)
        event.listen(Engine, "before_cursor_execute", watch)
        officer_page.visit(f"/admin/audit/facility?facility={TWO_PREFECTURES}")
        event.remove(Engine, "before_cursor_execute", watch)
        return len(seen)

    def take(times: int) -> None:
        for _ in range(times):
            data = {"csrf_token": visitor.token(), "purpose": "purchase", "note": "", "format": "csv"}
            visitor.request("POST", "/certifications/export?source=太陽光", data=data).get_data()

    take(1)
    statements()  # the first page of a process learns what it keeps
    few = statements()
    take(2)
    assert statements() == few


def listening_to(seen: list[str]) -> Callable[..., None]:
    def keep(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    return keep


@pytest.mark.parametrize("who", [officer, auditor])
def test_what_a_person_has_seen_is_answered_exactly_and_named_as_far_as_the_asker_may(
    service: Service, who: object
) -> None:
    login_id = reader(service, "/certifications?size=100", f"/certifications/{TWO_PREFECTURES}")
    with Session(service.engine) as session, opened():
        theirs = select(AuditEvent.number).where(AuditEvent.login_id == login_id)
        chosen = select(AuditEventFacility).where(AuditEventFacility.event_number.in_(theirs))
        shown = [one.certification_id for one in session.scalars(chosen)]
        ids = dict(session.execute(select(Certification.id, Certification.facility_id)).all())
    visitor: Visitor = who(service)  # type: ignore[operator]
    page = visitor.visit(f"/admin/audit/person?login_id={login_id}&size=100")
    named = {ids[key]: shown.count(key) for key in shown}
    if who is auditor:
        named = {f"登録情報の番号 {key}": shown.count(key) for key in shown}
    assert {line["設備"]: int(line["回数"]) for line in page.rows("示された設備（最後に示されたものから）")} == named
    visitor.follow(next(iter(named)))
    assert {line["ログインID"] for line in visitor.page.rows("この設備を見た操作")} == {login_id}, "of nobody else"
    acts = {line["操作"]: line["回数"] for line in page.rows("操作ごとの合計")}
    assert (acts["一覧・件数の表示"], acts["設備の表示"]) == ("1", "1")
    _facts, lines = read_trail_file(visitor.request("GET", f"/admin/audit/person.csv?login_id={login_id}"))
    assert len(lines) == len(named)
    asked = events(service, EventName.PERSON_READING_ASKED)
    assert [event.details["part"] for event in asked] == ["page", "file"]


def test_a_question_about_nobody_is_a_form_with_its_reason(service: Service) -> None:
    visitor = officer(service)
    visitor.visit("/admin/audit/person")
    page = visitor.submit("person", login_id="nobody.at.all", expect=422)
    assert "このログインIDのアカウントはありません。" in page.text
    page = visitor.visit("/admin/audit/person?login_id=x&since=2026-13-99", expect=422)
    assert "日付で入力してください" in page.text


def test_the_system_manager_and_readers_do_not_reach_the_trail(service: Service) -> None:
    for kind, role in ((K.CONTRACTOR, Role.SYSTEM_MANAGER), (K.BUREAU, Role.RESPONSIBLE_PERSON)):
        visitor, _ = service.enter(kind, "C", role=role)
        for path in ("/admin/audit", "/admin/audit/1", "/admin/audit/facility", "/admin/audit/packs"):
            assert visitor.request("GET", path).status_code == 403


def test_an_auditors_account_ends_with_its_last_day(service: Service) -> None:
    visitor, person = service.enter(K.AUDITOR, "", role=Role.AUDITOR)

    def until(days: int) -> None:
        last = clock.today() + timedelta(days=days)
        service.change(lambda session: setattr(session.get_one(Account, person.account.id), "ends_on", last))

    until(0)
    assert visitor.request("GET", "/admin/audit").status_code == 200
    until(-1)
    refused = visitor.request("GET", "/admin/audit")
    assert refused.status_code == 403
    assert "利用期限は、過ぎています" in refused.get_data(as_text=True)
