"""Counting failures."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy.orm import Session

from models import clock
from models.accounts.failure_counters import Limit, forget_failures, hand_back, lock_if_due, take_try

ROW = Limit(in_a_row=3, lock=timedelta(minutes=30))
WINDOW = Limit(in_window=3, window=timedelta(minutes=5))


def fail(session: Session, limit: Limit, times: int) -> list[bool]:
    taken = []
    for _ in range(times):
        taken.append(take_try(session, "k", limit, clock.now()))
        if taken[-1]:
            lock_if_due(session, "k", limit, clock.now())
    return taken


def test_the_last_try_of_a_row_locks(session: Session) -> None:
    assert fail(session, ROW, 5) == [True, True, True, False, False]


def test_each_lock_is_twice_as_long_and_at_most_a_day(session: Session, hands: time_machine.Traveller) -> None:
    lasted = []
    for _ in range(8):
        fail(session, ROW, 2)
        assert take_try(session, "k", ROW, clock.now())
        until = lock_if_due(session, "k", ROW, clock.now())
        assert until is not None
        lasted.append((until - clock.now()) / timedelta(hours=1))
        hands.move_to(until)
    assert lasted == [0.5, 1, 2, 4, 8, 16, 24, 24]


def test_a_success_breaks_the_row_and_makes_the_next_lock_short(session: Session) -> None:
    fail(session, ROW, 2)
    forget_failures(session, "k")
    assert fail(session, ROW, 4) == [True, True, True, False]


def test_a_window_rests_until_it_is_over(session: Session, hands: time_machine.Traveller) -> None:
    assert fail(session, WINDOW, 4) == [True, True, True, False]
    hands.shift(timedelta(minutes=5) - timedelta(seconds=1))
    assert fail(session, WINDOW, 1) == [False]
    hands.shift(1)
    assert fail(session, WINDOW, 4) == [True, True, True, False]


def test_a_try_handed_back_was_no_failure_but_the_others_were(session: Session) -> None:
    fail(session, WINDOW, 2)
    assert take_try(session, "k", WINDOW, clock.now())
    hand_back(session, "k")
    assert fail(session, WINDOW, 2) == [True, False]


@pytest.mark.parametrize("limit", [ROW, WINDOW])
def test_a_try_refused_counts_nothing(session: Session, limit: Limit) -> None:
    fail(session, limit, 50)
    fail(session, limit, 50)
    assert take_try(session, "other", limit, clock.now())
