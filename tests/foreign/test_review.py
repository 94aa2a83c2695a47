"""The review of viewing items under another catalogue: its own attributes and grounds, and no others (M9, M18)."""

import csv
import io

from models.accounts.account import Role
from models.organisations.kinds import OrganisationKind
from tests.driver.html import elements, text_of
from tests.driver.visitor import Visitor
from tests.visibility.conftest import Enter

ATTRIBUTES = ["温泉台帳の保有者", "都道府県・保健所", "許可を受けた者"]
GROUNDS = ["業務に欠かせない", "公表されている"]
FOREIGN = ("一般送配電事業者", "電力広域的運営推進機関", "業務遂行に必要不可欠")


def choices(visitor: Visitor, name: str) -> list[str]:
    """What a field of the page in view offers, but for the first, which is nothing."""
    (field,) = (one for one in elements(visitor.page.tree.root, "select") if one.get("name") == name)
    return [text_of(one) for one in elements(field, "option")][1:]


def test_the_matrix_has_the_attributes_and_grounds_of_the_register_in_use(enter_stock: Enter) -> None:
    officer = enter_stock(OrganisationKind.OWNER, role=Role.OWNER_OFFICER)
    page = officer.visit("/admin/items")
    heads = [text_of(one) for one in elements(page.tree.root, "th") if one.get("scope") == "col"]
    assert heads == ["項目", *ATTRIBUTES]
    officer.visit("/admin/editions")
    officer.submit("begin", title="源泉の見直し")
    officer.visit("/admin/items/drafts/1/bulk")
    assert (choices(officer, "attribute"), choices(officer, "ground")) == (ATTRIBUTES, GROUNDS)
    officer.visit("/admin/items/drafts/1/quality/grid_operator", expect=404)
    for address in ("/admin/why", "/admin/preview", "/admin/why/scopes", "/admin/items/drafts/1/quality/all"):
        said = text_of(officer.visit(address).tree.root)
        assert [word for word in FOREIGN if word in said] == [], address


def test_a_file_of_the_review_goes_out_and_in_in_the_words_of_the_register(enter_stock: Enter) -> None:
    officer = enter_stock(OrganisationKind.OWNER, role=Role.OWNER_OFFICER)
    officer.visit("/admin/editions")
    officer.submit("begin", title="源泉の見直し")
    content = officer.request("GET", "/admin/items/files/long.csv?draft=1").get_data().decode("utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(content)))
    assert [line["利用者属性"] for line in lines[:3]] == ATTRIBUTES
    assert {line["根拠の区分"] for line in lines if line["許可"]} == set(GROUNDS)
    lines[0]["根拠の区分"] = GROUNDS[1]
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, list(lines[0]))
    writer.writeheader()
    writer.writerows(lines)
    officer.visit("/admin/items/files?draft=1")
    page = officer.submit("upload", file=("源泉.csv", buffer.getvalue().encode()))
    assert "根拠などが変わる 1 か所" in page.text
    assert "下書きの 1 か所を変えました。" in officer.submit("take-in").text
