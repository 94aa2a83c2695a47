"""The rows ticked in a list, as a bulk act's address or form carries them."""

from flask import request

from blueprints.row_numbers import LARGEST
from models.lists import SIZES

DIGITS = 10


def ticked_rows() -> list[int]:
    """Their numbers, each once, in order; no more than a page of the list holds."""
    given = {int(one) for one in request.values.getlist("row") if one.isdecimal() and len(one) <= DIGITS}
    return sorted(number for number in given if 0 < number <= LARGEST)[: SIZES[-1]]
