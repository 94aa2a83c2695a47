"""After somebody has answered what was raised: the same is not said again, what comes after is."""

from collections.abc import Iterable
from datetime import timedelta

import pytest

from models.detection.detector import Detector
from models.detection.rulebook import shipped_rules
from models.detection.signal import Act, Signal
from models.detection.states import MemoryStates
from tests.models.detection.acts import MONDAY, act, alone


def raised_after(rule: str, before: Iterable[Signal], after: Iterable[Signal], *, answered: bool = True) -> list[int]:
    """Which of the acts after the answer raise an alarm, by their place."""
    detector = Detector(alone(rule), MemoryStates())
    assert [one for signal in before for one in detector.feed(signal)], "there is something to answer"
    if answered:
        detector.answered("sato")
    return [place for place, signal in enumerate(after) if any(one.severity.is_alarm for one in detector.feed(signal))]


def taken(*rows: int, days: float = 0) -> list[Signal]:
    """Files of so many rows, an hour apart; the first so many days after Monday, ten o'clock."""
    return [act(Act.EXPORT, 1440 * days + 60 * place, rows=one) for place, one in enumerate(rows)]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([1, 500], []),  # the next clicks
        ([60_000], []),  # what was stopped is tried again, and counts twice
        ([59_999, 2], [1]),
        ([30_000, 20_000, 20_000, 20_000], [2]),  # and once, not at every act
    ],
)
def test_a_figure_has_to_grow_to_more_than_as_much_again(rows: list[int], expected: list[int]) -> None:
    after = [act(Act.EXPORT, 120 + 60 * place, rows=one) for place, one in enumerate(rows)]
    assert raised_after("export-volume", taken(60_000), after) == expected


def test_without_an_answer_the_episode_goes_on() -> None:
    after = [act(Act.EXPORT, 120, rows=200_000)]
    assert raised_after("export-volume", taken(60_000), after, answered=False) == []


def test_the_figure_of_another_day_is_another_matter() -> None:
    assert raised_after("export-volume", taken(60_000), taken(59_000, 59_000, days=1)) == [1]
    assert raised_after("export-volume", taken(60_000), taken(59_000, 59_000, days=1), answered=False) == []


def test_another_figure_of_the_same_rule_is_another_matter() -> None:
    files = [act(Act.EXPORT, 300 + one / 60, rows=1) for one in range(15)]
    assert raised_after("export-volume", taken(60_000), files) == [14]


def test_a_sum_over_a_week_stays_answered_while_it_reaches_back() -> None:
    drip = [one for day in range(4) for one in taken(40_000, days=day)]
    assert raised_after("slow-taking", drip, taken(10_000, days=4)) == []
    assert raised_after("slow-taking", drip, taken(165_000, days=4)) == [0]


def test_a_journey_that_was_answered_goes_on_until_another_country() -> None:
    def abroad(hours: float, country: str, device: str = "desk-sato") -> Signal:
        moment = MONDAY + timedelta(hours=hours)
        return act(Act.SIGN_IN, at=moment, address=f"45.95.{hours:.0f}.66", country=country, device=device)

    journey = [abroad(0, "DE")]
    assert raised_after("abroad", journey, [abroad(5, "DE"), abroad(24, "DE"), abroad(48, "FR")]) == [2]
    assert raised_after("abroad", journey, [abroad(5, "DE", device="another")]) == [0]
    assert raised_after("abroad", journey, [abroad(48, "FR")], answered=False) == []


def test_an_answer_about_somebody_unknown_leaves_no_trace() -> None:
    states = MemoryStates()
    Detector(shipped_rules(), states).answered("nobody")
    assert len(states) == 0
