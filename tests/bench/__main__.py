"""``make bench``: the ratios the product holds itself to, measured in one run (docs/benchmark.md).

python -m tests.bench --rows 300000 3000000 --system sqlite postgresql --folder instance/bench
"""

import argparse
import sys
from pathlib import Path

from tests.bench import catalogue_size, exporting, importing, pages, server
from tests.bench.databases import SYSTEMS, database
from tests.bench.results import Ratio, Results
from tests.bench.world import world

GROWING = ("A", "B1", "Bw", "C 薬師", "C 太陽", "C 東京", "F home")


def main() -> int:
    """Measure, print the table; 1 when a target was missed."""
    options = _options()
    options.folder.mkdir(parents=True, exist_ok=True)
    results = Results()
    for system in options.system:
        times = {}
        for rows in sorted(options.rows):
            with database(system, rows, options.folder) as url, world(url) as one:
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
    print(results.table())
    return 1 if results.missed else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description="Measures the ratios of docs/benchmark.md.")
    parser.add_argument("--rows", type=int, nargs="+", default=[300_000, 3_000_000])
    parser.add_argument("--system", nargs="+", choices=SYSTEMS, default=list(SYSTEMS))
    parser.add_argument("--folder", type=Path, default=Path("instance/bench"), help="where the databases are kept")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
