"""The document of visible items says what the data say."""

from pathlib import Path

from models.catalogue.catalogue import catalogue
from models.catalogue.visible_items_document import visible_items_document

DOCUMENT = Path(__file__).parents[3] / "docs" / "visible-items.md"


def test_the_document_is_the_one_the_data_make() -> None:
    """When this fails: ``flask items document > docs/visible-items.md``."""
    assert DOCUMENT.read_text(encoding="utf-8") == visible_items_document()


def test_every_item_stands_in_it_once() -> None:
    lines = visible_items_document().splitlines()
    assert [line.split(" | ")[0].removeprefix("| ") for line in lines if line.startswith("| I")] == [
        item.code for item in catalogue().items
    ]


def test_the_grid_operators_bank_account_column_stays_empty() -> None:
    """The account a premium is paid to is no business of a grid operator's."""
    (line,) = [line for line in visible_items_document().splitlines() if "`premium_bank_account`" in line]
    assert line.split("|")[9].strip() == ""
