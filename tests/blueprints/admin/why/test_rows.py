"""Why a certification is among somebody's rows: the verdict first, then every link (B2)."""

from models.accounts.account import Account
from models.organisations.kinds import OrganisationKind
from tests.blueprints.admin.why.asking import GRANTED, ask, events
from tests.blueprints.certifications.conftest import Office
from tests.driver.visitor import Visitor
from tests.factories import stock as register
from tests.factories.editions import withdraw

K = OrganisationKind


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
    explained = events(office, "register:visibility:explain")
    assert [(one.object, one.details["about"], one.details["item"]) for one in explained] == [
        (f"facility:{register.TWO_AREAS}", f"account:{chubu.id}", GRANTED)
    ]


def test_a_facility_on_a_neighbours_grid_is_told_to_be_the_contracting_companys(
    officer: Visitor, office: Office
) -> None:
    tokyo = office.someone(K.GRID_OPERATOR, "tokyo")[1].organisation.name
    tohoku = office.someone(K.GRID_OPERATOR, "tohoku")[1].organisation.name
    text = ask(officer, organisation=tokyo, facility=register.ON_NEIGHBOURS_GRID)
    assert f"設備 {register.ON_NEIGHBOURS_GRID} が表示されません" in text
    assert "この設備は東北の供給区域：接続契約の締結先が、東北電力ネットワーク株式会社である" in text
    text = ask(officer, organisation=tohoku, facility=register.ON_NEIGHBOURS_GRID)
    assert f"設備 {register.ON_NEIGHBOURS_GRID} が表示されます" in text


def test_a_kind_is_told_that_its_rows_are_each_organisations(officer: Visitor) -> None:
    text = ask(officer, kind="grid_operator", facility=register.TWO_AREAS, item=GRANTED)
    assert "一般送配電事業者の利用者のうち、閲覧範囲に入る組織の人には" in text


def test_a_reader_without_an_item_is_not_told_the_facts_that_rest_on_it(officer: Visitor, office: Office) -> None:
    """The owner's own grants limit what the officer learns here too: the verdict stays, the fact is withheld."""
    chubu = office.someone(K.GRID_OPERATOR, "chubu")[1].organisation.name
    office.change(lambda session: withdraw(session, "supply_area", "grid_operator", kind=K.OWNER))
    text = ask(officer, organisation=chubu, facility=register.TWO_AREAS)
    assert f"設備 {register.TWO_AREAS} が表示されます。" in text
    assert "中部の供給区域：根拠となる登録内容は、あなたの属性では表示されません" in text
    assert "連番 2" not in text
