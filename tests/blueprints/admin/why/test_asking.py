"""Asking why: how a question is put, who may put it, and that it is recorded (B2)."""

from urllib.parse import quote

import pytest

from models.accounts.account import Account
from models.catalogue.catalogue import catalogue
from models.organisations.kinds import OrganisationKind
from tests.blueprints.admin.why.asking import GRANTED, ask, events
from tests.blueprints.certifications.conftest import Office
from tests.driver.visitor import Visitor
from tests.factories import stock as register


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
    assert sentence in ask(officer, expect=422, **asked)


def test_a_link_from_a_certification_begins_the_question_and_asks_for_whom(
    officer: Visitor, office: Office, chubu: Account
) -> None:
    page = officer.visit(f"/certifications/{register.TWO_AREAS}")
    label = catalogue().by_key[GRANTED].label
    page = officer.follow(f"見える理由：{label}")
    assert page.errors == []
    assert events(office, "register:visibility:explain") == []
    page = officer.submit("search", kind="grid_operator")
    assert f"設備 {register.TWO_AREAS} の「{label}」が表示されます。" in page.text
    officer.visit(f"/admin/why?facility={register.TWO_AREAS}&item={GRANTED}")
    assert officer.follow(f"「{label}」を見られるのはだれか").heading == f"「{label}」を見られる人"
    officer.visit(f"/certifications/{register.TWO_AREAS}")
    page = officer.follow("この設備を見られる組織とその理由")
    assert chubu.organisation.name in page.text
    reader, _ = office.someone(OrganisationKind.OCCTO)
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


def test_the_manager_and_the_auditor_ask_about_people_and_items_and_never_about_a_facility(
    manager: Visitor, auditor: Visitor, chubu: Account, office: Office
) -> None:
    for visitor in (manager, auditor):
        visitor.visit("/admin")
        visitor.follow("見える理由")
        assert "設備ID。" not in visitor.page.text
        assert "が表示されます。" in ask(visitor, person=chubu.login_id, item=GRANTED)
        assert visitor.request("GET", f"/admin/why?kind=owner&facility={register.TWO_AREAS}").status_code == 403
        assert visitor.request("GET", f"/admin/why/facility/{register.TWO_AREAS}").status_code == 403
        assert register.TWO_AREAS not in visitor.response.text
    assert {one.object for one in events(office, "items:visibility:explain")} == {f"account:{chubu.id}"}
    assert events(office, "register:visibility:explain") == []
    refused = [(one.details["endpoint"], one.outcome) for one in events(office, "access:page:refuse")]
    assert refused == [("why.ask", "refused"), ("why.facility", "refused")] * 2


def test_the_auditor_enters_no_other_area(auditor: Visitor) -> None:
    auditor.visit("/admin")
    for path in ("/admin/find?q=a", "/admin/requests", "/admin/approvals", "/admin/accounts", "/admin/organisations"):
        assert auditor.request("GET", path).status_code == 403, path
