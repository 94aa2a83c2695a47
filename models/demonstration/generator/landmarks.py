"""Facilities every register of more than a few hundred has: the cases that rules about rows are made for (M10)."""

from dataclasses import dataclass
from functools import cache

from models.demonstration.generator.places import Place, place_of

PERIOD = 5_000
"""The landmarks stand near the beginning, and come again after so many facilities."""

THOUSAND_PARCELS, ACROSS_TWO_AREAS, IN_TWO_PREFECTURES, IN_SEVERAL_MUNICIPALITIES, UNDER_FIP = 40, 41, 42, 43, 44
"""Numbers of landmarks, counted from 0."""


@dataclass(frozen=True, slots=True)
class Landmark:
    """What is certain about one facility: its source, and how many parcels it has in which places."""

    source: str
    parcels: tuple[tuple[Place, int], ...]
    fip: bool = False


@cache
def landmarks() -> dict[int, Landmark]:
    """By number within a period."""
    fuji, beyond_the_river = place_of("22210"), place_of("22210", "岩淵")
    fujinomiya, nanbu, numazu = place_of("22207"), place_of("19366"), place_of("22203")
    return {
        THOUSAND_PARCELS: Landmark("太陽光", ((place_of("22210"), 1_000),)),
        ACROSS_TWO_AREAS: Landmark("太陽光", ((fuji, 2), (beyond_the_river, 2))),
        IN_TWO_PREFECTURES: Landmark("太陽光", ((fujinomiya, 3), (nanbu, 2))),
        IN_SEVERAL_MUNICIPALITIES: Landmark("太陽光", ((fuji, 2), (fujinomiya, 1), (numazu, 1))),
        UNDER_FIP: Landmark("太陽光", ((fuji, 4),), fip=True),
        45: Landmark("風力", ((place_of("22222"), 3),)),
        46: Landmark("水力", ((fujinomiya, 1),)),
        47: Landmark("地熱", ((place_of("44204"), 2),)),
        48: Landmark("バイオマス", ((fuji, 1),)),
        49: Landmark("洋上風力", ((place_of("05202"), 1),)),
        50: Landmark("太陽光", ((beyond_the_river, 1),)),
    }
