"""What one published row makes of a certification: pure, from facts before to facts after (M1).

What a layout does not contain stays as it is. What it contains is taken as published: a value that was filled and is
now published as 「-」 is gone, and the history keeps what it was.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import String

from models.reference import facility_id as facility_ids
from models.register.certification import ITEM_COLUMNS, Certification
from models.register.derivation import Scheme, derived, place_of, placed
from models.register.facts import COLUMNS, Facts
from models.register.scope_facts import SiteFact

PARCELS = "parcel_addresses"
"""The item under which changes of parcels are kept, with their 連番."""

Parcels = Mapping[int, str]
"""Addresses by 連番."""

_LENGTHS = {
    column.key: column.type.length
    for column in Certification.__table__.columns
    if isinstance(column.type, String) and column.type.length
}


def merge(
    before: Facts | None, published: Mapping[str, Any], parcels: Parcels | None, home: str | None, today: date
) -> Facts | None:
    """The facts after a row, or None when it says nothing new.

    ``parcels`` is None when the file does not list them. ``home`` is the prefecture whose list the row stands in.
    The caller has made sure that ``before`` is the same facility.
    """
    told = {key: float(value) if value.__class__ is Decimal else value for key, value in published.items()}
    if before is not None and _says_nothing_new(before, told, parcels):
        return None
    values = dict(before.values) if before else dict.fromkeys(COLUMNS)
    values |= told
    if before is None or values != before.values:
        _mark_transfer(before, values, today)
        values |= derived(values)
        if before is None or values["site_address"] != before.values["site_address"]:
            values |= placed(values, home)
    sites = _sites(before, values, parcels, home)
    if before is not None and values == before.values and sites == before.sites:
        return None
    return Facts(values, sites)


def too_long(published: Mapping[str, Any]) -> str | None:
    """The item whose text does not fit, if there is one."""
    for key, value in published.items():
        if value.__class__ is str and len(value) > _LENGTHS[key]:
            return key
    return None


def history(before: Facts, after: Facts) -> Iterator[dict[str, Any]]:
    """What changed: one entry for each item and each parcel."""
    for key in COLUMNS:
        if key in ITEM_COLUMNS and before.values[key] != after.values[key]:
            yield _entry(key, None, before.values[key], after.values[key])
    if before.sites is after.sites:
        return
    for number in sorted(before.sites.keys() | after.sites.keys()):
        old, new = (sites.get(number) for sites in (before.sites, after.sites))
        if (old and old.address) != (new and new.address):
            yield _entry(PARCELS, number, old and old.address, new and new.address)


def only_moved_list(before: Facts, after: Facts) -> bool:
    """Whether the facility merely stands in another prefecture's list than before: nothing about it changed."""
    return before.sites == after.sites and before.values == after.values | {
        key: before.values[key] for key in ("publication_prefecture", "position")
    }


def refusal_of_id(before: Facts, facility_id: str) -> str | None:
    """Why a row under this 設備ID cannot be about ``before``; None when it can: the same, or FIT that became FIP."""
    current = before.values["facility_id"]
    if current == facility_id:
        return None
    new, old = facility_ids.find(facility_id), facility_ids.find(current)
    if new and old and facility_ids.same_serial(new, old) and new.is_fip and not old.is_fip:
        return None
    return "この設備IDは変更前のものです。登録されている現在の設備IDで取り込んでください。"


def _says_nothing_new(before: Facts, told: Mapping[str, Any], parcels: Parcels | None) -> bool:
    """Whether a row only repeats what is stored: so say most rows of a publication, month after month."""
    stored, sites = before.values, before.sites
    if any(stored[key] != value for key, value in told.items()):
        return False
    if parcels is None:
        return bool(sites)
    return len(sites) == len(parcels) and all(
        number in sites and sites[number].address == address for number, address in parcels.items()
    )


def _mark_transfer(before: Facts | None, values: dict[str, Any], today: date) -> None:
    """FIT became FIP: a new 設備ID with the same serial. The register knows the day on which it learnt of it."""
    if before is None or before.values["facility_id"] == values["facility_id"]:
        return
    values["former_facility_id"] = before.values["facility_id"]
    if before.values["scheme"] == Scheme.FIT and values["fip_transferred_on"] is None:
        values["fip_transferred_on"] = today


def _sites(
    before: Facts | None, values: Mapping[str, Any], parcels: Parcels | None, home: str | None
) -> Mapping[int, SiteFact]:
    stored = before.sites if before else {}
    representative = SiteFact(
        values["site_address"] or "", values["prefecture"], values["municipality"], values["supply_area"]
    )
    if parcels is None:
        return _without_list(before, stored, representative)
    return {
        number: _site(stored.get(number), address, representative, values, home) for number, address in parcels.items()
    }


def _without_list(
    before: Facts | None, stored: Mapping[int, SiteFact], representative: SiteFact
) -> Mapping[int, SiteFact]:
    """The file lists no parcels: a facility stands at least on its representative site, which may have moved."""
    if not representative.address:
        return stored
    if before is None or not stored:
        return {1: representative}
    former = before.values["site_address"]
    if former == representative.address:
        return stored
    return {number: representative if site.address == former else site for number, site in stored.items()}


def _site(
    stored: SiteFact | None, address: str, representative: SiteFact, values: Mapping[str, Any], home: str | None
) -> SiteFact:
    if stored and stored.address == address:
        return stored
    if address == representative.address:
        return representative
    place = place_of(address, values["facility_id"], home)
    return SiteFact(address, place.prefecture_code, place.municipality_code, place.grid_area)


def _entry(key: str, parcel_number: int | None, before: Any, after: Any) -> dict[str, Any]:
    return {"item": key, "parcel_number": parcel_number, "before": _json(before), "after": _json(after)}


def _json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
