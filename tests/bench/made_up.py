"""Certifications made up for measuring: quick to make, alike on every machine, shaped as the workload is described.

Chunk by chunk, so that several processes can make them. A chunk's days follow those of the chunk before it, and its
ids do not: rows that stand together in a listing lie apart in their table, as after a real import by prefecture.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from models.catalogue.item import Item
from models.reference.bureaus import bureau_of_prefecture
from models.reference.municipalities import municipalities_of
from models.reference.prefectures import PREFECTURES
from models.register.facts import COLUMNS, Facts
from models.register.scope_facts import SiteFact
from models.register.scopes import listing_position

CHUNK = 10_000
FIRST_DAY, DAYS = date(2012, 7, 1), 4900
OPERATORS = 60_000
WEIGHTS = (
    5, 2, 3, 4, 2, 2, 5, 12, 9, 9, 11, 10, 10, 7, 3, 1, 1, 1, 4, 8, 6, 9, 15, 8, 4, 3, 6, 10, 3, 3,
    2, 2, 7, 7, 4, 3, 4, 5, 2, 10, 4, 4, 8, 5, 6, 8, 3,
)  # fmt: skip
GRIDS = {
    "hokkaido": "01", "tohoku": "02 03 04 05 06 07 15", "tokyo": "08 09 10 11 12 13 14 19 22",
    "chubu": "20 21 23 24", "hokuriku": "16 17 18", "kansai": "25 26 27 28 29 30", "chugoku": "31 32 33 34 35",
    "shikoku": "36 37 38 39", "kyushu": "40 41 42 43 44 45 46", "okinawa": "47",
}  # fmt: skip
GRID_OF = {code: grid for grid, codes in GRIDS.items() for code in codes.split()}
SYLLABLES = "山川田野原島崎浜森林松竹梅桜藤石岩谷沢池泉井上中下本東西南北大小"
PLACES = tuple(first + second for first in SYLLABLES for second in SYLLABLES[:12])
WORDS = (
    "太陽光", "太陽光発電", "太陽", "薬師", "東京", "再生可能", "みらい", "グリーン", "日本", "環境", "自然", "大和",
    "富士", "あおぞら",
)  # fmt: skip
WORD_WEIGHTS = (3, 2, 2, 1, 12, 8, 20, 20, 10, 10, 10, 6, 6, 10)
RARE_WORD = "璃玖碧翠霞"
"""Five characters that stand in about one operator's name of 50,000."""
SOURCES = (("太陽光", "太陽光"), ("風力", "風力"), ("水力", "水力"), ("地熱", "地熱"), ("バイオマス", "バイオマス"))
SOURCE_WEIGHTS = (960, 15, 10, 1, 14)
OUTPUTS = (4.5, 9.9, 20.0, 33.0, 44.0, 49.5, 49.5, 49.5, 120.0, 250.0, 750.0, 1990.0, 12000.0)
STATUSES, STATUS_WEIGHTS = ("運転中", "認定", "失効"), (80, 15, 5)


@dataclass(frozen=True, slots=True)
class MadeUp:
    """One certification: its key, and its facts as the register stores them."""

    id: int
    facts: Facts


def chunks(count: int) -> range:
    """The numbers of the chunks that make up ``count`` certifications; ``count`` is a multiple of a chunk."""
    return range(count // CHUNK)


def chunk(number: int, count: int, seed: int = 1) -> list[MadeUp]:
    """One chunk, in the order of the listing."""
    draw = random.Random(f"{seed}/{count}/{number}")
    ids = _ids(number, count, draw)
    days = sorted(_day((number + draw.random()) * CHUNK / count) for _ in range(CHUNK))
    return sorted(
        (_certification(draw, key, day) for key, day in zip(ids, days, strict=True)),
        key=lambda made: int(made.facts.values["position"]),
    )


def _ids(number: int, count: int, draw: random.Random) -> Sequence[int]:
    blocks = list(chunks(count))
    random.Random(count).shuffle(blocks)
    first = blocks[number] * CHUNK + 1
    ids = list(range(first, first + CHUNK))
    draw.shuffle(ids)
    return ids


def _day(share: float) -> date:
    """Most were certified between 2012 and 2016."""
    return FIRST_DAY + timedelta(days=int(DAYS * share**1.8))


def _certification(draw: random.Random, key: int, day: date) -> MadeUp:
    prefecture = draw.choices(_CODES, WEIGHTS)[0]
    towns = _TOWNS[prefecture]
    town = towns[int(draw.random() * len(towns))]
    company = draw.random() < 0.45
    source, group = draw.choices(SOURCES, SOURCE_WEIGHTS)[0]
    values: dict[str, Any] = dict.fromkeys(COLUMNS)
    values |= _texts(draw, prefecture, company=company)
    output = draw.choice(OUTPUTS)
    grid = "chubu" if prefecture == "22" and draw.random() < 0.6 else GRID_OF[prefecture]
    values |= {
        "position": listing_position(day, key),
        "facility_id": _facility_id(key, prefecture),
        "scheme": "FIT",
        "certification_category": "新規認定",
        "status": draw.choices(STATUSES, STATUS_WEIGHTS)[0],
        "certified_on": day,
        "bureau": _BUREAUS[prefecture],
        "source": source,
        "source_group": group,
        "output_kw": output,
        "output_class": "10kW未満" if output < 10 else "10～50kW未満" if output < 50 else "50kW以上",
        "panel_output_kw": output * 1.25 if group == "太陽光" else None,
        "fiscal_year": day.year if day.month > 3 else day.year - 1,
        "operator_id": int(draw.random() ** 2 * OPERATORS) + 1,
        "prefecture": prefecture,
        "municipality": town,
        "supply_area": grid,
        "other_parcels": 0,
        "operation_reported_month": f"{day.year + 1}-{day.month:02d}" if draw.random() < 0.8 else None,
        "procurement_price": draw.choice((18.0, 21.0, 24.0, 32.0, 36.0, 40.0)),
        "procurement_years": 20,
        "procurement_ends_month": f"{day.year + 21}-{day.month:02d}",
        "self_sustained_operation": "有",
        "supply_outlet": "有",
    }
    sites = {1: SiteFact(values["site_address"], prefecture, town, grid)}
    if draw.random() < 0.002:
        other = draw.choice(towns)
        sites[2] = SiteFact(values["site_address"] + "の2", prefecture, other, grid)
    return MadeUp(key, Facts(values, sites, (values["facility_id"],)))


def _texts(draw: random.Random, prefecture: str, *, company: bool) -> dict[str, str | None]:
    """In the Tokyo area about 1 certification in 7 says 東京, 1 in 90 太陽, 1 in 300 薬師."""
    place = draw.choice
    person = f"{place(PLACES)}　{place(PLACES)}"
    home = f"{_NAMES[prefecture]}{place(PLACES)}市"
    word = draw.choices(WORDS, WORD_WEIGHTS)[0] if draw.random() < 0.5 else ""
    if draw.random() < 1 / 50_000:
        word = RARE_WORD
    return {
        "facility_name": f"{place(PLACES)}発電所{draw.randint(1, 9)}号",
        "operator_name": f"株式会社{place(PLACES)}{word}エナジー" if company else person,
        "operator_kind": "法人" if company else "個人",
        "representative_name": person if company else None,
        "operator_address": f"{'東京都港区' if draw.random() < 0.02 else home}{place(PLACES)}{draw.randint(1, 30)}番地"
        if company
        else None,
        "site_address": f"{home}{place(PLACES)}{'薬師' if draw.random() < 0.002 else ''}"
        f"{draw.randint(1, 3000)}番{draw.randint(1, 90)}",
    }


def _facility_id(key: int, prefecture: str) -> str:
    """A 設備ID of its own for each key; six digits hold a million, the letter before them the millions."""
    letter = "ABCDEFGH"[key // 1_000_000]
    return f"{letter}{key % 1_000_000:06d}{_BUREAUS[prefecture]}{prefecture}"


def document(draw: random.Random, items: Sequence[Item], filled: int) -> dict[str, Any]:
    """Values of ``filled`` of the document items."""
    return {item.key: _value(draw, item) for item in draw.sample(items, min(filled, len(items)))}


def _value(draw: random.Random, item: Item) -> Any:
    kind = item.type.value.removesuffix("_list")
    match kind:
        case "integer":
            value: Any = draw.randrange(1000)
        case "decimal":
            value = draw.randrange(10_000) / 4
        case "date" | "datetime":
            value = (FIRST_DAY + timedelta(days=draw.randrange(DAYS))).isoformat()
        case "date_range":
            return ["2019-04-01", "2039-03-31"]
        case "month":
            value = f"20{draw.randrange(12, 26)}-0{draw.randrange(1, 10)}"
        case "boolean":
            value = draw.random() < 0.5
        case _:
            value = draw.choice(item.choices or ("みほん", "該当なし", "手続済", "第一種"))
    return [value] if item.type.value.endswith("_list") else value


_CODES = tuple(PREFECTURES)
_NAMES = {code: prefecture.name for code, prefecture in PREFECTURES.items()}
_TOWNS = {code: [town.code for town in municipalities_of(code)] for code in _CODES}
_BUREAUS = {code: bureau.letter for code in _CODES if (bureau := bureau_of_prefecture(code))}
