"""Numbers to ask by: there and back, one for each event, and nothing to be learnt from them."""

from itertools import pairwise

import pytest

from models.looking_back.numbers import LENGTH, LETTERS, LookNumbers

OLD, NEW, OTHER = b"k" * 32, b"n" * 32, b"o" * 32
NUMBERS = LookNumbers([OLD])
LARGEST = (1 << 40) - 1


@pytest.mark.parametrize("event", [1, 2, 255, 1 << 31, (1 << 32) - 1, 1 << 32, LARGEST])
def test_a_number_leads_back_to_its_event_however_it_is_typed(event: int) -> None:
    number = NUMBERS.of(event)
    assert [len(part) for part in number.split("-")] == [4, 4, 5]
    for typed in (number, number.lower(), number.replace("-", ""), f" {number.replace('-', '　ー')} "):
        assert NUMBERS.read(typed) == event


def test_numbers_of_neighbours_are_far_apart_and_all_different() -> None:
    numbers = [NUMBERS.of(event) for event in range(1, 5_001)]
    assert len(set(numbers)) == len(numbers)
    assert sorted(numbers) != numbers
    # Of two neighbours nearly every letter differs: by chance one in 32 is the same.
    same = sum(a == b for one, other in pairwise(numbers) for a, b in zip(one, other, strict=True))
    letters = LENGTH * (len(numbers) - 1)
    assert (same - 2 * (len(numbers) - 1)) / letters < 2 / len(LETTERS)


def test_a_number_that_was_never_given_is_none() -> None:
    number = NUMBERS.of(7).replace("-", "")
    assert NUMBERS.read("") is NUMBERS.read("１２３") is NUMBERS.read("O" * LENGTH) is None
    for place in range(LENGTH):
        other = LETTERS[(LETTERS.index(number[place]) + 1) % len(LETTERS)]
        assert NUMBERS.read(number[:place] + other + number[place + 1 :]) is None
    assert LookNumbers([OTHER]).read(number) is None


def test_a_new_key_changes_no_number_and_a_retired_one_is_read_while_it_is_kept() -> None:
    number = NUMBERS.of(7)
    both = LookNumbers([NEW, OLD])
    assert (both.of(7), both.read(number)) == (number, 7)
    assert LookNumbers([NEW, OTHER]).read(number) is None
    assert LookNumbers([NEW]).of(7) != number
