"""Which scope keys a certification carries: a pure function of what is stored about it (M10)."""

import re
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from models.reference.bureaus import bureau_of_prefecture
from models.reference.municipalities import territories
from models.reference.sources import SourceGroup
from models.register.scope_keys import NATION, SMALL_SOLAR, ScopeKey, ScopeKind

SMALL_BELOW_KW = 50
_LAW_ITEM = re.compile(r"law_(\d\d)_(applicable|status)")
_DOES_NOT_APPLY = frozenset({"-", "ー", "－", "無", "不要", "手続不要", "該当なし", "非該当", "対象外"})


class SiteFact(NamedTuple):
    """One parcel, as stored."""

    address: str
    prefecture: str | None
    municipality: str | None
    supply_area: str | None


def scope_keys_of(
    values: Mapping[str, Any], sites: Iterable[SiteFact], laws: Collection[str] = ()
) -> frozenset[ScopeKey]:
    """Every key of a certification: its representative site's, each parcel's, its contract's, its laws'.

    ``values`` are the stored columns. Several sites give several keys, and all entitled viewers see the facility.
    """
    keys = {NATION}
    places = {(site.prefecture, site.municipality, site.supply_area) for site in sites}
    places.add((values.get("prefecture"), values.get("municipality"), values.get("supply_area")))
    for prefecture, municipality, _area in places:
        keys |= _keys_of_place(prefecture, municipality)
    areas = {area for _prefecture, _municipality, area in places if area}
    keys.update(ScopeKey(ScopeKind.GRID, code) for code in _grid_operators(values.get("grid_operator"), areas))
    if letter := values.get("bureau"):
        keys.add(ScopeKey(ScopeKind.BUREAU, letter))
    if operator := values.get("operator_id"):
        keys.add(ScopeKey(ScopeKind.OPERATOR, str(operator)))
    keys.update(ScopeKey(ScopeKind.LAW, law) for law in laws)
    if is_small_solar(values):
        keys.add(SMALL_SOLAR)
    return frozenset(keys)


@lru_cache(maxsize=8_192)
def law_item(key: str) -> re.Match[str] | None:
    """The number of the law, and 'applicable' or 'status', when an item tells whether a law applies."""
    return _LAW_ITEM.fullmatch(key)


def laws_of(items: Mapping[str, Any]) -> frozenset[str]:
    """The numbers of the laws that apply, from the declared items (``law_11_applicable``, ``law_11_status``).

    「該当の有無」 decides where it is filled; else a status that does not say the law is out of the question.
    """
    applicable: dict[str, bool] = {}
    statuses: dict[str, bool] = {}
    for key, value in items.items():
        found = law_item(key)
        if found and (said := str(value if value is not None else "").strip()):
            known = applicable if found[2] == "applicable" else statuses
            known[found[1]] = said not in _DOES_NOT_APPLY
    return frozenset(law for law, applies in (statuses | applicable).items() if applies)


def is_small_solar(values: Mapping[str, Any]) -> bool:
    """Whether the stored columns are of a solar facility below the limit."""
    kw = values.get("output_kw")
    return values.get("source_group") == SourceGroup.SOLAR and kw is not None and kw < SMALL_BELOW_KW


def _grid_operators(contracting: str | None, areas: set[str]) -> set[str]:
    """Who deals with the facility: the company it has its connection contract with (policy: rows).

    A facility that reaches into a second supply area concerns both companies. One that hangs on the grid of a company
    in whose area no part of it lies concerns that company alone, and not the one of the place.
    """
    if contracting is None or contracting in areas:
        return areas
    return {contracting}


@lru_cache(maxsize=4_096)
def _keys_of_place(prefecture: str | None, municipality: str | None) -> frozenset[ScopeKey]:
    keys: set[ScopeKey] = set()
    if prefecture:
        keys.add(ScopeKey(ScopeKind.PREFECTURE, prefecture))
        if bureau := bureau_of_prefecture(prefecture):
            keys.add(ScopeKey(ScopeKind.BUREAU, bureau.letter))
    if municipality:
        keys.update(ScopeKey(ScopeKind.MUNICIPALITY, code) for code in territories(municipality))
    return frozenset(keys)
