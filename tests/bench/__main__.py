"""``make bench``: the ratios the product holds itself to, measured in one run (docs/benchmark.md).

python -m tests.bench --rows 300000 3000000 --events 100000 1000000 --system sqlite postgresql --folder instance/bench
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.bench import catalogue_size, exporting, importing, pages, server, stopping
from tests.bench.databases import SYSTEMS, database
from tests.bench.results import Ratio, Results
from tests.bench.trail import measuring as trail
from tests.bench.world import world

PARTS = ("register", "trail", "stops")
GROWING = ("A", "B1", "Bw", "C 薬師", "C 太陽", "C 東京", "F home")


def main() -> int:
    """Measure, print the table; 1 when a target was missed."""
    options = _options()
    options.folder.mkdir(parents=True, exist_ok=True)
    results = Results()
    for system in options.system:
        if "register" in options.part:
            _register(system, options.rows, options.folder, results)
        if "trail" in options.part:
            trail.measure(system, options.events, options.folder, results)
        if "stops" in options.part:
            stopping.measure(system, options.folder, results)
    print(results.table())
    return 1 if results.missed else 0


def _register(system: str, sizes: Sequence[int], folder: Path, results: Results) -> None:
    times = {}
    for rows in sorted(sizes):
        with database(system, rows, folder) as url, world(url) as one:
            times[rows] = pages.measure(one, system, rows, results)
            exporting.measure(one, system, rows, results)
            server.measure(one, url, system, rows, results)
            ratios, figures = catalogue_size.measure(url)
            results.add(system, rows, *ratios)
            results.note(system, rows, figures)
            importing.measure(one, system, rows, results)
    smaller, larger = min(times), max(times)
    if smaller != larger:
        growth = (
            Ratio(f"{name}, {larger:,} : {smaller:,}", times[larger][name] / times[smaller][name], 2)
            for name in GROWING
        )
        results.add(system, larger, *growth)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description="Measures the ratios of docs/benchmark.md.")
    parser.add_argument("--rows", type=int, nargs="+", default=[300_000, 3_000_000])
    parser.add_argument("--system", nargs="+", choices=SYSTEMS, default=list(SYSTEMS))
    parser.add_argument("--events", type=int, nargs="+", default=[100_000, 1_000_000], help="lengths of the trail")
    parser.add_argument("--part", nargs="+", choices=PARTS, default=list(PARTS))
    parser.add_argument("--folder", type=Path, default=Path("instance/bench"), help="where the databases are kept")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
