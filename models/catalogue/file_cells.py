"""How a value stands in a cell of a file: written by every export, and read back by every import as the same value."""

from datetime import date
from typing import Any

from models.catalogue.choices import name_of_code, name_of_truth
from models.catalogue.item import Item

Cell = str | int | float | None

# What spreadsheets take for the beginning of a formula, full-width forms and the mathematical minus included.
FORMULA_SIGNS = tuple("=+-@\t\r\n＝＋－＠−")


def cell(item: Item, value: Any) -> Cell:
    """One value as a cell: dates ISO, lists joined, codes by name, numbers as numbers."""
    if value is None:
        return None
    if isinstance(value, bool):
        return name_of_truth(value)
    if isinstance(value, int | float):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return "、".join(str(one) for one in value)
    return name_of_code(item, str(value))


def neutral(text: str) -> str:
    """``text`` so that no spreadsheet takes it for a formula. A lone mark for "none" is harmless and stays."""
    return f"'{text}" if len(text) > 1 and text.startswith(FORMULA_SIGNS) else text


def unguarded(text: str) -> str:
    """A text without the apostrophe that ``neutral`` put before it."""
    return text[1:] if text.startswith("'") and neutral(text[1:]) == text else text


def written(item: Item, value: Any) -> str:
    """A stored value as an export writes it, the apostrophe included."""
    shown = cell(item, value)
    return neutral(shown) if isinstance(shown, str) else str(shown if shown is not None else "")
