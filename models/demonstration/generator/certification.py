"""One made-up certification after the other."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from random import Random
from typing import Any

from models.demonstration.generator.chance import Weighted, one_of
from models.demonstration.generator.days import Days, draw_days, months_by_source
from models.demonstration.generator.details import detail_items
from models.demonstration.generator.disposal import disposal
from models.demonstration.generator.facility_ids import LARGEST, facility_id, source_code
from models.demonstration.generator.landmarks import PERIOD, Landmark, landmarks
from models.demonstration.generator.operators import Operator, Operators
from models.demonstration.generator.outputs import HOME_STEPS, outputs_by_source
from models.demonstration.generator.parcels import landmark_addresses, parcel_addresses
from models.demonstration.generator.places import SOLAR, Place, places_by_source
from models.demonstration.generator.subject import Subject
from models.reference.tables import rows
from models.register.workbooks.rows import CellValue

HOME_SHARE = 1 / 3
_HOME_NEWCOMER_SHARE = 0.97
_NATURAL_SHARE = {SOLAR: 0.40, "風力": 0.11, "水力": 0.02, "バイオマス": 0.01}
_SMALL = Decimal(50)
_MOST_FOR_A_PERSON = Decimal(500)
_LANDMARK_KW = {
    SOLAR: "1500.0",
    "風力": "7500.0",
    "水力": "980.0",
    "地熱": "2000.0",
    "バイオマス": "1990.0",
    "洋上風力": "140000.0",
}
_ROOF_SHARE, _HOME_ROOF_SHARE = 0.12, 0.97
_FIP_SHARE = 0.01
_FIP_SINCE = 2022
_FIP_SHARE_SINCE = 0.3
_OUTLET_SINCE = 2020
_TEN = Decimal(10)


@dataclass(slots=True)
class DemonstrationCertification:
    """A certification as it would be published, and what else the register holds about it.

    ``values`` are the facility's cells by item key as in the published layout, ``parcels`` the addresses of all its
    parcels, the representative one first, ``items`` the values of the other items by key.
    """

    prefecture: str
    values: dict[str, CellValue]
    parcels: tuple[str, ...]
    items: dict[str, Any] = field(default_factory=dict)

    @property
    def facility_id(self) -> str:
        """The 設備ID."""
        return str(self.values["facility_id"])

    def site_rows(self) -> Iterator[dict[str, CellValue]]:
        """The rows of the second published sheet, one for each parcel."""
        repeated = ("facility_id", "operator_name", "representative_name", "source", "output_kw", "panel_output_kw")
        common = {key: self.values[key] for key in repeated}
        for number, address in enumerate(self.parcels, 1):
            yield {**common, "parcel_number": number, "parcel_address": address}


def certifications(count: int, seed: int = 1, *, details: bool = True) -> Iterator[DemonstrationCertification]:
    """``count`` certifications. A longer register begins with the shorter one of the same seed.

    ``details=False`` leaves ``items`` empty and is some ten times as fast; the rest stays the same.
    """
    random = Random(seed)  # noqa: S311  # repeatable on purpose; no secret is made of it
    detail_random = Random(seed + 1)  # noqa: S311
    operators = Operators(random)
    start = int(random.random() * LARGEST)
    for index in range(count):
        subject = _draw(random, operators, index, start)
        made = DemonstrationCertification(subject.place.prefecture, _values(random, subject), subject.parcels)
        if details:
            made.items = detail_items(detail_random, subject)
        yield made


def _draw(random: Random, operators: Operators, index: int, start: int) -> Subject:
    landmark = landmarks().get(index % PERIOD)
    home = landmark is None and random.random() < HOME_SHARE
    source = landmark.source if landmark else SOLAR if home else _sources().draw(random)
    place = landmark.parcels[0][0] if landmark else places_by_source()[source].draw(random)
    output = _output(random, source, landmark, home=home)
    days = draw_days(random, months_by_source()[source], home=home and output < _TEN)
    roof = source == SOLAR and random.random() < (_HOME_ROOF_SHARE if home else _ROOF_SHARE)
    fip = _is_fip(random, output, days) if landmark is None else landmark.fip
    share = 0.0 if landmark or output >= _MOST_FOR_A_PERSON else _NATURAL_SHARE.get(source, 0.0)
    code = source_code(random, source, output, roof=roof and not home)
    return Subject(
        facility_id=facility_id(random, index, start, code, place.prefecture, fip=fip),
        source=source,
        home=home,
        fip=fip,
        roof=roof,
        output=output,
        place=place,
        parcels=landmark_addresses(random, landmark) if landmark else parcel_addresses(random, place, home=home),
        days=days,
        operator=_operator(random, operators, place, share, home=home),
    )


def _output(random: Random, source: str, landmark: Landmark | None, *, home: bool) -> Decimal:
    if landmark is not None:
        return Decimal(_LANDMARK_KW[source])
    return HOME_STEPS.draw(random) if home else outputs_by_source()[source].draw(random)


def _is_fip(random: Random, output: Decimal, days: Days) -> bool:
    if output < _SMALL:
        return False
    return random.random() < (_FIP_SHARE_SINCE if days.certified_on.year >= _FIP_SINCE else _FIP_SHARE)


def _operator(random: Random, operators: Operators, place: Place, natural_share: float, *, home: bool) -> Operator:
    if home and random.random() < _HOME_NEWCOMER_SHARE:
        return operators.newcomer(place, natural=True)
    return operators.next(place, natural=home or random.random() < natural_share)


def _values(random: Random, subject: Subject) -> dict[str, CellValue]:
    operator, days = subject.operator, subject.days
    solar = subject.source == SOLAR
    method, status = disposal(random, subject.source, home=subject.home, started=days.started_on is not None)
    outlet = solar and _TEN <= subject.output < _SMALL and days.certified_on.year >= _OUTLET_SINCE
    return {
        "facility_id": subject.facility_id,
        "operator_name": operator.name.written,
        "representative_name": operator.representative.written if operator.representative else None,
        "operator_address": None if operator.natural else operator.address,
        "operator_telephone": None if operator.natural else operator.telephone,
        "source": subject.source,
        "output_kw": subject.output,
        "site_address": subject.parcels[0],
        "other_parcels": len(subject.parcels) - 1,
        "panel_output_kw": Decimal(f"{float(subject.output) * (1 + 0.6 * random.random()):.1f}") if solar else None,
        "certified_on": days.certified_on,
        "operation_planned_on": days.planned_on,
        "operation_reported_month": days.reported_month,
        "self_sustained_operation": one_of(random, ("有", "無")) if outlet else None,
        "supply_outlet": one_of(random, ("有", "有", "無")) if outlet else None,
        "disposal_reserve_method": method,
        "disposal_reserve_status": status,
        "procurement_ends_month": days.procurement_ends,
    }


@cache
def _sources() -> Weighted[str]:
    return Weighted((row["source"], float(row["count"])) for row in rows("stats/output_kw_quantiles_by_source.csv"))
