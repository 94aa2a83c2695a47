"""How many different facilities a person was shown: in lists, singly and in files, whichever came how often."""

from collections.abc import Iterable, Iterator

import pytest

from models.detection.detector import Detector
from models.detection.measures import Measure
from models.detection.rulebook import shipped_rules
from models.detection.signal import Act, Signal
from models.detection.states import MemoryStates
from tests.models.detection.acts import act, alarms, alone


def figure(signals: Iterable[Signal]) -> int:
    """The different ones of the last day."""
    states = MemoryStates()
    detector = Detector(shipped_rules(), states)
    for signal in signals:
        detector.feed(signal)
    found: int = (states.get("person:sato") or {})["today"][Measure.DIFFERENT]
    return found


def page(number: int, minutes: float = 0, size: int = 20) -> Signal:
    """One page of a list, by its place in the list."""
    return act(Act.SEARCH, minutes, rows=size, facilities=range(size * number, size * (number + 1)))


def test_the_same_page_again_and_again_shows_few_and_other_pages_show_many() -> None:
    assert figure(page(0, minute) for minute in range(300)) == 20
    assert figure(page(minute, minute) for minute in range(300)) == pytest.approx(6000, rel=0.06)


def test_lists_single_views_and_files_count_together() -> None:
    seen = [page(0), act(Act.VIEW, 1, facilities=[7]), act(Act.EXPORT, 2, rows=30, facilities=range(30))]
    assert figure(seen) == 30
    assert figure([*seen, act(Act.VIEW, 3, facilities=[99])]) == 31


def test_where_nobody_knows_which_they_are_each_row_is_another_one() -> None:
    assert figure(act(Act.SEARCH, minute, rows=100) for minute in range(50)) == 5000
    assert figure([act(Act.EXPORT, 0, rows=30_000), act(Act.EXPORT, 60, rows=30_000)]) == 60_000


def test_views_of_a_file_of_events_are_told_apart_by_their_facility() -> None:
    assert figure(act(Act.VIEW, minute, facility_id=f"A{minute % 4:06}C13") for minute in range(40)) == 4


def test_a_refusal_shows_nothing_and_a_day_begins_with_none() -> None:
    assert figure([act(Act.DENIED, 0, facility_id="A000001C13", rows=1)]) == 0
    assert figure([page(1), page(2, 1440)]) == 20


@pytest.mark.parametrize("seen", [3999, 4000, 4001])
def test_a_file_of_known_facilities_is_stopped_from_the_limit_on(seen: int) -> None:
    rules = alone("export-volume").changed(
        "export-volume", {"measures": {"different": {"limit": 4000}, "export_rows": {"limit": 0}}}
    )
    one = act(Act.EXPORT, rows=seen, facilities=range(seen))
    assert len(alarms([one], "export-volume", rules)) == int(seen >= 4000)


def days_of(pages: Iterable[int], day: int) -> Iterator[Signal]:
    """A day on which these pages are looked at, a minute each."""
    for minute, number in enumerate(pages):
        yield page(number, 1440 * day + minute, size=100)


def used_for_weeks(last: Iterable[int]) -> Iterator[Signal]:
    """Somebody who looks at the same page all day long for weeks, as a screen on the wall does; then the last day."""
    for day in range(21):
        yield from days_of([0] * 60, day)
    yield from days_of(last, 21)


def test_other_facilities_than_ever_are_an_alarm_though_no_more_rows_are_shown() -> None:
    assert alarms(used_for_weeks([0] * 60), "list-paging") == []
    found = alarms(used_for_weeks(range(60)), "list-paging")
    assert ["異なる設備" in one.reason for one in found] == [True]
