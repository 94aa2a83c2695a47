"""Who sees an item or has a facility, by attribute and by organisation (B2)."""

from sqlalchemy.orm import Session

from models.accounts.account import Account
from models.catalogue.catalogue import catalogue
from models.organisations.kinds import OrganisationKind, Standing
from models.organisations.organisation import Organisation
from tests.blueprints.admin.why.asking import GRANTED, HIDDEN, events
from tests.blueprints.certifications.conftest import Office
from tests.driver.visitor import Visitor
from tests.factories import stock as register


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


def test_who_sees_an_item_is_counted_by_attribute_and_by_organisation(
    auditor: Visitor, office: Office, chubu: Account
) -> None:
    office.someone(OrganisationKind.GRID_OPERATOR, "tokyo")
    barred = office.someone(OrganisationKind.GRID_OPERATOR, "tohoku")[1]

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
    assert [one.object for one in events(office, "register:visibility:readers")] == [f"facility:{register.TWO_AREAS}"]
    assert officer.request("GET", "/admin/why/facility/A999999C13").status_code == 404


def test_the_rows_of_every_organisation_are_told_with_its_own_values(manager: Visitor, chubu: Account) -> None:
    page = manager.visit("/admin/why/scopes?kind=grid_operator")
    row = next(row for row in page.rows("組織ごとの閲覧範囲") if chubu.organisation.name in row.values())
    assert row["登録された範囲"] == "chubu"
    assert row["閲覧できる認定情報"] == "中部の供給区域の認定情報を閲覧できます。"
    assert "接続契約の締結先がその会社である設備" in page.text
