"""How many random searches: a share in the ordinary suite, ten thousand on each database with ``SAIENE_DEEP=1``."""

import os

from hypothesis import settings

DEEP = os.environ.get("SAIENE_DEEP") == "1"


def searches(ordinary: int, deep: int) -> settings:
    """The number of examples of a test, under the profile in force."""
    return settings(max_examples=deep if DEEP else ordinary)
