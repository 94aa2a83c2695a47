"""When colleagues speak for a place: on devices of their own, not by their number."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

import pytest

from models.detection.detector import Detector
from models.detection.signal import Act, Signal
from models.detection.states import MemoryStates, State
from tests.models.detection.acts import act, alone

THERE = "185.220.101.7"
LAST = 59 * 1440


def told(signals: Iterable[Signal], rule: str, states: MemoryStates | None = None) -> list[str]:
    """Who is named by the rule, where one range alone seems abroad."""
    kept = MemoryStates() if states is None else states
    detector = Detector(alone(rule), kept, lambda address: "ZZ" if address.startswith("185.") else "JP")
    return [one.login_id for signal in signals for one in detector.feed(signal) if one.severity.is_alarm]


def learnt(states: MemoryStates) -> State:
    """What is kept of the organisation."""
    state = states.get("organisation:東北電力ネットワーク")
    assert state is not None
    return state


def colleagues(days: int = 60) -> Iterator[Signal]:
    """Twelve people at their own desks, morning by morning, at an address of Japan."""
    for day in range(days):
        for one in range(12):
            yield act(Act.SIGN_IN, day * 1440 + one, login_id=f"user{one}", device=f"desk-{one}", country="")


def gathered(device: str, people: int = 6) -> Iterator[Signal]:
    """So many of them twenty minutes apart at one address abroad, on the last of these days."""
    for one in range(people):
        there = {"address": THERE, "device": f"{device}-{one}", "country": ""}
        yield act(Act.SIGN_IN, LAST + 60 + 20 * one, login_id=f"user{one}", **there)


@pytest.mark.parametrize("rule", ["abroad", "impossible-travel"])
@pytest.mark.parametrize(
    ("device", "expected"),
    [("stolen", [f"user{one}" for one in range(6)]), ("desk", ["user0", "user1"])],
)
def test_colleagues_speak_for_a_place_on_devices_of_their_own_alone(
    rule: str, device: str, expected: list[str]
) -> None:
    assert told([*colleagues(), *gathered(device)], rule) == expected


@pytest.mark.parametrize("rule", ["failed-sign-ins", "spraying"])
@pytest.mark.parametrize(("device", "expected"), [("stolen", ["user9"]), ("desk", [])])
def test_who_is_guessed_at_where_three_accounts_were_used_is_an_alarm_unless_it_is_an_office(
    rule: str, device: str, expected: list[str]
) -> None:
    """Six failures stay below what is an alarm by itself: only the sign-in that follows is one."""
    tried = [f"other{one}" for one in range(6)] if rule == "spraying" else ["user9"] * 6
    failed = [
        act(Act.SIGN_IN_FAILED, LAST + 200 + one, login_id=login_id, address=THERE)
        for one, login_id in enumerate(tried)
    ]
    new = act(Act.SIGN_IN, LAST + 220, login_id="user9", device="unknown", address=THERE)
    assert [one for one in told([*colleagues(), *gathered(device, 3), *failed, new], rule) if one] == expected


def test_nobody_speaks_for_a_place_with_no_device_at_all() -> None:
    without = [replace(one, device="") for one in [*colleagues(), *gathered("desk", 4)]]
    assert told(without, "abroad") == ["user0", "user1", "user2", "user3"]


def test_what_is_learnt_from_before_devices_were_asked_for_is_still_of_use() -> None:
    states = MemoryStates()
    assert told(colleagues(), "abroad", states) == []
    del learnt(states)["vouched"]
    assert told(gathered("desk"), "abroad", states) == ["user0", "user1"]


def test_who_speaks_for_a_place_is_forgotten_with_it() -> None:
    def travels() -> Iterator[Signal]:
        yield from colleagues(20)
        for range_ in range(250):
            for one in range(4):
                there = {"address": f"1.2.{range_}.6", "device": f"desk-{one}", "login_id": f"user{one}"}
                yield act(Act.SIGN_IN, 20 * 1440 + 4 * range_ + one, **there)

    states = MemoryStates()
    told(travels(), "abroad", states)
    state = learnt(states)
    assert set(state["vouched"]) == set(state["ranges"])
    assert {len(people) for people in state["vouched"].values()} == {3}
