"""Why an item is seen or not: the grant, its ground, its day, its edition (B2, M9)."""

from datetime import date

from sqlalchemy import insert
from sqlalchemy.orm import Session

from models import clock
from models.accounts.account import Account
from models.audit.actor import Actor
from models.catalogue.catalogue import Catalogue, catalogue
from models.catalogue.grants import Grant, GrantsEdition
from models.catalogue.recorded import record_catalogue
from models.organisations.kinds import OrganisationKind
from tests.blueprints.admin.why.asking import GRANTED, HIDDEN, ask
from tests.blueprints.certifications.conftest import Office
from tests.driver.visitor import Visitor


def test_the_day_of_the_review_stands_with_the_ground_and_the_time_of_effect_with_the_edition(
    officer: Visitor, chubu: Account
) -> None:
    page = officer.visit(f"/admin/why?person={chubu.login_id}&item={GRANTED}")
    row = next(row for row in page.rows("確かめたことと、その答え") if row["確かめたこと"].startswith("項目「"))
    assert row["答え"] == "はい"
    assert row["出典"] == "閲覧権限の第1版（2024年3月29日 09:00 発効）（提案：保有者による点検の前のもの）"
    for told in ("業務遂行に必要不可欠：", "点検者：初期案", "点検日：2026年4月1日", "次の点検の期限：2027年3月31日"):
        assert told in row["根拠となる事実"]


def test_a_hidden_item_is_told_to_have_no_ground(officer: Visitor, chubu: Account) -> None:
    text = ask(officer, person=chubu.login_id, item=HIDDEN)
    assert "表示されません" in text
    assert "見せる根拠が登録されていません" in text


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
        session.execute(insert(Grant), [{**late, "attribute": OrganisationKind.GRID_OPERATOR.value}])

    office.change(close)
    text = ask(officer, person=chubu.login_id, item=GRANTED)
    assert "許可はありますが、点検の期限を過ぎているため、表示されません。" in text
    page = officer.visit(f"/admin/why/item/{GRANTED}")
    row = next(row for row in page.rows("属性ごとの根拠と人数") if row["属性"] == "一般送配電事業者")
    assert (row["この項目"], row["閲覧できる人"]) == ("表示されない", "0")
    assert row["根拠"].endswith("（点検の期限を過ぎた）")


def test_an_internal_item_is_told_to_be_internal(officer: Visitor) -> None:
    internal = next(one.key for one in catalogue().items if one.internal)
    text = ask(officer, kind="certified_operator", item=internal)
    assert "内部の項目は、版の許可にかかわらず、この属性には表示されません。" in text
