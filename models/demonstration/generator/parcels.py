"""Parcels: most facilities stand on one, a few on hundreds, and some across a border."""

from functools import cache
from random import Random

from models.demonstration.generator.chance import Weighted, between, one_of
from models.demonstration.generator.landmarks import Landmark
from models.demonstration.generator.places import Place, address, places_of_prefecture
from models.reference.tables import rows

_OPEN_END = 50
_MOST_BY_CHANCE = 400
_HOME_EXTRA_SHARE = 0.02
# 389 of 338,270 facilities touch several municipalities; only those with several parcels can.
_ACROSS_A_BORDER_SHARE = 0.005


def parcel_addresses(random: Random, place: Place, *, home: bool) -> tuple[str, ...]:
    """The addresses of all parcels, the representative one first."""
    others = _home_others(random) if home else _others().draw(random)
    first = address(random, place)
    if not others:
        return (first,)
    if others >= _OPEN_END:
        others = min(int(_OPEN_END / (1 - random.random())), _MOST_BY_CHANCE)
    neighbour = one_of(random, places_of_prefecture(place.prefecture))
    across = random.random() < _ACROSS_A_BORDER_SHARE
    rest = (address(random, neighbour if across and number % 2 else place) for number in range(others))
    return (first, *rest)


def landmark_addresses(random: Random, landmark: Landmark) -> tuple[str, ...]:
    """The addresses of a facility whose places are certain."""
    return tuple(address(random, place) for place, count in landmark.parcels for _ in range(count))


def _home_others(random: Random) -> int:
    return between(random, 1, 3) if random.random() < _HOME_EXTRA_SHARE else 0


@cache
def _others() -> Weighted[int]:
    return Weighted((int(row["other_parcels"]), float(row["count"])) for row in rows("stats/other_parcels.csv"))
