"""Counting different ones in a constant size: how far it errs, and that nothing else changes the number."""

import json
from math import sqrt
from statistics import mean, pstdev

import pytest

from models.detection.hyperloglog import REGISTERS, add, add_unknown, new_count
from models.detection.states import COMPACT, State

WORLDS = 40
PAGE = 20
PLACES = [218, 378, 766]
"""Where three of them fall."""


def counted(world: int, number: int) -> State:
    """So many different ones, a page at a time."""
    count, begin = new_count(), world * 10_000_000
    for first in range(0, number, PAGE):
        add(count, range(begin + first, begin + min(first + PAGE, number)))
    return count


@pytest.mark.parametrize(("number", "most"), [(10, 0.01), (50, 0.06), (300, 0.08), (3000, 0.12), (10_000, 0.12)])
def test_the_error_stays_within_what_is_promised(number: int, most: float) -> None:
    errors = [counted(world, number)["number"] / number - 1 for world in range(WORLDS)]
    promised = 0.83 / sqrt(REGISTERS)
    assert pstdev(errors) < 1.3 * promised
    assert abs(mean(errors)) < 2 * promised / sqrt(WORLDS)
    assert max(map(abs, errors)) < most


def test_a_hundred_thousand_are_told_as_well_as_a_thousand() -> None:
    assert abs(counted(0, 100_000)["number"] / 100_000 - 1) < 3 * 0.83 / sqrt(REGISTERS)


def test_what_comes_again_changes_nothing_in_whatever_order() -> None:
    count = counted(1, 5000)
    before = dict(count)
    for one in range(10_004_999, 9_999_999, -1):
        add(count, [one])
    assert count == before


def test_one_act_counts_for_no_fewer_than_it_shows() -> None:
    for number in (1, 7, 500, 10_000):
        count = new_count()
        add(count, range(number))
        assert number <= count["number"] < 1.12 * number


def test_of_which_nobody_knows_which_they_are_each_is_another_one() -> None:
    count = new_count()
    add_unknown(count, 400)
    add(count, range(10))
    add_unknown(count, 400)
    assert round(count["number"]) == 810


def test_the_state_is_small_text_and_the_same_in_every_process() -> None:
    known = new_count()
    add(known, ["A012345C13", "A012345C13", "B000001C13", 42])
    assert [place for place, register in enumerate(known["registers"]) if register != "0"] == PLACES
    count = counted(2, 20_000)
    text = json.dumps(count, separators=COMPACT)
    assert len(text) < REGISTERS + 100
    assert json.loads(text) == count
