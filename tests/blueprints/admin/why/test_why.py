"""Asking why: the verdict first, then every link; whoever asks, what they may ask, and that it is recorded (B2)."""

from datetime import date, timedelta
from urllib.parse import quote

import pytest
import time_machine
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from models import clock
from models.accounts.account import Account, Role
from models.audit.actor import Actor
from models.audit.tables import AuditEvent, AuditEventFacility
from models.catalogue.catalogue import Catalogue, catalogue
from models.catalogue.grants import Grant, GrantsEdition
from models.catalogue.recorded import record_catalogue
from models.organisations.kind_standing import KindStanding
from models.organisations.kinds import OrganisationKind, Standing
from models.organisations.organisation import Organisation
from tests.access import people
from tests.blueprints.certifications.conftest import Office
from tests.driver.visitor import Visitor
from tests.factories import stock as register
from tests.factories.editions import withdraw

K = OrganisationKind
GRANTED, HIDDEN = "operator_name", "applied_on"


def _ask(visitor: Visitor, expect: int = 200, **asked: str) -> str:
    query = "&".join(f"{name}={quote(value)}" for name, value in asked.items())
    return visitor.visit(f"/admin/why?{query}", expect=expect).text


def test_the_officer_learns_why_chubu_sees_a_facility(officer: Visitor, chubu: Account, office: Office) -> None:
    officer.visit("/admin/why")
    page = officer.submit(
        "search", person=chubu.login_id, facility=register.TWO_AREAS, item="発電事業者名（事業者名・設置者名）"
    )
    assert f"設備 {register.TWO_AREAS} の「発電事業者名（事業者名・設置者名）」が表示されます。" in page.text
    assert "中部の供給区域：連番 2 の所在地が、中部の供給区域にある" in page.text
    assert "業務遂行に必要不可欠" in page.text
    assert "閲覧権限の第1版" in page.text
    assert "点検者：" in page.text
    events = _events(office, "register:visibility:explain")
    assert [(one.object, one.details["about"], one.details["item"]) for one in events] == [
        (f"facility:{register.TWO_AREAS}", f"account:{chubu.id}", GRANTED)
    ]


def test_the_day_of_the_review_stands_with_the_ground_and_the_time_of_effect_with_the_edition(
    officer: Visitor, chubu: Account
) -> None:
    page = officer.visit(f"/admin/why?person={chubu.login_id}&item={GRANTED}")
    row = next(row for row in page.rows("確かめたことと、その答え") if row["確かめたこと"].startswith("項目「"))
    assert row["答え"] == "はい"
    assert row["出典"] == "閲覧権限の第1版（2024年3月29日 09:00 発効）（提案：保有者による点検の前のもの）"
    for told in ("業務遂行に必要不可欠：", "点検者：初期案", "点検日：2026年4月1日", "次の点検の期限：2027年3月31日"):
        assert told in row["根拠となる事実"]


def test_a_facility_on_a_neighbours_grid_is_told_to_be_the_contracting_companys(
    officer: Visitor, office: Office
) -> None:
    tokyo = office.someone(K.GRID_OPERATOR, "tokyo")[1].organisation.name
    tohoku = office.someone(K.GRID_OPERATOR, "tohoku")[1].organisation.name
    text = _ask(officer, organisation=tokyo, facility=register.ON_NEIGHBOURS_GRID)
    assert f"設備 {register.ON_NEIGHBOURS_GRID} が表示されません" in text
    assert "この設備は東北の供給区域：接続契約の締結先が、東北電力ネットワーク株式会社である" in text
    text = _ask(officer, organisation=tohoku, facility=register.ON_NEIGHBOURS_GRID)
    assert f"設備 {register.ON_NEIGHBOURS_GRID} が表示されます" in text


def test_a_hidden_item_is_told_to_have_no_ground(officer: Visitor, chubu: Account) -> None:
    text = _ask(officer, person=chubu.login_id, item=HIDDEN)
    assert "表示されません" in text
    assert "見せる根拠が登録されていません" in text


STATES = [
    people.stop,
    people.strike_off,
    people.make_dormant,
    people.bar_organisation,
    people.close_organisation,
    None,
]


@pytest.mark.parametrize("change", STATES, ids=lambda change: change.__name__ if change else "nothing")
def test_the_ladder_is_told_as_the_gate_decides_it(officer: Visitor, office: Office, change: people.Change) -> None:
    visitor, account = office.someone(K.OCCTO)
    if change is not None:
        office.change(lambda session: change(_signed_in(session, account)))
    text = _ask(officer, person=account.login_id, facility=register.TWO_AREAS, item="facility_id")
    answer = visitor.request("GET", f"/certifications/{register.TWO_AREAS}")
    assert ("表示されます。" in text) is (answer.status_code == 200) is (change is None)


def test_training_long_overdue_is_told_as_the_gate_decides_it(office: Office, hands: time_machine.Traveller) -> None:
    hands.shift(timedelta(days=200))
    officer = office.someone(K.OWNER, role=Role.OWNER_OFFICER)[0]
    visitor, account = office.someone(K.OCCTO)
    office.change(lambda session: people.neglect_training(_signed_in(session, account)))
    text = _ask(officer, person=account.login_id, item="facility_id")
    assert "期限を過ぎた研修が修了していないため" in text
    assert "表示されません。" in text
    assert visitor.request("GET", f"/certifications/{register.TWO_AREAS}").status_code == 303


def _signed_in(session: Session, account: Account) -> people.SignedInPerson:
    return people.SignedInPerson(session.get_one(Account, account.id), None, "")  # type: ignore[arg-type]


def test_an_emergency_stop_is_told_of_the_kind_the_organisation_and_the_person(
    officer: Visitor, office: Office, chubu: Account
) -> None:
    def stop(session: Session) -> None:
        session.get_one(KindStanding, "grid_operator").stopped_at = chubu.issued_at

    office.change(stop)
    for asked in ({"kind": "grid_operator"}, {"organisation": chubu.organisation.name}, {"person": chubu.login_id}):
        assert "緊急に停止されています" in _ask(officer, **asked)


def test_whoever_has_not_consented_sees_nothing_yet(officer: Visitor, office: Office) -> None:
    def newcomer(session: Session) -> None:
        people.new_account(session, kind=K.OCCTO, login_id="newcomer")

    office.change(newcomer)
    assert "現在の版に同意していません" in _ask(officer, person="newcomer")


def test_a_unit_that_does_not_read_is_named(officer: Visitor, office: Office, chubu: Account) -> None:
    def divide(session: Session) -> None:
        account = session.get_one(Account, chubu.id)
        account.unit = "小売部"
        account.organisation.units_kept = [{"name": "小売部", "reads": False}, {"name": "送配電部", "reads": True}]

    office.change(divide)
    text = _ask(officer, person=chubu.login_id, facility=register.TWO_AREAS)
    assert "部門は「小売部」で、認定情報を閲覧しない部門です。" in text
    assert "表示されません。" in text


def test_a_kind_is_told_that_its_rows_are_each_organisations(officer: Visitor) -> None:
    text = _ask(officer, kind="grid_operator", facility=register.TWO_AREAS, item=GRANTED)
    assert "一般送配電事業者の利用者のうち、閲覧範囲に入る組織の人には" in text


def test_several_people_items_and_organisations_are_offered_and_one_is_chosen(officer: Visitor, chubu: Account) -> None:
    page = officer.visit(f"/admin/why?person={quote('試験')}&item={quote('法令11')}")
    assert "人を選んでください" in page.text
    page = officer.visit(f"/admin/why?person={chubu.login_id}&item={quote('農地法（農地転用許可）')}")
    assert "項目を選んでください" in page.text
    officer.follow("I13-041 法令11 農地法（農地転用許可）：該当の有無")
    assert "順にたどって" in officer.page.text
    assert "表示され" in officer.page.text


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"person": "", "item": GRANTED}, "だれについて調べるか"),
        ({"person": "nobody.at.all"}, "見つかりませんでした"),
        ({"kind": "owner", "item": "無い項目"}, "見つかりませんでした"),
        ({"kind": "owner", "facility": "A999999C13"}, "この設備IDの設備は、見つかりませんでした。"),
        ({"kind": "owner", "facility": "x" * 500}, "この設備IDの設備は、見つかりませんでした。"),
        ({"kind": "unknown"}, "だれについて調べるか"),
    ],
)
def test_what_names_nothing_is_said_at_its_field(officer: Visitor, asked: dict[str, str], sentence: str) -> None:
    assert sentence in _ask(officer, expect=422, **asked)


def test_a_link_from_a_certification_begins_the_question_and_asks_for_whom(
    officer: Visitor, office: Office, chubu: Account
) -> None:
    page = officer.visit(f"/certifications/{register.TWO_AREAS}")
    label = catalogue().by_key[GRANTED].label
    page = officer.follow(f"見える理由：{label}")
    assert page.errors == []
    assert _events(office, "register:visibility:explain") == []
    page = officer.submit("search", kind="grid_operator")
    assert f"設備 {register.TWO_AREAS} の「{label}」が表示されます。" in page.text
    officer.visit(f"/admin/why?facility={register.TWO_AREAS}&item={GRANTED}")
    assert officer.follow(f"「{label}」を見られるのはだれか").heading == f"「{label}」を見られる人"
    officer.visit(f"/certifications/{register.TWO_AREAS}")
    page = officer.follow("この設備を見られる組織とその理由")
    assert chubu.organisation.name in page.text
    reader, _ = office.someone(K.OCCTO)
    page = reader.visit(f"/certifications/{register.TWO_AREAS}")
    assert ("見える理由：" in page.text, "/admin/why" in page.source) == (False, False)


def test_a_cell_and_an_item_lead_to_why_they_are_seen(officer: Visitor, auditor: Visitor) -> None:
    for visitor in (officer, auditor):
        visitor.visit(f"/admin/items/{GRANTED}/grid_operator")
        page = visitor.follow("有効な版で、一般送配電事業者に見える理由、又は見えない理由")
        assert "一般送配電事業者の利用者には、" in page.text
        assert "項目「発電事業者名" in page.text
        visitor.visit(f"/admin/items/{GRANTED}/grid_operator")
        assert "を見られる人" in visitor.follow("一般送配電事業者の組織ごとに調べる").heading
        visitor.visit(f"/admin/items/{GRANTED}/all")
        assert "自治体の利用者には、" in visitor.follow("見える理由：自治体").text
        visitor.visit(f"/admin/items/{GRANTED}/all")
        assert "を見られる人" in visitor.follow("この項目を見られる属性、組織、人").heading


def test_a_dated_grant_withheld_for_another_reason_is_not_told_to_be_overdue(officer: Visitor, office: Office) -> None:
    def another(session: Session) -> None:
        whole = catalogue()
        items = tuple(one for one in whole.items if one.key != HIDDEN)
        taken = Catalogue(items, whole.sections, whole.attributes, whole.grounds, digest="0" * 64)
        record_catalogue(session, Actor.at_console("試験"), taken)

    office.change(another)
    page = officer.visit(f"/admin/why?kind=grid_operator&item={GRANTED}")
    row = next(row for row in page.rows("確かめたことと、その答え") if row["確かめたこと"].startswith("項目「"))
    assert row["答え"] == "いいえ"
    assert "動作中の項目一覧が、データベースに記録された項目一覧と違うため" in row["根拠となる事実"]
    assert "次の点検の期限：2027年3月31日" in row["根拠となる事実"]
    assert "期限を過ぎ" not in page.text
    page = officer.visit(f"/admin/why/item/{GRANTED}")
    row = next(row for row in page.rows("属性ごとの根拠と人数") if row["属性"] == "一般送配電事業者")
    assert "動作中の項目一覧が、記録された項目一覧と違う" in row["根拠"]


def test_a_grant_past_its_date_is_told_to_be_overdue_where_the_edition_closes_it(
    officer: Visitor, office: Office, chubu: Account
) -> None:
    def close(session: Session) -> None:
        number = 9000
        session.execute(
            insert(GrantsEdition).values(
                number=number, in_force_from=clock.now(), proposal=False, note="試験", closes_overdue=True
            )
        )
        said = {"ground": "duty", "reference": "試験", "reviewer": "試験", "reviewed_on": date(2025, 4, 1)}
        late = {"edition": number, "review_due_on": date(2020, 1, 1), "item": GRANTED, **said}
        session.execute(insert(Grant), [{**late, "attribute": K.GRID_OPERATOR.value}])

    office.change(close)
    text = _ask(officer, person=chubu.login_id, item=GRANTED)
    assert "許可はありますが、点検の期限を過ぎているため、表示されません。" in text
    page = officer.visit(f"/admin/why/item/{GRANTED}")
    row = next(row for row in page.rows("属性ごとの根拠と人数") if row["属性"] == "一般送配電事業者")
    assert (row["この項目"], row["閲覧できる人"]) == ("表示されない", "0")
    assert row["根拠"].endswith("（点検の期限を過ぎた）")


def test_an_internal_item_is_told_to_be_internal(officer: Visitor) -> None:
    internal = next(one.key for one in catalogue().items if one.internal)
    text = _ask(officer, kind="certified_operator", item=internal)
    assert "内部の項目は、版の許可にかかわらず、この属性には表示されません。" in text


def test_nobody_is_counted_of_those_to_whom_an_item_is_not_shown(
    auditor: Visitor, office: Office, chubu: Account
) -> None:
    page = auditor.visit(f"/admin/why/item/{HIDDEN}")
    hidden = [row for row in page.rows("属性ごとの根拠と人数") if row["この項目"] == "表示されない"]
    assert "一般送配電事業者" in {row["属性"] for row in hidden}
    assert {row["閲覧できる人"] for row in hidden} == {"0"}
    page = auditor.visit(f"/admin/why/item/{HIDDEN}?kind=grid_operator")
    (row,) = (
        one
        for one in page.rows(f"「{catalogue().by_key[HIDDEN].label}」と組織")
        if chubu.organisation.name in one["組織"]
    )
    assert (row["この項目"], row["閲覧できる人"]) == ("表示されない", "0")


def test_the_manager_and_the_auditor_ask_about_people_and_items_and_never_about_a_facility(
    manager: Visitor, auditor: Visitor, chubu: Account, office: Office
) -> None:
    for visitor in (manager, auditor):
        visitor.visit("/admin")
        visitor.follow("見える理由")
        assert "設備ID。" not in visitor.page.text
        assert "が表示されます。" in _ask(visitor, person=chubu.login_id, item=GRANTED)
        assert visitor.request("GET", f"/admin/why?kind=owner&facility={register.TWO_AREAS}").status_code == 403
        assert visitor.request("GET", f"/admin/why/facility/{register.TWO_AREAS}").status_code == 403
        assert register.TWO_AREAS not in visitor.response.text
    assert {one.object for one in _events(office, "items:visibility:explain")} == {f"account:{chubu.id}"}
    assert _events(office, "register:visibility:explain") == []
    refused = [(one.details["endpoint"], one.outcome) for one in _events(office, "access:page:refuse")]
    assert refused == [("why.ask", "refused"), ("why.facility", "refused")] * 2


def test_the_auditor_enters_no_other_area(auditor: Visitor) -> None:
    auditor.visit("/admin")
    for path in ("/admin/find?q=a", "/admin/requests", "/admin/approvals", "/admin/accounts", "/admin/organisations"):
        assert auditor.request("GET", path).status_code == 403, path


def test_who_sees_an_item_is_counted_by_attribute_and_by_organisation(
    auditor: Visitor, office: Office, chubu: Account
) -> None:
    office.someone(K.GRID_OPERATOR, "tokyo")
    barred = office.someone(K.GRID_OPERATOR, "tohoku")[1]

    def bar(session: Session) -> None:
        session.get_one(Organisation, barred.organisation_id).standing_code = Standing.BARRED.value

    office.change(bar)
    page = auditor.visit(f"/admin/why/item/{GRANTED}")
    row = next(row for row in page.rows("属性ごとの根拠と人数") if row["属性"] == "一般送配電事業者")
    assert (row["組織"], row["閲覧できる人"]) == ("3", "2")
    page = auditor.visit(f"/admin/why/item/{HIDDEN}?sees=yes&kind=grid_operator")
    assert "該当するものはありません。" in page.text
    assert auditor.request("GET", "/admin/why/item/no_such_item").status_code == 404


def test_who_has_a_facility_is_told_with_the_fact_and_the_people(
    officer: Visitor, chubu: Account, office: Office
) -> None:
    page = officer.visit(f"/admin/why/facility/{register.TWO_AREAS}")
    row = next(row for row in page.rows("閲覧範囲に入る組織") if chubu.organisation.name in row.values())
    assert row["範囲に入る事実"] == "中部の供給区域：連番 2 の所在地が、中部の供給区域にある"
    assert row["閲覧できる人"] == "1"
    assert [one.object for one in _events(office, "register:visibility:readers")] == [f"facility:{register.TWO_AREAS}"]
    assert officer.request("GET", "/admin/why/facility/A999999C13").status_code == 404


def test_the_rows_of_every_organisation_are_told_with_its_own_values(manager: Visitor, chubu: Account) -> None:
    page = manager.visit("/admin/why/scopes?kind=grid_operator")
    row = next(row for row in page.rows("組織ごとの閲覧範囲") if chubu.organisation.name in row.values())
    assert row["登録された範囲"] == "chubu"
    assert row["閲覧できる認定情報"] == "中部の供給区域の認定情報を閲覧できます。"
    assert "接続契約の締結先がその会社である設備" in page.text


def test_a_reader_without_an_item_is_not_told_the_facts_that_rest_on_it(officer: Visitor, office: Office) -> None:
    """The owner's own grants limit what the officer learns here too: the verdict stays, the fact is withheld."""
    chubu = office.someone(K.GRID_OPERATOR, "chubu")[1].organisation.name
    office.change(lambda session: withdraw(session, "supply_area", "grid_operator", kind=K.OWNER))
    text = _ask(officer, organisation=chubu, facility=register.TWO_AREAS)
    assert f"設備 {register.TWO_AREAS} が表示されます。" in text
    assert "中部の供給区域：根拠となる登録内容は、あなたの属性では表示されません" in text
    assert "連番 2" not in text


def _events(office: Office, name: str) -> list[AuditEvent]:
    with Session(office.engine) as session:
        found = list(session.scalars(select(AuditEvent).where(AuditEvent.name == name).order_by(AuditEvent.number)))
        shown = select(AuditEventFacility.event_number)
        for one in found:
            named = session.scalar(shown.where(AuditEventFacility.event_number == one.number).limit(1)) is not None
            assert named is one.object.startswith("facility:A")
        session.expunge_all()
    return found
