"""Each rule one below its threshold, at it and one above: nothing, once, once."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from models.detection.alert import Severity
from models.detection.detector import Detector
from models.detection.rulebook import RuleBook, shipped_rules
from models.detection.signal import Act, Signal
from models.detection.states import MemoryStates
from tests.models.detection.acts import MONDAY, act, alarms, alone, fed

HOME = "126.190.25.98"
Story = Callable[[int], Iterator[Signal]]


def exported_rows(number: int) -> Iterator[Signal]:
    """In files of at most 10,000 rows, more than an hour apart."""
    for one in range(10):
        yield act(Act.EXPORT, 70 * one, rows=number - 90_000 if one == 9 else 10_000)


def files_at_once(number: int) -> Iterator[Signal]:
    for one in range(number):
        yield act(Act.EXPORT, one / 60, rows=1)


def listed_rows(number: int) -> Iterator[Signal]:
    for one in range(number):
        yield act(Act.SEARCH, one, rows=1000)


def listed_and_taken(number: int) -> Iterator[Signal]:
    """Neither the lists nor the files of the day are too many by themselves: the last file makes up the number."""
    for one in range(45):
        yield act(Act.SEARCH, one, rows=1000)
    for one in range(8):
        yield act(Act.EXPORT, 70 * one, rows=number - 115_000 if one == 7 else 10_000)


def taken_and_listed(number: int) -> Iterator[Signal]:
    """The same, and the last list makes up the number."""
    for one in range(8):
        yield act(Act.EXPORT, 70 * one, rows=10_000)
    for one in range(40):
        yield act(Act.SEARCH, 8 * 70 + one, rows=number - 119_000 if one == 39 else 1000)


def refused(number: int) -> Iterator[Signal]:
    for one in range(number):
        yield act(Act.DENIED, one, facility_id=f"A{one * 997 % 100_000:06}C13")


def in_sequence(number: int) -> Iterator[Signal]:
    for one in range(number + 1):
        yield act(Act.DENIED, one / 2, facility_id=f"A{one:06}C13")


def same_facility(number: int) -> Iterator[Signal]:
    for one in range(number):
        yield act(Act.VIEW, one, facility_id="A012345C13")


def failures(number: int) -> Iterator[Signal]:
    for one in range(number):
        yield act(Act.SIGN_IN_FAILED, one)


def ids_tried(number: int) -> Iterator[Signal]:
    for one in range(number):
        yield act(Act.SIGN_IN_FAILED, one, login_id=f"user{one}", organisation="", address="45.95.168.66")


def hours_between_countries(number: int) -> Iterator[Signal]:
    yield act(Act.SIGN_IN, 0)
    yield act(Act.SIGN_IN, 11 * 60 - 60 * number, country="DE", address="185.220.101.7")


def switched(number: int) -> Iterator[Signal]:
    """Known for three weeks; then so many returns between the own desk and a new device elsewhere."""
    for days in range(21):
        yield act(Act.VIEW, days * 1440, facility_id="A012345C13")
    begun = 21 * 1440
    for one in range(number + 2):
        there = {"device": "strange", "address": "126.4.5.6"} if one % 2 else {}
        yield act(Act.VIEW, begun + one * 5, facility_id="A012345C13", **there)


def devices_in_a_day(number: int) -> Iterator[Signal]:
    for days in range(21):
        yield act(Act.SIGN_IN, days * 1440)
    for one in range(number):
        yield act(Act.SIGN_IN, 21 * 1440 + one * 300, device=f"new-{one}")


def devices_in_a_week(number: int) -> Iterator[Signal]:
    for days in range(21):
        yield act(Act.SIGN_IN, days * 1440)
    for one in range(number):
        yield act(Act.SIGN_IN, (21 + one) * 1440, device=f"new-{one}")


def silent_days(number: int) -> Iterator[Signal]:
    """Another organisation's colleague keeps the organisation known; then a strange device from a strange place."""
    for days in range(20):
        yield act(Act.SIGN_IN, days * 1440)
    for days in range(20, 200, 10):
        if days < 19 + number:
            yield act(Act.SIGN_IN, days * 1440, login_id="suzuki", device="desk-suzuki")
    yield act(Act.SIGN_IN, (19 + number) * 1440, device="strange", address="126.4.5.6")


STORIES: dict[str, tuple[str, Story, int, int]] = {
    "rows exported in a day": ("export-volume", exported_rows, 100_000, 1),
    "files in ten minutes": ("export-volume", files_at_once, 15, 1),
    "rows listed in a day": ("list-paging", listed_rows, 50, 1),
    "different facilities in a day, the last in a file": ("export-volume", listed_and_taken, 120_000, 1),
    "different facilities in a day, the last in a list": ("list-paging", taken_and_listed, 120_000, 1),
    "refusals in a day": ("refusals", refused, 50, 1),
    "numbers in sequence": ("enumeration", in_sequence, 150, 1),
    "one facility in a day": ("curiosity", same_facility, 60, 1),
    "failures in an hour": ("failed-sign-ins", failures, 10, 1),
    "IDs tried from one range": ("spraying", ids_tried, 6, 1),
    "hours between two countries": ("impossible-travel", hours_between_countries, 9, 1),
    "returns between two places": ("two-places", switched, 2, 1),
    "new devices in a day": ("shared-account", devices_in_a_day, 2, 1),
    "new devices in a week": ("shared-account", devices_in_a_week, 3, 1),
    "days of silence": ("long-silence", silent_days, 60, 1),
}


@pytest.mark.parametrize(("rule", "story", "threshold", "step"), STORIES.values(), ids=STORIES)
def test_a_rule_speaks_once_from_its_threshold_on_and_not_one_before(
    rule: str, story: Story, threshold: int, step: int
) -> None:
    rules = alone(rule)
    assert alarms(story(threshold - step), rule, rules) == []
    assert len(alarms(story(threshold), rule, rules)) == 1
    assert len(alarms(story(threshold + step), rule, rules)) == 1


def test_what_lasts_is_said_once_and_again_after_it_has_been_quiet() -> None:
    day = [act(Act.EXPORT, 0, rows=60_000)]
    same = [act(Act.EXPORT, 60 * hour, rows=60_000) for hour in range(8)]
    later = [act(Act.EXPORT, 5 * 1440, rows=60_000)]
    assert len(alarms(day, "export-volume")) == 1
    assert len(alarms([*day, *same[1:]], "export-volume")) == 1
    assert len(alarms([*day, *same[1:], *later], "export-volume")) == 2


def test_a_sign_in_from_abroad_is_an_alarm_of_its_first_act() -> None:
    found = alarms([act(Act.SIGN_IN, 0, country="DE"), act(Act.VIEW, 1, country="DE")], "abroad")
    assert [(one.at, one.login_id) for one in found] == [(MONDAY, "sato")]
    assert alarms([act(Act.SIGN_IN, 0, country="JP"), act(Act.VIEW, 1, country="")], "abroad") == []


def test_a_home_that_the_country_file_does_not_know_is_told_of_at_first_only() -> None:
    def weeks(country: str) -> list[int]:
        detector = Detector(alone("abroad"), MemoryStates(), lambda address: "ZZ" if address == HOME else "JP")
        for one in range(30):
            detector.feed(act(Act.SIGN_IN, one, login_id=f"user{one}", address=f"153.{one}.1.9", country=""))
        told = []
        for week in range(12):
            for days, address in ((0, "153.150.1.9"), (1, HOME), (2, HOME)):
                at = MONDAY + timedelta(days=7 * week + days, hours=1)
                stated = country if address == HOME else ""
                told += [week for _ in detector.feed(act(Act.SIGN_IN, at=at, address=address, country=stated))]
        return told

    assert (min(weeks("")), max(weeks("")) <= 2) == (0, True)
    assert max(weeks("DE")) >= 10  # where the country is stated, nobody grows used to it


def test_an_act_of_long_ago_in_another_country_is_no_impossible_travel() -> None:
    trip = [act(Act.SIGN_IN, 0), act(Act.SIGN_IN, 0, at=MONDAY + timedelta(days=2), country="DE")]
    assert alarms(trip, "impossible-travel") == []


def test_mistyped_passwords_behind_one_address_are_no_spraying() -> None:
    def morning() -> Iterator[Signal]:
        for one in range(40):
            yield act(Act.SIGN_IN_FAILED, one, login_id=f"user{one}")
            yield act(Act.SIGN_IN, one + 0.5, login_id=f"user{one}", device=f"desk-{one}")

    assert alarms(morning(), "spraying") == []


def hammered(accounts: int, *, apart: float = 0.05, **changes: object) -> Iterator[Signal]:
    """Ten failures at each of so many accounts, one account after the other."""
    for account in range(accounts):
        for one in range(10):
            yield act(Act.SIGN_IN_FAILED, apart * (10 * account + one), login_id=f"user{account}", **changes)


def test_many_accounts_guessed_at_from_one_place_are_one_matter() -> None:
    raised = fed(hammered(1000, address="45.95.168.66"))
    woken = [alert for alert in raised if alert.severity.is_alarm]
    assert len([alert for alert in woken if alert.rule == "failed-sign-ins"]) < 6
    assert len([alert for alert in woken if alert.rule == "spraying"]) == 1
    kept = {alert.login_id for alert in raised if alert.rule == "failed-sign-ins"}
    assert kept == {f"user{number}" for number in range(1000)}


def test_accounts_guessed_at_in_turns_from_one_place_are_that_matter_alone() -> None:
    in_turns = [
        act(Act.SIGN_IN_FAILED, number / 100, login_id=f"user{number % 50}", address="45.95.168.66")
        for number in range(500)
    ]
    woken = {alert.rule for alert in fed(in_turns) if alert.severity.is_alarm}
    assert woken == {"spraying"}


def test_accounts_guessed_at_slowly_from_ever_other_places_are_ten_matters_and_one_about_all() -> None:
    def slowly() -> Iterator[Signal]:
        for account in range(40):
            for one in range(10):
                address, at = f"45.{account}.{one}.66", 30 * account + one
                yield act(Act.SIGN_IN_FAILED, at, login_id=f"user{account}", address=address)

    woken = alarms(slowly(), "failed-sign-ins")
    assert [alert.login_id for alert in woken] == [*(f"user{number}" for number in range(10)), ""]
    assert {alert.organisation for alert in woken if not alert.login_id} == {""}


def test_one_account_guessed_at_beside_a_flood_elsewhere_is_an_alarm() -> None:
    flood = [act(Act.SIGN_IN_FAILED, one / 2, login_id=f"user{one}", address="45.95.168.66") for one in range(20)]
    beside = [act(Act.SIGN_IN_FAILED, one, address="203.0.113.7") for one in range(10)]
    both = sorted([*flood, *beside], key=lambda one: one.at)
    assert [alert.login_id for alert in alarms(both, "failed-sign-ins")] == ["sato"]


def test_one_account_guessed_at_after_a_flood_is_an_alarm() -> None:
    after = [act(Act.SIGN_IN_FAILED, 600 + one, address="203.0.113.7") for one in range(10)]
    woken = alarms([*hammered(100, address="45.95.168.66"), *after], "failed-sign-ins")
    assert "sato" in {alert.login_id for alert in woken}


@pytest.mark.parametrize(("tried", "expected"), [(119, 0), (120, 1)])
def test_a_busy_morning_hides_no_flood_of_ids(tried: int, expected: int) -> None:
    def morning() -> Iterator[Signal]:
        for one in range(200):
            yield act(Act.SIGN_IN, one / 10, login_id=f"worker{one}", device=f"desk{one}")
        for one in range(tried):
            away = f"45.{one}.168.66"
            yield act(Act.SIGN_IN_FAILED, 21 + one / 10, login_id=f"?{one}", organisation="", address=away)

    assert len(alarms(morning(), "spraying")) == expected


def test_with_spraying_off_the_tenth_account_is_the_last_alarm_of_its_own() -> None:
    woken = alarms(hammered(30, address="45.95.168.66"), "failed-sign-ins", alone("failed-sign-ins"))
    assert [alert.login_id for alert in woken] == [*(f"user{number}" for number in range(10)), ""]


def test_a_new_computer_is_no_shared_account() -> None:
    def replaced() -> Iterator[Signal]:
        for days in range(40):
            device = "old" if days < 25 else "new"
            yield act(Act.SIGN_IN, days * 1440, device=device)
            yield act(Act.VIEW, days * 1440 + 5, device=device, facility_id="A012345C13")

    assert [one.rule for one in fed(replaced()) if one.severity.is_alarm] == []


def test_failures_stop_nobody_whatever_the_rule_may_do() -> None:
    """Whoever knows an ID can fail in its name: what follows may wake people, and never shut the person out."""
    data = {code: {**entry, "mode": "off"} for code, entry in shipped_rules().data.items()}
    for code in ("failed-sign-ins", "spraying"):
        data[code] = {**shipped_rules().data[code], "mode": "stop"}
    book = RuleBook(data)
    raised = alarms(failures(30), "failed-sign-ins", book) + alarms(ids_tried(30), "spraying", book)
    assert {alert.severity for alert in raised} == {Severity.ALERT}
    assert len(raised) == 2


@pytest.mark.parametrize(("rows", "expected"), [(99, 0), (100, 1), (101, 1)])
def test_a_limit_set_far_below_the_floor_is_a_limit_all_the_same(rows: int, expected: int) -> None:
    rules = alone("export-volume").changed("export-volume", {"measures": {"export_rows": {"limit": 100}}})
    assert len(alarms([act(Act.EXPORT, rows=rows)], "export-volume", rules)) == expected


@pytest.mark.parametrize(("nights", "expected"), [(4, 0), (5, 1), (6, 1)])
def test_a_limit_of_odd_hours_needs_no_full_day(nights: int, expected: int) -> None:
    rules = alone("odd-hours").changed("odd-hours", {"measures": {"night": {"limit": 5}}})
    days = [act(Act.SEARCH, 1440 * day + one, rows=5) for day in range(12) for one in range(60)]
    night = [act(Act.SEARCH, 1440 * 14 + 780 + one, rows=5) for one in range(nights)]
    assert len(alarms([*days, *night], "odd-hours", rules)) == expected
