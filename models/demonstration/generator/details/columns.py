"""Items the register keeps in columns of their own although no published sheet has them."""

from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from models.demonstration.generator.details.draft import Anchor, Draft
from models.demonstration.generator.places import SOLAR
from models.reference.facility_id import parse
from models.reference.tariffs import tariffs_on

_AMENDED_SHARE = 0.2
_TARIFF_SOURCE = {"洋上風力": "風力"}
_SMALL, _TEN = Decimal(50), Decimal(10)


def column_items(draft: Draft) -> dict[str, Any]:
    """Values by key; None where the facility has none."""
    subject, days = draft.subject, draft.subject.days
    amended = draft.day(Anchor.CERTIFIED, 60, 900) if draft.random.random() < _AMENDED_SHARE else None
    price, years = _tariff(days.certified_on.year, days.certified_on.month, subject.source, subject.output)
    solar = subject.source == SOLAR
    return {
        "certification_category": "新規認定",
        "amended_on": _day(amended),
        "applied_on": _day(draft.day(Anchor.CERTIFIED, -150, -20)),
        "facility_name": _facility_name(draft),
        "fiscal_year": days.certified_on.year - (days.certified_on.month < 4),
        "wiring_class": ("余剰配線" if subject.output < _TEN or subject.roof else "全量配線") if solar else None,
        "roof_mounted": subject.roof if solar else None,
        "ground_mounted": not subject.roof if solar else None,
        "grid_operator": subject.place.supply_area,
        "connection_contracted_on": _day(draft.day(Anchor.CERTIFIED, -120, -5)),
        "operation_started_on": _day(days.started_on),
        "procurement_price": price,
        "procurement_years": years,
        "lapses_on": None if days.started_on else _day(draft.day(Anchor.CERTIFIED, 1_461, 2_192)),
        "fip_transferred_on": _day(draft.day(Anchor.AS_OF, -900, -60)) if subject.fip else None,
        "former_facility_id": str(parse(subject.facility_id).as_fit()) if subject.fip else None,
    }


def _facility_name(draft: Draft) -> str:
    subject = draft.subject
    if subject.home:
        return f"{subject.operator.name.written.partition(chr(0x3000))[0]}宅"
    kind = (
        draft.one_of(("太陽光発電所", "ソーラー発電所", "発電所"))
        if subject.source == SOLAR
        else f"{subject.source}発電所"
    )
    return f"見本{subject.place.name}第{draft.between(1, 40)}{kind}"


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


@lru_cache(maxsize=50_000)
def _tariff(year: int, month: int, source: str, output: Decimal) -> tuple[float | None, int]:
    found = tariffs_on(date(year, month, 1), _TARIFF_SOURCE.get(source, source), output)
    priced = [tariff for tariff in found if tariff.price is not None]
    if not priced:
        return None, found[0].years if found else 20
    return float(priced[0].price or 0), priced[0].years
