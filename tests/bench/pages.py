"""The pages of the workload, each against the page that looks nothing up."""

import re
from functools import partial
from html import unescape
from unittest import mock
from urllib.parse import urlencode

from models.access import door
from tests.bench.results import Ratio, Results
from tests.bench.timing import medians
from tests.bench.world import FLOOR, World

ROUNDS = 25
LIST = "/certifications"
NARROW = {
    "prefecture": "13", "source": "太陽光", "output_kw_from": "10", "output_kw_to": "50",
    "certified_on_from": "2014-01-01", "certified_on_to": "2016-12-31",
}  # fmt: skip
UNINDEXED = {"panel_output_kw_from": "11", "panel_output_kw_to": "12", "supply_outlet": "有"}
WORDS = ("東京", "太陽", "薬師", "太陽光", "太陽光発電", "璃玖碧翠霞")
TWO_CHARACTERS = ("東京", "太陽", "薬師")
PAGES_ON = 49
_NEXT = re.compile(r'rel="next"\s+href="([^"]+)"')


def measure(world: World, system: str, rows: int, results: Results) -> dict[str, float]:
    """The ratios of one database; returns the times of the pages that are compared between sizes."""
    paths = _paths(world)
    times = medians({name: partial(world.get, path) for name, path in paths.items()}, ROUNDS)
    raw = medians({name: world.replaying(world.statements(paths[name])) for name in _searches()}, ROUNDS)
    with mock.patch.object(door, "record", return_value=1):
        unrecorded = medians({"floor": partial(world.get, FLOOR), "Bw": partial(world.get, paths["Bw"])}, ROUNDS)
    floor = times["floor"]
    results.note(system, rows, times | {f"{name}: its raw queries": value for name, value in raw.items()})
    results.note(system, rows, {"Bw without its record": unrecorded["Bw"], "floor beside it": unrecorded["floor"]})
    for name in _searches():
        target = None if name == "CB 東京 + all filters" else 1.5
        results.add(
            system, rows, Ratio(f"{name} : (floor + its raw queries)", times[name] / (floor + raw[name]), target)
        )
    results.add(
        system,
        rows,
        Ratio("B page 50 : page 1", times["B50"] / times["B1"], 1.2),
        *(Ratio(f"C {word} : B1", times[f"C {word}"] / times["B1"], 3) for word in TWO_CHARACTERS),
        Ratio("A detail : floor", times["A"] / floor, 1.3),
        Ratio("F home : floor", times["F home"] / floor, 2.5),
        Ratio("access record : floor", (times["Bw"] - unrecorded["Bw"]) / floor, 0.5),
        Ratio("G two filters without an index : floor", times["G"] / floor),
    )
    return times


def _searches() -> list[str]:
    return ["B1", "Bw", *(f"C {word}" for word in WORDS), "CB 東京 + all filters"]


def _paths(world: World) -> dict[str, str]:
    narrow = f"{LIST}?{urlencode(NARROW)}"
    return {
        "floor": FLOOR,
        "A": f"{LIST}/{world.facility_id}",
        "B1": narrow,
        "B50": _far(world, narrow),
        "Bw": LIST,
        **{f"C {word}": f"{LIST}?{urlencode({'q': word})}" for word in WORDS},
        "CB 東京 + all filters": f"{LIST}?{urlencode({'q': '東京', **NARROW})}",
        "F home": "/",
        "G": f"{LIST}?{urlencode(UNINDEXED)}",
    }


def _far(world: World, path: str) -> str:
    """The fiftieth page, reached as a person would: by the link to the next."""
    for _ in range(PAGES_ON):
        found = _NEXT.search(world.get(path).decode())
        if found is None:
            break
        path = unescape(found[1])
    return path
