"""Where facilities stand: real municipalities, as often as they have facilities of a source, and made-up streets."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from random import Random

from models.demonstration.generator.chance import Weighted, between, one_of
from models.reference.municipalities import MUNICIPALITIES, Municipality, MunicipalityKind, municipalities_of
from models.reference.prefectures import BY_NAME
from models.reference.supply_areas import supply_area_of
from models.reference.tables import rows

SOLAR = "太陽光"
_FIELDS = (
    "星見台", "霧ヶ原", "雲井", "月待", "露草", "霜柱", "虹ノ沢", "風穴", "薬師", "朝凪", "夕凪", "雪見",
    "雨乞", "笛吹場", "硝子", "羽衣", "鈴鳴", "灯台下", "綿雲", "花霞", "東京塚", "太陽ヶ丘", "日向", "石積",
)  # fmt: skip
_FIELD_SHARE = 0.3
# Towns on the other company's side of a municipality that two companies supply.
_OTHER_SIDE = {
    "22210": (("岩淵", "中之郷", "木島"), 0.3),
    "22207": (("内房",), 0.05),
    "21217": (("神岡町",), 0.15),
    "21219": (("白鳥町石徹白",), 0.03),
    "21362": (("今須",), 0.1),
    "24212": (("磯崎町", "新鹿町"), 0.2),
    "28212": (("福浦",), 0.1),
    "38202": (("吉海町", "伯方町"), 0.15),
}


@dataclass(frozen=True, slots=True)
class Place:
    """A municipality, or the part of one beyond a border of supply areas. ``opening`` is how its addresses begin."""

    municipality: str
    prefecture: str
    name: str
    opening: str
    supply_area: str


def street(random: Random) -> str:
    """A street and number that exist nowhere: every town is called 見本町."""
    number = between(random, 1, 999)
    if random.random() < _FIELD_SHARE:
        return f"見本町字{one_of(random, _FIELDS)}{number}番地{between(random, 1, 20)}"
    return f"見本町{between(random, 1, 9)}丁目{number}-{between(random, 1, 30)}"


def address(random: Random, place: Place) -> str:
    """A made-up address in a real municipality."""
    return place.opening + street(random)


def place_of(code: str, town: str = "") -> Place:
    """The place of a municipality's code, and of a town in it where that matters."""
    found = MUNICIPALITIES[code]
    area = supply_area_of(found, f"{found.full_name}{town}見本町")
    opening = found.full_name + town
    return Place(found.code, found.prefecture_code, found.name, opening, area or found.supply_area)


@cache
def places_by_source() -> dict[str, Weighted[Place]]:
    """For each source, the places that have facilities of it, as often as they do."""
    counts: dict[str, dict[str, float]] = defaultdict(dict)
    for row in rows("stats/facilities_by_municipality_and_source.csv"):
        if row["municipality_code"] in MUNICIPALITIES:
            counts[row["source"]][row["municipality_code"]] = float(row["count"])
    counts[SOLAR] |= _where_no_count_was_published(counts[SOLAR])
    return {source: Weighted(_places(by_code)) for source, by_code in counts.items()}


@cache
def places_of_prefecture(prefecture: str) -> tuple[Place, ...]:
    """One place for each municipality of a prefecture."""
    return tuple(place_of(each.code) for each in _inhabited(prefecture))


def _places(counts: dict[str, float]) -> list[tuple[Place, float]]:
    found: list[tuple[Place, float]] = []
    for code, count in counts.items():
        towns, share = _OTHER_SIDE.get(code, ((), 0.0))
        found.append((place_of(code), count * (1 - share)))
        found += [(place_of(code, town), count * share / len(towns)) for town in towns]
    return found


def _where_no_count_was_published(known: dict[str, float]) -> dict[str, float]:
    """Four prefectures are missing from the counts of 2021: their counts of 2015, grown as much as the others'."""
    earlier = {BY_NAME[row["prefecture"]].code: float(row["count"]) for row in _counts_of_2015()}
    later: dict[str, float] = defaultdict(float)
    for code, count in known.items():
        later[MUNICIPALITIES[code].prefecture_code] += count
    both = earlier.keys() & later.keys()
    growth = sum(later[code] for code in both) / sum(earlier[code] for code in both)
    missing: dict[str, float] = {}
    for prefecture in sorted(earlier.keys() - later.keys()):
        here = _inhabited(prefecture)
        missing |= {each.code: earlier[prefecture] * growth / len(here) for each in here}
    return missing


def _counts_of_2015() -> list[dict[str, str]]:
    return list(rows("stats/solar_from_10kw_by_prefecture_2015.csv"))


def _inhabited(prefecture: str) -> list[Municipality]:
    left_out = {MunicipalityKind.DESIGNATED_CITY, MunicipalityKind.NORTHERN_TERRITORY_VILLAGE}
    return [each for each in municipalities_of(prefecture) if each.kind not in left_out]
