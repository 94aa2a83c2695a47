"""An item that is not granted cannot be asked for in any spelling: the answer is that of a name that never was."""

import pytest
from sqlalchemy.orm import Session

from models import clock
from models.access.visible_items import visible_items
from models.catalogue.catalogue import catalogue
from models.organisations.kinds import OrganisationKind
from tests.driver.fingerprint import fingerprint
from tests.threats.conftest import Service

HIDDEN_KEYS = 12


def hidden_from(service: Service, kind: OrganisationKind) -> list[str]:
    with Session(service.engine) as session:
        visible = visible_items(session, kind, clock.now())
    chosen = [i for i in catalogue().items if i.key not in visible]
    weighty = [i.key for i in chosen if i.sortable or i.filterable or i.searchable]
    return (weighty + [i.key for i in chosen])[:HIDDEN_KEYS]


SPELLINGS = (
    "sort={0}", "sort=-{0}", "columns={0}", "{0}=1", "{0}_from=1", "{0}_to=9", "sort={0}&sort=-{0}",
    "columns={0}&columns={0}",
    "sort= {0}", "sort={0}%00", "sort={0}.x", "sort=Certification.{0}", "{0}__gt=1", "{0}[]=1", "sort=%2B{0}",
)  # fmt: skip


@pytest.mark.parametrize("kind", [OrganisationKind.OCCTO, OrganisationKind.GRID_OPERATOR], ids=str)
def test_a_hidden_item_in_any_spelling_is_answered_as_a_name_that_never_was(
    service: Service, kind: OrganisationKind
) -> None:
    visitor, _ = service.enter(kind, "tokyo" if kind is OrganisationKind.GRID_OPERATOR else "")
    hidden = hidden_from(service, kind)
    assert hidden
    for spelling in SPELLINGS:
        never = fingerprint(visitor.request("GET", f"/certifications?{spelling.format('never_was')}"))
        for key in hidden:
            assert fingerprint(visitor.request("GET", f"/certifications?{spelling.format(key)}")) == never, (
                key,
                spelling,
            )


@pytest.mark.parametrize("page", ["columns", "export"])
def test_the_pages_beside_the_list_know_it_no_better(service: Service, page: str) -> None:
    visitor, _ = service.enter(OrganisationKind.OCCTO, "")
    never = fingerprint(visitor.request("GET", f"/certifications/{page}?columns=never_was&sort=never_was"))
    for key in hidden_from(service, OrganisationKind.OCCTO):
        asked = visitor.request("GET", f"/certifications/{page}?columns={key}&sort={key}")
        assert fingerprint(asked) == never, key


def test_a_file_holds_what_may_be_seen_of_the_columns_asked_for(service: Service) -> None:
    visitor, _ = service.enter(OrganisationKind.OCCTO, "")
    hidden = hidden_from(service, OrganisationKind.OCCTO)
    query = "&".join(f"columns={key}" for key in ("facility_id", *hidden))
    page = visitor.visit(f"/certifications/export?{query}")
    purpose = page.form("export")[0] if any(f.element.get("id") == "export" for f in page.forms) else None
    value = "".join(page.source.partition('name="purpose"')[2].partition('value="')[2].partition('"')[:1])
    assert purpose is not None or value
    data = {"csrf_token": visitor.token(), "purpose": value, "note": "試験", "format": "csv"}
    response = visitor.request("POST", f"/certifications/export?{query}", data=data)
    assert response.status_code == 200
    text = response.get_data(as_text=True)
    labels = {item.key: item.label for item in catalogue().items}
    assert labels["facility_id"] in text
    assert [key for key in hidden if f"{labels[key]}" in text.partition("\r\n\r\n")[2]] == []
