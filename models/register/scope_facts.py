"""Which scope keys a certification carries: a pure function of what is stored about it (M10)."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from enum import StrEnum
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


class FactKind(StrEnum):
    """What about a certification gives it a scope key."""

    CERTIFIED = "certified"
    PLACE = "place"
    FACILITY_ID = "facility_id"
    CONTRACT = "contract"
    SUPPLY_AREA = "supply_area"
    OPERATOR = "operator"
    LAW = "law"
    SMALL_SOLAR = "small_solar"


class ScopeFact(NamedTuple):
    """One fact: ``code`` is what is stored (a municipality, a company, a law …).

    ``parcel`` is the 連番 of the parcel it is told by; None for what the certification itself says.
    """

    kind: FactKind
    code: str = ""
    parcel: int | None = None


def scope_keys_of(
    values: Mapping[str, Any], sites: Iterable[SiteFact], laws: Collection[str] = ()
) -> frozenset[ScopeKey]:
    """Every key of a certification: its representative site's, each parcel's, its contract's, its laws'.

    ``values`` are the stored columns. Several sites give several keys, and all entitled viewers see the facility.
    """
    return frozenset(key for key, _fact in scope_facts_of(values, enumerate(sites, start=1), laws))


def scope_facts_of(
    values: Mapping[str, Any], sites: Iterable[tuple[int, SiteFact]], laws: Collection[str] = ()
) -> Iterator[tuple[ScopeKey, ScopeFact]]:
    """The same keys, each with every fact that gives it (B2). ``sites`` are the parcels with their 連番."""
    yield NATION, ScopeFact(FactKind.CERTIFIED)
    places: list[tuple[int | None, SiteFact]] = [(None, _representative(values)), *sites]
    for parcel, site in places:
        fact = ScopeFact(FactKind.PLACE, site.municipality or site.prefecture or "", parcel)
        yield from ((key, fact) for key in _keys_of_place(site.prefecture, site.municipality))
    contracting = values.get("grid_operator")
    operators = _grid_operators(contracting, {site.supply_area for _parcel, site in places if site.supply_area})
    if contracting in operators:
        yield ScopeKey(ScopeKind.GRID, contracting), ScopeFact(FactKind.CONTRACT, contracting)
    for parcel, site in places:
        if site.supply_area in operators:
            yield ScopeKey(ScopeKind.GRID, site.supply_area), ScopeFact(FactKind.SUPPLY_AREA, site.supply_area, parcel)
    if letter := values.get("bureau"):
        yield ScopeKey(ScopeKind.BUREAU, letter), ScopeFact(FactKind.FACILITY_ID, letter)
    if operator := values.get("operator_id"):
        yield ScopeKey(ScopeKind.OPERATOR, str(operator)), ScopeFact(FactKind.OPERATOR, str(operator))
    yield from ((ScopeKey(ScopeKind.LAW, law), ScopeFact(FactKind.LAW, law)) for law in laws)
    if is_small_solar(values):
        yield SMALL_SOLAR, ScopeFact(FactKind.SMALL_SOLAR)


def _representative(values: Mapping[str, Any]) -> SiteFact:
    place = (values.get(name) for name in ("prefecture", "municipality", "supply_area"))
    return SiteFact("", *place)


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
