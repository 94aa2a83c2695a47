"""Reads the reference tables that lie beside the code in ``data/``."""

import csv
from collections.abc import Iterator
from pathlib import Path

DATA = Path(__file__).parent / "data"


def rows(name: str) -> Iterator[dict[str, str]]:
    """Each line of a reference table as text by column name; ``name`` is relative to ``data/``."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def codes(joined: str) -> tuple[str, ...]:
    """The codes in one cell, which are separated by ``|``."""
    return tuple(joined.split("|")) if joined else ()
