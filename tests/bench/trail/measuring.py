"""All that is measured of the trail, of one length after the other."""

from collections.abc import Sequence
from pathlib import Path

from tests.bench.databases import trail_database
from tests.bench.results import Ratio, Results
from tests.bench.trail import pages, recording, verifying


def measure(system: str, lengths: Sequence[int], folder: Path, results: Results) -> None:
    """The ratios of each length, and those between the shortest and the longest."""
    times = {}
    for events in sorted(lengths):
        with trail_database(system, events, folder) as url, pages.desk(url) as world:
            times[events] = pages.measure(world, system, events, results)
            verifying.measure(world, system, events, results)
            recording.measure(world, system, events, results)
    smaller, larger = min(times), max(times)
    if smaller != larger:
        for name in pages.GROWING:
            ratio = times[larger][name] / times[smaller][name]
            results.add(system, larger, Ratio(f"trail, {name}, {larger:,} : {smaller:,}", ratio, 2))
