"""Procurement prices (調達価格) and base prices by source, class and the day of certification.

The table holds what was published for each class; years and classes that are missing are unknown, not zero.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from models.reference.tables import rows


@dataclass(frozen=True, slots=True)
class Tariff:
    """One class's price.

    ``price`` is in yen per kWh and None where auctions set it; ``tax`` says whether consumption tax is in it.
    ``minimum_kw`` is inside the class, ``below_kw`` outside. ``first_year`` and ``last_year`` are set where the price
    changes within the period. ``confirmed`` is False for figures not checked against a published table.
    """

    valid_from: date
    valid_until: date
    source: str
    label: str
    minimum_kw: Decimal | None
    below_kw: Decimal | None
    price: Decimal | None
    tax: str
    years: int
    first_year: int | None
    last_year: int | None
    confirmed: bool

    def covers(self, output_kw: Decimal) -> bool:
        """Whether a facility of this output belongs to the class, as far as output decides."""
        return (self.minimum_kw is None or output_kw >= self.minimum_kw) and (
            self.below_kw is None or output_kw < self.below_kw
        )


def _decimal(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def _integer(text: str) -> int | None:
    return int(text) if text else None


def _read(row: dict[str, str]) -> Tariff:
    return Tariff(
        valid_from=date.fromisoformat(row["valid_from"]),
        valid_until=date.fromisoformat(row["valid_until"]),
        source=row["source"],
        label=row["label"],
        minimum_kw=_decimal(row["minimum_kw"]),
        below_kw=_decimal(row["below_kw"]),
        price=_decimal(row["price"]),
        tax=row["tax"],
        years=int(row["years"]),
        first_year=_integer(row["first_year"]),
        last_year=_integer(row["last_year"]),
        confirmed=row["confirmed"] == "yes",
    )


TARIFFS: tuple[Tariff, ...] = tuple(_read(row) for row in rows("tariffs.csv"))


def tariffs_on(day: date, source: str, output_kw: Decimal | None = None) -> tuple[Tariff, ...]:
    """The tariffs in force on a day for a source (太陽光, 風力, 水力, 地熱, バイオマス), and for an output if given.

    Several remain where something other than output decides the class, such as a fuel or a replaced plant.
    """
    return tuple(
        tariff
        for tariff in TARIFFS
        if tariff.source == source
        and tariff.valid_from <= day <= tariff.valid_until
        and (output_kw is None or tariff.covers(output_kw))
    )
