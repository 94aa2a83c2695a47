"""What follows from a facility's published values: worked out when they are written, and stored as facts (M1, M10).

A derived value is replaced whenever what it rests on changes. Two are only ever seeded: the grid operator, which is a
matter of contract and not of place, and a status that someone has set (失効, 廃止).
"""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any

from models.reference import facility_id as facility_ids
from models.reference.addresses import Place, locate
from models.reference.sources import source_group

Values = Mapping[str, Any]
FIRST_MONTH_OF_FISCAL_YEAR = 4


class Status(StrEnum):
    """Where a certification stands. Without a stated status: 運転中 once operation is reported, else 認定."""

    CERTIFIED = "認定"
    OPERATING = "運転中"
    LAPSED = "失効"
    CLOSED = "廃止"


class Scheme(StrEnum):
    """Under which scheme the electricity is sold: the eighth character of the 設備ID."""

    FIT = "FIT"
    FIP = "FIP"


class OutputClass(StrEnum):
    """Classes of output by which rules differ."""

    UNDER_10 = "10kW未満"
    UNDER_50 = "10～50kW未満"
    FROM_50 = "50kW以上"


class OperatorKind(StrEnum):
    """Whether the operator is a legal or a natural person."""

    LEGAL = "法人"
    NATURAL = "個人"


_WORKED_OUT = frozenset({None, Status.CERTIFIED.value, Status.OPERATING.value})


def derived(values: Values) -> dict[str, Any]:
    """The items that follow from the published ones, by key, places apart."""
    certified_on: date | None = values.get("certified_on")
    phrase = values.get("source")
    return {
        **_told_by_id(values["facility_id"]),
        "source_group": source_group_of(phrase),
        "output_class": output_class(values.get("output_kw")),
        "fiscal_year": fiscal_year(certified_on) if certified_on else None,
        "operator_kind": operator_kind(values.get("representative_name")).value,
        "status": status(values),
    }


def placed(values: Values, home_prefecture_code: str | None) -> dict[str, Any]:
    """Prefecture, municipality and supply area of the representative site, and the grid operator if none is stored.

    The place decides, not the 設備ID: 145 published IDs carry another prefecture's code.
    """
    place = place_of(values.get("site_address"), values["facility_id"], home_prefecture_code)
    return {
        "prefecture": place.prefecture_code,
        "municipality": place.municipality_code,
        "supply_area": place.grid_area,
        "grid_operator": values.get("grid_operator") or place.grid_area,
    }


def place_of(address: str | None, facility_id: str, home_prefecture_code: str | None) -> Place:
    """Where an address lies; one that names no prefecture lies in that of its list, else in that of its 設備ID."""
    home = home_prefecture_code
    if home is None:
        parsed = _parsed(facility_id)
        home = parsed.prefecture_code if parsed else None
    return locate(address or "", home)


@lru_cache(maxsize=1_024)
def source_group_of(phrase: str | None) -> str | None:
    """The group of energy behind a published phrase."""
    group = source_group(phrase) if phrase else None
    return group.value if group else None


def output_class(kw: float | None) -> str | None:
    """The class of an output in kW."""
    if kw is None:
        return None
    if kw < 10:
        return OutputClass.UNDER_10.value
    return (OutputClass.UNDER_50 if kw < 50 else OutputClass.FROM_50).value


def fiscal_year(day: date) -> int:
    """The Japanese fiscal year of a day: April to March."""
    return day.year if day.month >= FIRST_MONTH_OF_FISCAL_YEAR else day.year - 1


def operator_kind(representative_name: str | None) -> OperatorKind:
    """A natural person is marked by an empty 代表者名."""
    return OperatorKind.LEGAL if representative_name else OperatorKind.NATURAL


def status(values: Values) -> str:
    """The stored status if someone set it, else what the report of operation tells."""
    stored: str | None = values.get("status")
    if stored not in _WORKED_OUT and stored is not None:
        return stored
    operating = values.get("operation_reported_month") or values.get("operation_started_on")
    return (Status.OPERATING if operating else Status.CERTIFIED).value


@lru_cache(maxsize=32_768)
def serial_of(facility_id: str) -> str:
    """The 設備ID as it is under FIT: the same before and after the change to FIP."""
    parsed = _parsed(facility_id)
    return str(parsed.as_fit()) if parsed else facility_id


@lru_cache(maxsize=32_768)
def other_id(facility_id: str) -> str:
    """The 設備ID the same facility has, or would have, under the other scheme."""
    parsed = _parsed(facility_id)
    if parsed is None:
        return facility_id
    return str(parsed.as_fit() if parsed.is_fip else parsed.as_fip())


@lru_cache(maxsize=32_768)
def _parsed(facility_id: str) -> facility_ids.FacilityId | None:
    return facility_ids.find(facility_id)


def _told_by_id(facility_id: str) -> dict[str, Any]:
    parsed = _parsed(facility_id)
    if parsed is None:
        return {"scheme": None, "bureau": None}
    return {"scheme": (Scheme.FIP if parsed.is_fip else Scheme.FIT).value, "bureau": parsed.bureau.letter}
