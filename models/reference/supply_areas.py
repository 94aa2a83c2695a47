"""In which of the ten supply areas a place lies.

Location only *suggests* the grid company: what counts is the company of the connection contract (接続契約締結先).
Nine municipalities are split between two areas; their exceptions are told by the text of the address.
"""

import re
from dataclasses import dataclass

from models.reference.address_text import fold_address, without_section_words
from models.reference.municipalities import MUNICIPALITIES, Match, Municipality, match_municipality
from models.reference.prefectures import PREFECTURES, split_prefecture
from models.reference.tables import rows


@dataclass(frozen=True, slots=True)
class SupplyArea:
    """An area code (``hokkaido``…``okinawa``); ``uncertain`` when the address does not settle it."""

    code: str
    uncertain: bool = False


@dataclass(frozen=True, slots=True)
class _Exception:
    pattern: re.Pattern[str]
    area: SupplyArea


def _exceptions() -> dict[str, list[_Exception]]:
    found: dict[str, list[_Exception]] = {}
    for row in rows("supply_area_exceptions.csv"):
        pattern = re.compile(fold_address(row["address_pattern"]))
        area = SupplyArea(row["supply_area"], uncertain=row["certain"] == "no")
        found.setdefault(row["municipality_code"], []).append(_Exception(pattern, area))
    return found


_EXCEPTIONS = _exceptions()
_SPLIT_PREFECTURES = {
    each.prefecture_code
    for each in MUNICIPALITIES.values()
    if each.code in _EXCEPTIONS or each.supply_area != PREFECTURES[each.prefecture_code].supply_area
}


def supply_area_of(municipality: Municipality, address: str) -> str | None:
    """The code of the supply area of an address in a municipality; None when the address cannot settle it."""
    area = find_supply_area(municipality, address)
    return None if area.uncertain else area.code


def find_supply_area(municipality: Municipality, address: str) -> SupplyArea:
    """The supply area of an address in a municipality; where it is not settled, the likelier one, marked."""
    if municipality.code not in _EXCEPTIONS:
        return SupplyArea(municipality.supply_area)
    _, text = split_prefecture(fold_address(address))
    match = match_municipality(text, municipality.prefecture_code)
    return area_of_match(match if match and match.municipality == municipality else Match(municipality, text))


def area_of_match(match: Match) -> SupplyArea:
    """The supply area of a municipality already found at the head of an address."""
    exceptions = _EXCEPTIONS.get(match.municipality.code)
    if exceptions is None:
        return SupplyArea(match.municipality.supply_area)
    rest = without_section_words(match.rest)
    for exception in exceptions:
        if exception.pattern.match(rest):
            return exception.area
    return SupplyArea(match.municipality.supply_area, uncertain=not rest)


def area_of_prefecture(prefecture_code: str) -> SupplyArea:
    """The supply area most of a prefecture lies in; uncertain where parts lie in another.

    Raises KeyError for an unknown code.
    """
    return SupplyArea(PREFECTURES[prefecture_code].supply_area, uncertain=prefecture_code in _SPLIT_PREFECTURES)
