"""The detector as a whole: its states, its rules as data, rehearsals, and the invented year."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest

from models.detection.detector import Detector
from models.detection.replay import rehearse, replay
from models.detection.rulebook import RuleBook, WrongRules, shipped_rules
from models.detection.rules import ALL_RULES
from models.detection.signal import Act, Signal
from models.detection.simulator.year import Year
from models.detection.states import COMPACT, MemoryStates, State
from tests.models.detection.acts import MONDAY, act, alarms

LARGEST_PERSON = 8192


class TextStates:
    """States that are kept as text between two acts, as a database keeps them."""

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}

    def get(self, subject: str) -> State | None:
        text = self.texts.get(subject)
        return None if text is None else json.loads(text)

    def put(self, subject: str, state: State) -> None:
        self.texts[subject] = json.dumps(state, ensure_ascii=False, separators=COMPACT)


def restless(days: int) -> Iterator[Signal]:
    """Somebody who does everything, everywhere, on ever new devices; and others who try ever new IDs."""
    for day in range(days):
        for turn in range(15):
            minutes = day * 1440 + turn * 4
            place = {"device": f"{'d' * 60}{day}-{turn % 7}", "address": f"126.{day % 200}.{turn}.9"}
            yield act(Act.SIGN_IN, minutes, **place)
            yield act(Act.VIEW, minutes + 1, facility_id=f"A{day:03}{turn:03}C13", **place)
            yield act(Act.EXPORT, minutes + 2, rows=123_456, **place)
            yield act(
                Act.SIGN_IN_FAILED, minutes + 2, login_id=f"u{day}-{turn}", organisation="", address=f"9.9.{turn}.1"
            )


def test_a_state_kept_as_text_is_small_and_raises_the_same_alerts() -> None:
    signals, states = list(restless(34)), TextStates()
    detector = Detector(shipped_rules(), states)
    assert [one for signal in signals for one in detector.feed(signal)] == list(replay(signals, shipped_rules()))
    detector.answered("sato")
    assert len(states.texts["person:sato"].encode()) < LARGEST_PERSON
    assert not [subject for subject in states.texts if subject.startswith("person:u")]


def test_addresses_and_devices_that_outsiders_invent_are_forgotten() -> None:
    states = MemoryStates(passing_kept=50)
    detector = Detector(shipped_rules(), states)
    for number in range(500):
        detector.feed(
            act(
                Act.SIGN_IN_FAILED,
                number,
                login_id=f"u{number}",
                organisation="",
                address=f"9.{number % 250}.{number}.1",
            )
        )
    assert len(states) <= 50


@pytest.mark.parametrize("what", [Act.SIGN_IN, Act.SIGN_IN_FAILED])
def test_a_state_of_another_shape_is_begun_anew(what: Act) -> None:
    states = MemoryStates()
    states.put("person:sato", {"v": 0})
    detector = Detector(shipped_rules(), states)
    detector.answered("sato")
    assert detector.feed(act(what)) == []


def test_lines_of_the_same_moment_raise_the_same_in_any_order() -> None:
    both = [act(Act.EXPORT, 0, rows=60_000), act(Act.EXPORT, 0, rows=60_000, login_id="suzuki", device="desk-suzuki")]
    first = {(one.login_id, one.rule) for one in alarms(both, "export-volume")}
    assert first == {(one.login_id, one.rule) for one in alarms(both[::-1], "export-volume")}
    assert len(first) == 2


def test_every_rule_has_words_a_setting_and_a_figure_for_each_parameter() -> None:
    data = shipped_rules().data
    assert set(data) == {rule.code for rule in ALL_RULES}
    for rule in ALL_RULES:
        setting = shipped_rules().setting(rule.code, "")
        assert rule.label
        assert rule.sentence.endswith("。")
        assert {one.name for one in rule.parameters} == set(setting.thresholds)
        assert set(rule.measures) == set(setting.bounds)


@pytest.mark.parametrize(
    "change", [{"mode": "loud"}, {"measures": {"export_rows": {"roof": 1}}}, {"measures": {"rows": {"floor": 1}}}]
)
def test_a_wrong_rule_is_refused_by_name(change: dict[str, object]) -> None:
    with pytest.raises(WrongRules, match="export-volume"):
        shipped_rules().changed("export-volume", change)
    with pytest.raises(WrongRules, match="no-such-rule"):
        shipped_rules().changed("no-such-rule", {})


def test_a_kind_may_have_thresholds_of_its_own() -> None:
    rules = shipped_rules().changed(
        "export-volume", {"kinds": {"owner": {"measures": {"export_rows": {"limit": 150_000}}}}}
    )
    one = act(Act.EXPORT, 0, rows=59_000)
    twice = [one, replace(one, at=one.at + timedelta(hours=2))]
    assert len(alarms(twice, "export-volume", rules)) == 1
    assert alarms([replace(signal, kind="owner") for signal in twice], "export-volume", rules) == []


def test_rules_older_than_a_rule_or_a_threshold_are_completed_by_those_delivered() -> None:
    document = shipped_rules().data
    document.pop("sustained")
    document["shared-account"]["thresholds"].pop("new_devices_a_day")
    document["abroad"]["mode"] = "watch"
    rules = shipped_rules().under(document)
    assert rules.data == shipped_rules().changed("abroad", {"mode": "watch"}).data


def test_a_rule_that_is_off_raises_nothing() -> None:
    signals = [act(Act.SIGN_IN, country="DE")]
    assert alarms(signals, "abroad", shipped_rules().changed("abroad", {"mode": "off"})) == []
    assert alarms(signals, "abroad")[0].severity == "stop"


def test_a_rehearsal_counts_what_a_threshold_would_have_raised() -> None:
    signals = [act(Act.EXPORT, day * 7 * 1440, rows=25_000) for day in range(4)]
    lower: RuleBook = shipped_rules().changed("export-volume", {"measures": {"rows_in_ten_minutes": {"limit": 20_000}}})
    assert rehearse(signals, shipped_rules(), only="export-volume") == {}
    found = rehearse(signals, lower, only="export-volume")["export-volume"]
    assert (found.number, found.people, len(found.weeks)) == (4, {"sato"}, 4)
    assert found.examples[0].at == MONDAY
    assert rehearse(signals, lower, since=MONDAY + timedelta(days=8))["export-volume"].number == 2


def test_the_same_seed_is_the_same_year_in_order_of_time() -> None:
    year, again, other = Year(5, people=40, days=80), Year(5, people=40, days=80), Year(6, people=40, days=80)
    signals = list(year.signals())
    assert signals == list(again.signals())
    assert signals != list(other.signals())
    assert all(one.at <= later.at for one, later in pairwise(signals))
    assert {episode.misuse for episode in year.episodes} >= {"shared-credentials", "bulk-export"}
    assert year.account_days > 500
