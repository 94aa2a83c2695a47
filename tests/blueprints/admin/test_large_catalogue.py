"""The matrix of the largest catalogue is light on a slow line (experience: budgets)."""

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.audit.actor import Actor
from models.catalogue.catalogue import catalogue, use_catalogue
from models.catalogue.first_edition import load_first_edition
from models.organisations.kinds import OrganisationKind
from models.words import folder_in_use
from tests.blueprints.admin.conftest import Office
from tests.driver.visitor import Visitor
from tests.factories.large_catalogue import SIZE, edition_of_many, lengthened

HEAVIEST = 20 * 1024
ROWS = 100


@pytest.fixture(autouse=True)
def _large(tmp_path: Path) -> Iterator[None]:
    """This process runs with a catalogue of 1,700 items."""
    before, folder = folder_in_use(), tmp_path / "large"
    folder.mkdir()
    use_catalogue(lengthened(folder))
    yield
    use_catalogue(before)


def weight(visitor: Visitor) -> int:
    """What the page in view weighs on the line, in bytes."""
    return len(gzip.compress(visitor.response.get_data()))


def test_a_hundred_rows_of_1700_items_stay_light_to_read_and_to_tick(office: Office, first: Visitor) -> None:
    office.change(lambda session: load_first_edition(session, Actor.at_console("試験")))
    office.change(lambda session: edition_of_many(session, 2))
    first.visit("/admin/editions")
    first.submit("begin", title="大きな見直し")
    assert len(catalogue().items) == SIZE
    last = SIZE // ROWS
    for address in ("/admin/items", "/admin/items/drafts/1"):
        for number in (1, last // 2, last):
            page = first.visit(f"{address}?size={ROWS}&page={number}")
            assert page.source.count('<th scope="row"') == ROWS
            assert weight(first) <= HEAVIEST, (address, number)


def test_a_draft_that_changes_1600_cells_says_so_on_a_light_page(office: Office, first: Visitor) -> None:
    office.change(lambda session: load_first_edition(session, Actor.at_console("試験")))
    office.change(lambda session: edition_of_many(session, 2))
    first.visit("/admin/editions")
    first.submit("begin", title="大きな見直し")
    first.visit(f"/admin/items/drafts/1/bulk?hidden_from={OrganisationKind.OCCTO.value}")
    first.submit("bulk", act="grant", attribute=OrganisationKind.OCCTO.value, less_will_not_do="照合のため")
    assert weight(first) <= HEAVIEST
    first.submit("carry-out")
    first.visit("/admin/items/drafts/1/bulk")
    first.submit("bulk", act="close", attribute=OrganisationKind.GRID_OPERATOR.value)
    first.submit("carry-out")
    page = first.visit("/admin/editions/drafts/1")
    found = re.search(r"変わるところ ([\d,]+) か所", page.text)
    assert found is not None
    assert int(found[1].replace(",", "")) > 1_600
    assert weight(first) <= HEAVIEST
    first.follow("すべての変更を前後で見る：一般送配電事業者")
    assert weight(first) <= HEAVIEST
