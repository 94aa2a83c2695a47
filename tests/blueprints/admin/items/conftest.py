"""A draft over the proposed first edition, and a way past the pages to its cells."""

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from models.audit.actor import Actor
from models.catalogue.first_edition import load_first_edition
from models.reviewing.cells import Cells
from models.reviewing.drafts import find_draft
from tests.blueprints.admin.conftest import Office
from tests.driver.visitor import Visitor

CellsOf = Callable[[], Cells]


@pytest.fixture(autouse=True)
def _draft(office: Office, first: Visitor) -> None:
    office.change(lambda session: load_first_edition(session, Actor.at_console("試験")))
    first.visit("/admin/editions")
    first.submit("begin", title="第2回 審査会")


@pytest.fixture
def drafted(office: Office) -> CellsOf:
    """What the draft would grant at this moment."""

    def cells() -> Cells:
        with Session(office.engine) as session:
            return find_draft(session, 1).cells

    return cells
