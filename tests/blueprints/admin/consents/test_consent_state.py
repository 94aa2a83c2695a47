"""The pages that show how far consent has come."""

from models.accounts.account import Role
from models.audit.event_names import EventName
from models.organisations.kinds import OrganisationKind
from tests.blueprints.admin.conftest import Office
from tests.driver.visitor import Visitor


def test_the_system_manager_sees_who_has_not_agreed_and_takes_the_list_along(office: Office) -> None:
    manager = office.enter(OrganisationKind.CONTRACTOR, Role.SYSTEM_MANAGER, name="管理 三郎")
    office.enter(OrganisationKind.GRID_OPERATOR, Role.MEMBER, "tokyo", name="送配 花子")
    manager.visit("/admin")
    page = manager.follow("同意の状況")
    shown = next(row for row in page.rows("同意の状況") if row["区分"] == "一般送配電事業者")
    assert (shown["利用者"], shown["現在の版に同意"], shown["割合"]) == ("1", "1", "100%")
    assert shown["最後の同意"] == "2026年5月31日 23:50"
    page = manager.follow(shown["組織"])
    assert "サインインのたびに同意を求めています" in page.text
    [person] = page.rows(page.heading)
    assert (person["氏名"], person["現在の版への同意"], person["同意した同意文の版"]) == (
        "送配 花子",
        "同意済み",
        "2026-04-01",
    )
    manager.visit("/admin/consents")
    manager.follow("CSVに書き出す")
    assert manager.response.mimetype == "text/csv"
    assert "一般送配電事業者" in manager.response.get_data(as_text=True)
    [(_, _, details)] = office.events(EventName.LIST_EXPORTED)
    assert details == {"list": "consents", "asked": [], "rows": 2}


def test_an_organisation_that_is_not_there_is_not_found(first: Visitor) -> None:
    first.visit("/admin/consents/2147483647", expect=404)
