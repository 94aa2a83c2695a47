"""The product under a catalogue of another register, a made-up one of hot springs: not a line of code differs (M18)."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from models.catalogue.catalogue import use_catalogue
from models.register.tripwire import install_tripwire
from models.words import folder_in_use
from tests.databases.templates import Databases, upon
from tests.factories import stock as register
from tests.factories.facilities import fill
from tests.factories.markers import marked
from tests.visibility.conftest import Enter, entrance

SPRINGS = Path(__file__).parent / "springs"
WATER = {
    register.TWO_AREAS: {
        "well_depth": 1203.5,
        "quality": "硫黄泉",
        "uses": ["浴用", "発電"],
        "findings": "ひみつの所見",
    },
    register.OF_A_PERSON: {"well_depth": 88.0, "quality": "単純温泉", "reinjected": True, "fee": 130_000},
}


@pytest.fixture(autouse=True)
def springs() -> Iterator[None]:
    """This process runs with the catalogue of hot springs."""
    before = folder_in_use()
    use_catalogue(SPRINGS)
    yield
    use_catalogue(before)


@upon(register.stocked)
def springs_stocked(url: str) -> None:
    """The register in small, its first edition that of the springs, and what only springs have."""
    engine = create_engine(url)
    install_tripwire(engine)
    with Session(engine) as session:
        fill(session, WATER)
    engine.dispose()


def _copy(databases: Databases, recipe: Callable[[str], None]) -> Iterator[str]:
    url = databases.copy(recipe)
    yield url
    databases.drop(url)


@pytest.fixture
def stock_url(databases: Databases) -> Iterator[str]:
    """The address of a database of the test's own with the springs."""
    yield from _copy(databases, springs_stocked)


@pytest.fixture
def marked_url(databases: Databases) -> Iterator[str]:
    """The address of a database in which every value of the springs is marked."""
    yield from _copy(databases, marked)


@pytest.fixture
def stock(stock_url: str) -> Iterator[Session]:
    """A session on the springs, guarded by the tripwire."""
    engine = create_engine(stock_url)
    install_tripwire(engine)
    with Session(engine, expire_on_commit=False) as session:
        yield session
    engine.dispose()


@pytest.fixture
def enter_stock(stock_url: str, tmp_path: Path) -> Iterator[Enter]:
    """Signs somebody in to the application over the springs."""
    yield from entrance(stock_url, tmp_path)


@pytest.fixture
def enter_marked(marked_url: str, tmp_path: Path) -> Iterator[Enter]:
    """Signs somebody in to the application over the marked springs."""
    yield from entrance(marked_url, tmp_path)
