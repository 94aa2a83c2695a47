"""How far the reserve for disposal has grown, as published."""

from functools import cache
from random import Random

from models.demonstration.generator.chance import Weighted
from models.demonstration.generator.places import SOLAR
from models.reference.tables import rows

BEFORE_OPERATION = "運転開始前"
_EXTERNAL_SHARE = 0.95


@cache
def _statuses() -> dict[str, Weighted[str | None]]:
    return {row["source"]: Weighted(_counts(row)) for row in rows("stats/disposal_reserve_status_by_source.csv")}


def _counts(row: dict[str, str]) -> list[tuple[str | None, float]]:
    words = [word for word in row if word not in {"source", BEFORE_OPERATION}]
    return [(None if word == "-" else word, float(row[word])) for word in words]


def disposal(random: Random, source: str, *, home: bool, started: bool) -> tuple[str | None, str | None]:
    """(廃棄費用の積立方法, 廃棄費用の積立状況)."""
    if home:
        return None, None
    status = _statuses()[source].draw(random) if started else BEFORE_OPERATION
    if source != SOLAR:
        return None, status
    return "外部積立て" if random.random() < _EXTERNAL_SHARE else "内部積立て", status
