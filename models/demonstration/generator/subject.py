"""What is settled about a facility before its cells and items are written."""

from dataclasses import dataclass
from decimal import Decimal

from models.demonstration.generator.days import Days
from models.demonstration.generator.operators import Operator
from models.demonstration.generator.places import Place


@dataclass(frozen=True, slots=True)
class Subject:
    """One facility. ``home`` marks the small roofs of households, ``output`` is in kW."""

    facility_id: str
    source: str
    home: bool
    fip: bool
    roof: bool
    output: Decimal
    place: Place
    parcels: tuple[str, ...]
    days: Days
    operator: Operator
