"""設備IDs: right in grammar, each given once, some of them as odd as the real ones."""

from decimal import Decimal
from random import Random

from models.demonstration.generator.chance import one_of
from models.errors import DomainError
from models.reference.bureaus import bureau_of_prefecture
from models.reference.prefectures import PREFECTURES

ELSEWHERE_SHARE = 0.0004
"""IDs that carry another prefecture's code: 145 of 338,270 published ones do."""

_DIGITS_ONLY = 1_000_000
_OF_ONE_LETTER = 100_000
_LETTERS = "BCDEFGHJKLMNPQRSTUVWXYZ"
LARGEST = _DIGITS_ONLY + len(_LETTERS) * _OF_ONE_LETTER
_STRIDE = 1_618_033
"""Shares no factor with LARGEST, so that every number is met once before one returns."""

_SMALL_WIND, _SMALL_HYDRO, _MEDIUM_HYDRO, _SMALL_GEOTHERMAL = Decimal(20), Decimal(200), Decimal(1_000), Decimal(15_000)
_BIOMASS = "M1NOQR3"
_PREFECTURES = tuple(PREFECTURES)


class TooMany(DomainError):
    """More facilities than there are numbers."""


def facility_id(random: Random, index: int, start: int, source_code: str, prefecture: str, *, fip: bool) -> str:
    """The ID of the facility with this number in the register; ``start`` differs by seed."""
    if index >= LARGEST:
        raise TooMany(f"設備IDの番号が足りません。{LARGEST:,}件までにしてください。")
    number = (start + index * _STRIDE) % LARGEST
    if number < _DIGITS_ONLY:
        serial = f"{number:06d}"
    else:
        letter, rest = divmod(number - _DIGITS_ONLY, _OF_ONE_LETTER)
        serial = f"{_LETTERS[letter]}{rest:05d}"
    if random.random() < ELSEWHERE_SHARE:
        prefecture = one_of(random, _PREFECTURES)
    bureau = bureau_of_prefecture(prefecture)
    assert bureau is not None  # noqa: S101  # every prefecture of the table has its bureau
    return f"{source_code}{serial}{bureau.fip_digit if fip else bureau.letter}{prefecture}"


def source_code(random: Random, source: str, output: Decimal, *, roof: bool) -> str:
    """The first character: the source, and the class where output or fuel decides it."""
    match source:
        case "太陽光":
            return "6" if roof else "A"
        case "風力":
            return "C" if output < _SMALL_WIND else "D"
        case "洋上風力":
            return "U"
        case "水力":
            return "E" if output < _SMALL_HYDRO else "I" if output < _MEDIUM_HYDRO else "J"
        case "地熱":
            return "K" if output < _SMALL_GEOTHERMAL else "L"
        case _:
            return one_of(random, _BIOMASS)
