"""Drawing from a distribution."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate
from random import Random
from typing import Generic, TypeVar

T = TypeVar("T")


class Weighted(Generic[T]):
    """Values with their weights, drawn in the time of one binary search."""

    __slots__ = ("_last", "_sums", "_total", "values")

    def __init__(self, pairs: Iterable[tuple[T, float]]) -> None:
        kept = [(value, weight) for value, weight in pairs if weight > 0]
        self.values = tuple(value for value, _ in kept)
        self._sums = list(accumulate(weight for _, weight in kept))
        self._total = self._sums[-1]
        self._last = len(kept) - 1

    def draw(self, random: Random) -> T:
        """One value, as often as its weight says."""
        return self.values[bisect_right(self._sums, random.random() * self._total, 0, self._last)]


def one_of(random: Random, values: Sequence[T]) -> T:
    """One value, each as often as any other."""
    return values[int(random.random() * len(values))]


def between(random: Random, low: int, high: int) -> int:
    """A whole number, both ends included."""
    return low + int(random.random() * (high - low + 1))
