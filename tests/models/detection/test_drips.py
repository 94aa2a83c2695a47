"""What comes back day after day, what is repeated without a search, and what several people share out."""

from collections.abc import Callable, Iterator

import pytest

from models.detection.detector import Detector
from models.detection.measures import Measure
from models.detection.rulebook import shipped_rules
from models.detection.rules import organisation_volume, sustained
from models.detection.signal import Act, Signal
from models.detection.states import MemoryStates
from tests.models.detection.acts import act, alarms, alone
from tests.models.detection.test_habits import DAY, look_at

PEOPLE = [f"user{one:02}" for one in range(14)]
ORDINARY_DAYS = 12
NEEDED = 1080


def weighed(figure: int, before: list[int]) -> int:
    """How many findings: somebody exports so much today, and stood out on those days before."""
    look = look_at(Measure.EXPORT_ROWS, figure, own=600, high=10_000, upper=900)
    look.signal = act(Act.EXPORT)
    look.person["pressed"] = {str(int(Measure.EXPORT_ROWS)): before}
    return len(list(sustained.RULE.judge(look, shipped_rules().setting("sustained", "bureau"))))


@pytest.mark.parametrize(
    ("figure", "before", "expected"),
    [
        (NEEDED - 1, [DAY - 1], 0),
        (NEEDED, [DAY - 1], 1),
        (NEEDED + 1, [DAY - 1], 1),
        (NEEDED, [DAY - 4], 1),
        (NEEDED, [DAY - 5], 0),
        (NEEDED, [DAY], 0),
        (NEEDED, [], 0),
    ],
)
def test_an_excess_counts_when_it_has_been_there_within_five_days(
    figure: int, before: list[int], expected: int
) -> None:
    assert weighed(figure, before) == expected


def dripping(days: int) -> Iterator[Signal]:
    """An office that lists a little every day; then one of them far more on so many days."""
    for day in range(ORDINARY_DAYS + days):
        for one in PEOPLE:
            pages = 20 if day >= ORDINARY_DAYS and one == PEOPLE[0] else 2
            for page in range(pages):
                yield act(Act.SEARCH, day * 1440 + page, login_id=one, device=f"desk-{one}", rows=50)


@pytest.mark.parametrize(("days", "expected"), [(1, []), (2, [PEOPLE[0]]), (4, [PEOPLE[0]])])
def test_a_drip_is_named_once_on_its_second_day(days: int, expected: list[str]) -> None:
    signals = sorted(dripping(days), key=lambda one: one.at)
    assert [one.login_id for one in alarms(signals, "sustained", alone("sustained"))] == expected


def repeated(minutes_since_search: int, times: int, rows: int = 5) -> Iterator[Signal]:
    """One facility so many times, each view so long after a search that showed so many rows."""
    for one in range(times):
        begun = one * 62
        yield act(Act.SEARCH, begun, rows=rows)
        yield act(Act.VIEW, begun + minutes_since_search, facility_id="A012345C13")


@pytest.mark.parametrize(("since_search", "times", "expected"), [(31, 10, 0), (31, 11, 1), (31, 12, 1), (30, 13, 0)])
def test_the_same_facility_again_without_a_search_is_counted_apart(
    since_search: int, times: int, expected: int
) -> None:
    rules = alone("curiosity").changed(
        "curiosity", {"measures": {"again": {"limit": 10}, "repeat": {"limit": 0}, "direct": {"limit": 0}}}
    )
    assert len(alarms(repeated(since_search, times), "curiosity", rules)) == expected  # the first is none again
    # The home page, or a list of nothing, is opened in a moment: it hides no view that nothing led to.
    assert len(alarms(repeated(1, times, rows=0), "curiosity", rules)) == (times > 10)


@pytest.mark.parametrize(
    ("usual_people", "total", "expected"),
    [(1, 12_999, 0), (1, 13_000, 1), (2, 13_000, 0), (2, 25_999, 0), (2, 26_000, 1)],
)
def test_shares_are_added_up_and_where_many_often_take_more_the_sum_must_be_larger(
    usual_people: int, total: int, expected: int
) -> None:
    look = look_at(Measure.EXPORT_ROWS, 4000, own=500)
    look.signal = act(Act.EXPORT)
    whole = look.organisation
    whole["unusual"], whole["own"] = {"0": ["a", "b"]}, [10_000.0, 0.0, 0.0, float(usual_people), 0.0, 0.0]
    whole["today"][0] = total
    rule = shipped_rules().setting("organisation-volume", "grid_operator")
    assert len(list(organisation_volume.RULE.judge(look, rule))) == expected


@pytest.mark.parametrize("answer", [Detector.answered, Detector.excused])
def test_what_lasts_for_weeks_becomes_habit_neither_of_its_person_nor_of_the_peers_until_it_is_answered(
    answer: Callable[[Detector, str], None],
) -> None:
    states, quiet = MemoryStates(), 50
    detector = Detector(shipped_rules(), states)

    def work(first: int, last: int) -> None:
        for day in range(first, last):
            for one in PEOPLE:
                rows = 3000 if day >= quiet and one == PEOPLE[0] else 300
                detector.feed(act(Act.SEARCH, day * 1440, login_id=one, device=f"desk-{one}", rows=rows))

    def usual() -> tuple[float, float]:
        person, peers = states.get(f"person:{PEOPLE[0]}"), states.get("peers:grid_operator")
        assert person is not None
        assert peers is not None
        return person["own"][Measure.SEARCH_ROWS], peers["high"][Measure.SEARCH_ROWS]

    work(0, quiet + 45)
    own, high = usual()
    assert own < 1500
    assert high < 600
    answer(detector, PEOPLE[0])
    work(quiet + 45, quiet + 60)
    own, high = usual()
    assert own >= 3000
