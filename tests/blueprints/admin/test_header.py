"""The line above every page: who is signed in, and what their organisation is."""

import pytest
from sqlalchemy import update

from models.organisations.kinds import OrganisationKind
from models.organisations.organisation import Organisation
from tests.blueprints.admin.conftest import Office
from tests.driver.html import elements, has_class, text_of


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("資源エネルギー庁", "資源エネルギー庁（システム保有者）"),
        ("みほん庁", "みほん庁（資源エネルギー庁（システム保有者））"),
        ("資源", "資源（資源エネルギー庁（システム保有者））"),
    ],
)
def test_an_organisation_is_named_once(office: Office, name: str, told: str) -> None:
    visitor = office.enter(OrganisationKind.OWNER)
    office.change(lambda session: session.execute(update(Organisation).values(name=name)))
    page = visitor.visit("/admin")
    [place] = [one for one in elements(page.tree.root, "span") if has_class(one, "person-organisation")]
    assert text_of(place) == told
