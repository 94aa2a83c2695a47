"""The matrix of the largest catalogue is light on a slow line (experience: budgets)."""

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.audit.actor import Actor
from models.catalogue.catalogue import catalogue, use_catalogue
from models.catalogue.first_edition import load_first_edition
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
