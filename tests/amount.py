"""How much of what has no end: a share in the ordinary suite, all of it with ``SAIENE_DEEP=1`` (``make test-deep``)."""

import os

from hypothesis import settings

DEEP = os.environ.get("SAIENE_DEEP") == "1"
ROUNDS = 200 if DEEP else 12
"""How often a race is run."""


def searches(ordinary: int, deep: int) -> settings:
    """The number of examples of a test, under the profile in force."""
    return settings(max_examples=deep if DEEP else ordinary)
