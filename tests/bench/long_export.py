"""Somebody who takes long lists away, one after the other, as the worker of jobs does.

python -m tests.bench.long_export --url sqlite:///… --seconds 10
"""

import argparse
import time

from tests.bench import exporting
from tests.bench.world import world


def main() -> None:
    """Begin, say so, and go on until the time is over."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--url", required=True)
    parser.add_argument("--seconds", type=float, required=True)
    options = parser.parse_args()
    with world(options.url) as one:
        criteria = exporting.long_list(one)
        print("begun", flush=True)
        exporting.take_away_until(one, criteria, time.monotonic() + options.seconds)


if __name__ == "__main__":
    main()
