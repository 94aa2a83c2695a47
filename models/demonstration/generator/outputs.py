"""Outputs in kW: the steps at which facilities are really built, and what lies between."""

import math
from decimal import Decimal
from functools import cache
from random import Random

from models.demonstration.generator.chance import Weighted
from models.demonstration.generator.places import SOLAR
from models.reference.tables import rows

HOME_STEPS = Weighted(
    (
        (Decimal("3.0"), 6), (Decimal("3.3"), 5), (Decimal("4.0"), 16), (Decimal("4.4"), 8), (Decimal("4.9"), 10),
        (Decimal("5.5"), 22), (Decimal("5.9"), 10), (Decimal("8.0"), 5), (Decimal("9.9"), 10),
        (Decimal("11.0"), 4), (Decimal("16.5"), 2), (Decimal("19.8"), 2),
    )
)  # fmt: skip
_LEVELS = ("p0", "p1", "p5", "p10", "p25", "p50", "p75", "p90", "p95", "p99", "p100")


class Outputs:
    """Draws the output of a facility of one source."""

    def __init__(self, source: str) -> None:
        self._quantiles = _quantiles()[source]
        self._steps: Weighted[Decimal] | None = None
        self._step_share = 0.0
        if source == SOLAR:
            self._steps, self._step_share = _solar_steps()

    def draw(self, random: Random) -> Decimal:
        """An output in kW with one digit after the point."""
        if self._steps is not None and random.random() < self._step_share:
            return self._steps.draw(random)
        chance = random.random()
        low, high = 0, len(self._quantiles) - 1
        while self._quantiles[low + 1][0] < chance and low + 1 < high:
            low += 1
        (below, start), (above, end) = self._quantiles[low], self._quantiles[low + 1]
        part = (chance - below) / (above - below)
        return Decimal(f"{math.exp(start + (end - start) * part):.1f}")


@cache
def outputs_by_source() -> dict[str, Outputs]:
    """One drawer of outputs for each source."""
    return {source: Outputs(source) for source in _quantiles()}


@cache
def _quantiles() -> dict[str, list[tuple[float, float]]]:
    """By source: (share of facilities, logarithm of the output they stay below), rising."""
    return {
        row["source"]: [(int(level[1:]) / 100, math.log(float(row[level]))) for level in _LEVELS]
        for row in rows("stats/output_kw_quantiles_by_source.csv")
    }


def _solar_steps() -> tuple[Weighted[Decimal], float]:
    counts = [(Decimal(row["output_kw"]), float(row["count"])) for row in _step_rows()]
    total = next(
        float(row["count"]) for row in rows("stats/output_kw_quantiles_by_source.csv") if row["source"] == SOLAR
    )
    return Weighted(counts), sum(count for _, count in counts) / total


def _step_rows() -> list[dict[str, str]]:
    return list(rows("stats/solar_output_kw_common_values.csv"))
