"""Numbers in addresses: they name rows, so one that no row can have names nothing."""

from typing import Any

from flask import Flask
from werkzeug.routing import IntegerConverter, Map

LARGEST = 2**31 - 1
"""The largest number of a row on PostgreSQL. A larger one would be an error of the database, not a page not found."""


class RowNumber(IntegerConverter):
    """``<int:number>`` of every route."""

    def __init__(self, url_map: Map, **options: Any) -> None:
        super().__init__(url_map, **{"max": LARGEST} | options)


def install(app: Flask) -> None:
    """Read every ``<int:…>`` so; before any route is added."""
    app.url_map.converters["int"] = RowNumber


def row_number(sent: str) -> int:
    """A number after the question mark (``type=row_number``). Raises ``ValueError`` for one that no row can have."""
    number = int(sent)
    if not 0 <= number <= LARGEST:
        raise ValueError(sent)
    return number
