"""Where an address lies: prefecture, municipality and supply area, from the text alone."""

from dataclasses import dataclass

from models.reference.address_text import fold_address
from models.reference.municipalities import match_municipality
from models.reference.prefectures import PREFECTURES, Prefecture, split_prefecture
from models.reference.supply_areas import area_of_match, area_of_prefecture


@dataclass(frozen=True, slots=True)
class Place:
    """What an address tells. ``municipality_code`` is the ward's in a designated city, where the address names one.

    ``grid_area`` is the likelier supply area. ``uncertain`` marks what a person should look at: no municipality
    found, a name that can mean two places, or a supply area the address does not settle.
    """

    prefecture_code: str | None
    municipality_code: str | None
    grid_area: str | None
    uncertain: bool


NOWHERE = Place(None, None, None, uncertain=True)


def locate(address: str, home_prefecture_code: str | None = None) -> Place:
    """Finds the place of an address.

    ``home_prefecture_code`` is the prefecture whose list the address stands in (or that the 設備ID names): it serves
    when the address leaves the prefecture out, and never overrules one that is written.
    """
    named, text = _written_prefecture(fold_address(address))
    prefecture = named or (PREFECTURES.get(home_prefecture_code) if home_prefecture_code else None)
    match = match_municipality(text, prefecture.code if prefecture else None)
    elsewhere = False
    if match is None and named is None and prefecture is not None:
        match = match_municipality(text, None)
        elsewhere = match is not None
    if match is None:
        return _somewhere_in(prefecture)
    area = area_of_match(match)
    found = match.municipality
    return Place(found.prefecture_code, found.code, area.code, area.uncertain or match.uncertain or elsewhere)


def _written_prefecture(text: str) -> tuple[Prefecture | None, str]:
    """The prefecture at the head of a folded address, which some registers write twice."""
    named, rest = split_prefecture(text)
    if named is not None and rest.startswith(named.name):
        return split_prefecture(rest)
    return named, rest


def _somewhere_in(prefecture: Prefecture | None) -> Place:
    if prefecture is None:
        return NOWHERE
    return Place(prefecture.code, None, area_of_prefecture(prefecture.code).code, uncertain=True)
