"""Use from abroad where no country is stated: when the file of countries is believed."""

from collections.abc import Iterator

import pytest

from models.detection.detector import Detector
from models.detection.signal import Act, Signal
from models.detection.states import MemoryStates
from tests.models.detection.acts import act, alone


def told(signals: Iterator[Signal]) -> list[str]:
    """Who is named, where every public address seems abroad."""
    detector = Detector(alone("abroad"), MemoryStates(), lambda address: "ZZ")
    return [alert.login_id for signal in signals for alert in detector.feed(signal)]


def inside(people: int, days: int) -> Iterator[Signal]:
    """Mornings of an office with a network of its own."""
    for day in range(days):
        for one in range(people):
            yield act(Act.SIGN_IN, day * 1440 + one, login_id=f"user{one}", address="10.1.2.3", country="")


@pytest.mark.parametrize(("days", "expected"), [(9, []), (10, ["user1"])])
def test_a_first_public_address_is_believed_once_an_inner_network_is_known(days: int, expected: list[str]) -> None:
    def story() -> Iterator[Signal]:
        yield from inside(10, days)
        yield act(Act.SIGN_IN, days * 1440, login_id="user1", address="1.180.5.6", country="")

    assert told(story()) == expected


def test_homes_that_the_file_does_not_know_are_told_of_at_first_only() -> None:
    def story() -> Iterator[Signal]:
        yield from inside(10, 10)
        for day in range(10, 60):
            for one in range(10):
                home = {"address": f"1.{one}.5.6"} if one == day % 10 else {"address": "10.1.2.3"}
                yield act(Act.SIGN_IN, day * 1440 + one, login_id=f"user{one}", country="", **home)

    assert told(story()) == ["user0", "user1", "user2"]
