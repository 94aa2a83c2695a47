"""Choosing columns: which, in what order, and remembered, without a script and never beyond what is granted."""

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models.certifications.column_preferences import ColumnPreference
from models.organisations.kinds import OrganisationKind
from tests.blueprints.certifications.conftest import Office
from tests.driver.html import elements, text_of
from tests.driver.page import Page
from tests.factories.editions import withdraw

K = OrganisationKind
STANDARD = [
    "設備ID",
    "発電事業者名",
    "発電設備区分",
    "発電出力（kW）",
    "発電設備の所在地：代表住所",
    "新規認定日",
    "運転開始報告年月",
    "認定ステータス",
]


def heads(page: Page) -> list[str]:
    """The columns of the list, left to right."""
    return [text_of(head).rstrip("⇅▲▼ ") for head in elements(page.tree.root, "th", scope="col")]


def chosen(page: Page) -> list[str]:
    """The keys of the boxes that are ticked, in their order."""
    return [
        box.get("value", "") for box in elements(page.tree.root, "input", name="columns") if "checked" in box.attrib
    ]


def test_a_column_is_moved_by_a_button_and_the_list_follows(office: Office) -> None:
    visitor, _ = office.someone(K.OWNER)
    visitor.visit("/certifications?source=風力&columns=facility_id&columns=operator_name&columns=status")
    visitor.follow("表示する項目を選ぶ")
    page = visitor.submit("上へ：認定ステータス")
    assert chosen(page) == ["facility_id", "status", "operator_name"]
    page = visitor.submit("下へ：設備ID")
    assert chosen(page) == ["status", "facility_id", "operator_name"]
    page = visitor.submit("columns")
    assert heads(page) == ["認定ステータス", "設備ID", "発電事業者名"]
    assert "発電設備区分: 風力" in page.text


def test_what_was_ticked_and_unticked_goes_along_with_a_move(office: Office) -> None:
    visitor, _ = office.someone(K.OWNER)
    visitor.visit("/certifications/columns?columns=facility_id&columns=operator_name&columns=status")
    page = visitor.submit("上へ：認定ステータス", columns=["facility_id", "status", "scheme"])
    assert chosen(page) == ["status", "facility_id", "scheme"]


def test_the_first_has_no_way_up_and_the_last_none_down_and_asking_changes_nothing(office: Office) -> None:
    visitor, _ = office.someone(K.OWNER)
    address = "/certifications/columns?columns=facility_id&columns=status"
    page = visitor.visit(address)
    assert "上へ：設備ID" not in page.text
    assert "下へ：認定ステータス" not in page.text
    for move in ("up=facility_id", "down=status", "up=nothing", "down=operator_email"):
        assert chosen(visitor.visit(f"{address}&{move}")) == ["facility_id", "status"]


def test_a_remembered_order_is_used_when_the_address_names_no_columns(office: Office) -> None:
    visitor, account = office.someone(K.OWNER)
    visitor.visit("/certifications?columns=status&columns=facility_id&source=風力")
    page = visitor.submit("この並びを次回も使う")
    assert "次回から、この項目と並びで表示します。" in page.text
    assert "columns" not in visitor.path
    assert "発電設備区分: 風力" in page.text
    for browser in (visitor, office.browser(account)):
        assert heads(browser.visit("/certifications")) == ["認定ステータス", "設備ID"]
    assert heads(visitor.visit("/certifications?columns=scheme")) == ["制度区分"]
    assert "認定ステータス、設備ID" in visitor.visit("/certifications/export").terms()["項目"]
    assert heads(office.colleague_of(account).visit("/certifications")) == STANDARD


def test_the_standard_columns_are_one_link_away_and_forget_the_remembered_ones(office: Office) -> None:
    visitor, _ = office.someone(K.OWNER)
    visitor.visit("/certifications?columns=status")
    visitor.submit("この並びを次回も使う")
    visitor.visit("/certifications/columns")
    page = visitor.follow("標準の項目で表示する")
    assert heads(page) == STANDARD
    visitor.submit("この並びを次回も使う")
    assert heads(visitor.visit("/certifications")) == STANDARD
    office.change(lambda session: _assert_none(session))


def _assert_none(session: Session) -> None:
    assert session.scalars(select(ColumnPreference)).all() == []


def test_a_remembered_column_that_is_no_longer_granted_is_gone_without_a_word(office: Office) -> None:
    visitor, _ = office.someone(K.OWNER)
    visitor.visit("/certifications?columns=procurement_price&columns=facility_id")
    visitor.submit("この並びを次回も使う")
    office.change(lambda session: withdraw(session, "procurement_price"))
    page = visitor.visit("/certifications")
    assert heads(page) == ["設備ID"]
    assert "調達価格" not in page.text.replace("調達価格区分", "")
    office.change(lambda session: withdraw(session, "facility_id"))
    assert heads(visitor.visit("/certifications")) == STANDARD[1:]


def test_columns_kept_for_an_account_cannot_name_what_is_no_column(office: Office) -> None:
    visitor, _ = office.someone(K.OWNER)
    visitor.visit("/certifications?columns=status")
    visitor.submit("この並びを次回も使う")
    keys = ["parcel_addresses", "no_such_item", "id"]
    office.change(lambda session: session.execute(update(ColumnPreference).values(columns=keys)))
    assert heads(visitor.visit("/certifications")) == STANDARD
