"""What belongs to an alarm, and what may never be hidden behind one."""

from collections.abc import Iterator

import pytest

from models.detection.detector import Detector
from models.detection.measures import Measure
from models.detection.rulebook import shipped_rules
from models.detection.signal import Act, Signal
from models.detection.states import MemoryStates
from tests.models.detection.acts import act, alarms, alone, fed

HOUR = 60
STRANGE = {"device": "strange", "address": "126.100.5.6"}


def listed(days: int, *, since: int = 0) -> Iterator[Signal]:
    """Far more listed than any limit, every two hours by day and night."""
    for hours in range(0, 24 * days, 2):
        yield act(Act.SEARCH, since + hours * HOUR, rows=60_000)


def failed(times: int, *, since: float = 0) -> Iterator[Signal]:
    """Somebody fails in somebody's name."""
    for one in range(times):
        yield act(Act.SIGN_IN_FAILED, since + one, device="outsider", address="126.9.9.9")


def test_what_other_rules_find_within_a_day_belongs_to_the_alarm_and_is_one_of_its_own_if_it_lasts() -> None:
    travelled = [act(Act.SIGN_IN, 0, country="JP"), act(Act.SIGN_IN, HOUR, country="DE")]
    found = [one for one in fed([*travelled, *listed(3, since=2 * HOUR)]) if one.rule == "list-paging"]
    said = [(one.severity.value, (one.at - travelled[1].at).total_seconds() / 3600) for one in found]
    assert said == [("watch", 1), ("alert", 25)]


def test_nobody_hides_what_somebody_does_behind_failures_in_their_name() -> None:
    found = [one.rule for one in fed([*failed(10), *listed(1, since=30)]) if one.severity.is_alarm]
    assert found == ["failed-sign-ins", "list-paging"]


@pytest.mark.parametrize(("failures", "expected"), [(3, []), (4, []), (5, [True]), (10, [False, True])])
def test_a_stranger_who_comes_in_after_failures_is_an_alarm_of_its_own(failures: int, expected: list[bool]) -> None:
    known = [act(Act.SIGN_IN, day * 1440) for day in range(21)]
    begun = 21 * 1440
    story = [*known, *failed(failures, since=begun), act(Act.SIGN_IN, begun + 20, **STRANGE)]
    found = alarms(story, "failed-sign-ins", alone("failed-sign-ins"))
    assert ["成功" in one.reason or "サインインされました" in one.reason for one in found] == expected


@pytest.mark.parametrize(("hours_before", "expected"), [(23.9, 1), (24.1, 0)])
def test_signs_add_up_for_a_day_even_where_one_is_forgotten_as_another_appears(
    hours_before: float, expected: int
) -> None:
    detector = Detector(shipped_rules(), states := MemoryStates())
    detector.feed(act(Act.SIGN_IN, 0))
    person = states.get("person:sato")
    assert person is not None
    moment = int(act(Act.SIGN_IN, 0).at.timestamp()) + 86_400
    # Two kept, one of them as old as asked, and another forgotten by the act that brings the third.
    person["signs"] = {"silence": moment - int(hours_before * 3600), "hours": moment - 90_000, "range": moment - 9}
    person["devices"]["desk-sato"][0] -= 40 * 86_400
    person["first"] -= 40 * 86_400
    found = [one.rule for one in detector.feed(act(Act.SIGN_IN, 1440, device="strange")) if one.severity.is_alarm]
    assert found.count("combination") == expected


def test_what_lasts_for_days_does_not_become_habit() -> None:
    detector = Detector(alone("export-volume"), states := MemoryStates())
    for day in range(14):
        detector.feed(act(Act.EXPORT, day * 1440, rows=120_000))
    person = states.get("person:sato")
    assert person is not None
    assert person["own"][Measure.EXPORT_ROWS] == 100_000, "what had been allowed"


@pytest.mark.parametrize(("rows", "expected"), [(19, 0), (20, 1)])
def test_of_a_kind_of_two_people_it_is_known_what_they_never_do(rows: int, expected: int) -> None:
    def year() -> Iterator[Signal]:
        for day in range(70):
            for one in ("sato", "suzuki"):
                yield act(Act.SIGN_IN, day * 1440, login_id=one, device=f"desk-{one}", kind="contractor")
        yield act(Act.SEARCH, 70 * 1440, rows=rows, kind="contractor")

    assert len(alarms(year(), "unfit-duty", alone("unfit-duty"))) == expected
