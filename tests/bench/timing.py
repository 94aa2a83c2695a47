"""Timing: medians of calls that take turns, so that what else the machine does falls on all of them alike."""

import gc
import statistics
import time
from collections.abc import Callable, Mapping

WARM_UP = 3
Call = Callable[[], object]


def medians(calls: Mapping[str, Call], rounds: int) -> dict[str, float]:
    """The median of each call, in milliseconds of wall time."""
    return {name: statistics.median(times) for name, times in timings(calls, rounds).items()}


def timings(calls: Mapping[str, Call], rounds: int) -> dict[str, list[float]]:
    """The times of each call in milliseconds; one round asks each of them once."""
    for call in calls.values():
        for _ in range(WARM_UP):
            call()
    taken: dict[str, list[float]] = {name: [] for name in calls}
    gc.collect()
    gc.disable()  # a collection would fall on whoever happens to run
    try:
        for _ in range(rounds):
            for name, call in calls.items():
                begun = time.perf_counter()
                call()
                taken[name].append((time.perf_counter() - begun) * 1000)
            gc.collect()
    finally:
        gc.enable()
    return taken


def percentile(values: list[float], share: float) -> float:
    """The value below which ``share`` of the values lie."""
    return sorted(values)[min(int(len(values) * share), len(values) - 1)]
