"""A condition that cannot be read: told beside its field and at the top, the rest of the form as it was typed."""

from urllib.parse import urlencode

import pytest

from models.organisations.kinds import OrganisationKind
from tests.blueprints.certifications.conftest import Office
from tests.driver.html import elements, text_of


@pytest.mark.parametrize(
    "asked",
    [
        {"output_kw_from": "x"},
        {"output_kw_to": "-1"},
        {"output_kw_from": "50", "output_kw_to": "10"},
        {"certified_on_from": "2024-13-01"},
        {"changed_since": "きのう"},
    ],
)
def test_a_wrong_condition_is_linked_to_its_field(office: Office, asked: dict[str, str]) -> None:
    visitor, _ = office.someone(OrganisationKind.OWNER)
    # The visitor looks at the rules of every page.
    page = visitor.visit(f"/certifications?{urlencode({**asked, 'q': '太陽'})}", expect=422)
    (link,) = (link for link in elements(page.tree.root, "a") if text_of(link) in page.errors)
    field = page.tree.by_id(link.get("href", "")[1:])
    assert field is not None
    assert field.get("name") in asked or field.get("name", "").removesuffix("_from") in {
        name.removesuffix("_to") for name in asked
    }
    assert elements(page.tree.root, "input", name="q")[0].get("value") == "太陽"
    assert elements(page.tree.root, "table") == []
