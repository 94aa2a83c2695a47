"""Days: when facilities were certified, were to run, and did."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from random import Random

from models.demonstration.generator.chance import Weighted, between
from models.reference.tables import rows

AS_OF = date(2026, 3, 31)
"""The day up to which the made-up register tells."""

_LAST_COUNTED_YEAR = 2021
_BUILT_IN_TIME_SHARE = 0.88
_LONG_PROCUREMENT_YEARS, _HOME_PROCUREMENT_YEARS = 20, 10


@dataclass(frozen=True, slots=True)
class Days:
    """The days of one facility; ``started_on`` is None while it is being built."""

    certified_on: date
    planned_on: date
    started_on: date | None
    procurement_years: int

    @property
    def reported_month(self) -> str | None:
        """The month in which the start was reported."""
        return f"{self.started_on:%Y-%m}" if self.started_on else None

    @property
    def procurement_ends(self) -> str | None:
        """The last month of procurement."""
        if self.started_on is None:
            return None
        return f"{self.started_on.year + self.procurement_years}-{self.started_on.month:02d}"


@cache
def months_by_source() -> dict[str, Weighted[tuple[int, int]]]:
    """For each source, the months of certification. The years after the last one counted repeat that one."""
    table = list(rows("stats/facilities_by_certification_month_and_source.csv"))
    sources = [name for name in table[0] if name != "month"]
    return {source: Weighted(_months(table, source)) for source in sources}


def draw_days(random: Random, months: Weighted[tuple[int, int]], *, home: bool) -> Days:
    """The days of a facility certified in one of ``months``."""
    year, month = months.draw(random)
    certified = date(year, month, between(random, 1, 28))
    planned = certified + timedelta(days=between(random, 30, 300) if home else between(random, 90, 1_000))
    late = between(random, -20, 60)
    started = planned + timedelta(days=late) if random.random() < _BUILT_IN_TIME_SHARE else None
    if started is not None and not certified < started <= AS_OF:
        started = None
    return Days(certified, planned, started, _HOME_PROCUREMENT_YEARS if home else _LONG_PROCUREMENT_YEARS)


def _months(table: list[dict[str, str]], source: str) -> list[tuple[tuple[int, int], float]]:
    counted = [(_year_and_month(row["month"]), float(row[source])) for row in table]
    last = [(month, count) for (year, month), count in counted if year == _LAST_COUNTED_YEAR]
    for year in range(_LAST_COUNTED_YEAR + 1, AS_OF.year + 1):
        counted += [((year, month), count) for month, count in last if date(year, month, 1) < AS_OF]
    return counted


def _year_and_month(text: str) -> tuple[int, int]:
    year, month = text.split("-")
    return int(year), int(month)
