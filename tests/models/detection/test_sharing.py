"""One account in several hands, and several accounts at one strange place."""

from collections.abc import Iterator

import pytest

from models.detection.signal import Act, Signal
from tests.models.detection.acts import act, alarms, alone, fed

BEGUN = 21 * 1440
OWN = "東北電力ネットワーク"
STRANGE = {"device": "strange", "address": "126.4.5.6"}


def known(login_id: str = "sato") -> Iterator[Signal]:
    """Three weeks of one's own desk."""
    for days in range(21):
        yield act(Act.SIGN_IN, days * 1440, login_id=login_id, device=f"desk-{login_id}")


def taken_in_turns(hours: float, **there: str) -> Iterator[Signal]:
    """At the desk, then elsewhere, and so many hours after the first at the desk again."""
    yield from known()
    yield act(Act.SIGN_IN, BEGUN)
    yield act(Act.SIGN_IN, BEGUN + 90, **there)
    yield act(Act.SIGN_IN, BEGUN + hours * 60)


@pytest.mark.parametrize(
    ("hours", "there", "expected"),
    [
        (3.9, STRANGE, 1),
        (4, STRANGE, 1),
        (4.1, STRANGE, 0),
        (3, {"device": "strange"}, 0),
        (3, {"address": "126.4.5.6"}, 0),
    ],
)
def test_a_strange_device_elsewhere_in_turns_with_the_own_desk_adds_up(
    hours: float, there: dict[str, str], expected: int
) -> None:
    assert len(alarms(taken_in_turns(hours, **there), "combination")) == expected


def test_a_laptop_for_home_raises_nothing() -> None:
    def weeks() -> Iterator[Signal]:
        yield from known()
        for days in range(21, 35):
            home = STRANGE if days % 3 == 0 else {}
            yield act(Act.SIGN_IN, days * 1440, **home)
            yield act(Act.VIEW, days * 1440 + 200, facility_id="A012345C13", **home)

    assert [one for one in fed(weeks()) if one.severity.is_alarm] == []


def gathered(accounts: int, address: str) -> Iterator[Signal]:
    """Of so many colleagues each has somebody else at work elsewhere, and goes on at the own desk."""
    people = [f"user{one}" for one in range(6)]
    for days in range(21):
        for minutes, one in enumerate(people):
            yield act(Act.SIGN_IN, days * 1440 + minutes, login_id=one, device=f"desk-{one}")
    for minutes, one in enumerate(people[:accounts]):
        yield act(Act.SIGN_IN, BEGUN + minutes, login_id=one, device=f"strange-{one}", address=address)
    for minutes, one in enumerate(people[:accounts]):
        yield act(Act.SIGN_IN, BEGUN + 300 + minutes, login_id=one, device=f"desk-{one}")
    for minutes, one in enumerate(people[:accounts]):
        yield act(Act.VIEW, BEGUN + 320 + minutes, login_id=one, device=f"strange-{one}", address=address)


@pytest.mark.parametrize(
    ("accounts", "address", "expected"),
    [(1, "126.4.5.6", 0), (2, "126.4.5.6", 2), (3, "126.4.5.6", 3), (3, "153.150.1.9", 0)],
)
def test_accounts_that_gather_at_a_strange_place_are_named_from_the_second_on(
    accounts: int, address: str, expected: int
) -> None:
    found = alarms(gathered(accounts, address), "strange-range")
    assert sorted(one.login_id for one in found if one.login_id) == [f"user{one}" for one in range(expected)]


@pytest.mark.parametrize(
    ("accounts", "hours", "address", "expected"),
    [
        (1, 1, "126.4.5.6", 0),
        (2, 23.9, "126.4.5.6", 1),
        (2, 24, "126.4.5.6", 0),
        (3, 1, "126.4.5.6", 1),
        (3, 1, "153.150.1.9", 0),
    ],
    ids=["one", "two", "a day apart", "three", "in the office"],
)
def test_accounts_that_begin_together_at_a_strange_place_are_one_alarm_though_nobody_is_at_their_own_desk(
    accounts: int, hours: float, address: str, expected: int
) -> None:
    def story() -> Iterator[Signal]:
        people = [f"user{one}" for one in range(3)]
        for days in range(21):
            yield from (act(Act.SIGN_IN, days * 1440, login_id=one, device=f"desk-{one}") for one in people)
        for turn, one in enumerate(people[:accounts]):
            there = {"login_id": one, "device": f"new-{one}", "address": address}
            yield act(Act.SIGN_IN, BEGUN + turn * hours * 60, **there)
            yield act(Act.VIEW, BEGUN + turn * hours * 60, facility_id="A012345C13", **there)

    found = alarms(story(), "strange-range")
    assert [(one.login_id, one.organisation) for one in found] == [("", OWN)] * expected


def at_one_device(accounts: int, address: str, organisation: str) -> Iterator[Signal]:
    """After three weeks at their own desks, so many sign in at one and the same; the last of another organisation."""
    people = [f"user{one}" for one in range(3)]
    for days in range(21):
        for minutes, one in enumerate(people):
            yield act(Act.SIGN_IN, days * 1440 + minutes, login_id=one, device=f"desk-{one}")
    for minutes in range(6):
        of = {"organisation": organisation} if minutes % 3 == accounts - 1 else {}
        if minutes % 3 < accounts:
            yield act(Act.SIGN_IN, BEGUN + minutes, login_id=people[minutes % 3], device="kiosk", address=address, **of)


@pytest.mark.parametrize(
    ("accounts", "address", "organisation", "expected"),
    [
        (1, "126.4.5.6", OWN, []),
        (2, "126.4.5.6", OWN, ["user1", "user0"]),
        (3, "126.4.5.6", OWN, ["user1", "user2", "user0"]),
        (3, "153.150.1.9", OWN, []),
        (2, "153.150.1.9", "東北電力", ["user1", "user0"]),
    ],
    ids=["one", "two", "three", "in the office", "of two organisations"],
)
def test_accounts_at_one_device_are_named_once_each(
    accounts: int, address: str, organisation: str, expected: list[str]
) -> None:
    found = alarms(at_one_device(accounts, address, organisation), "shared-device", alone("shared-device"))
    assert [one.login_id for one in found] == expected
