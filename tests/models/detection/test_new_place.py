"""Another hand at an account: as delivered a sign that adds up, and by the rule's mode an alarm or a stop."""

from collections.abc import Iterator

import pytest

from models.detection.alert import Severity
from models.detection.detector import Detector
from models.detection.rulebook import Mode, RuleBook, shipped_rules
from models.detection.signal import Act, Signal
from models.detection.states import MemoryStates
from tests.models.detection.acts import act, alone, fed

BEGUN = 21 * 1440
NEW_DEVICE, NEW_RANGE = {"device": "strange"}, {"address": "126.4.5.6"}
WHERE = {"new-device": NEW_DEVICE, "new-range": NEW_RANGE, "beside": NEW_DEVICE | NEW_RANGE}
RULES = sorted(WHERE)


def book(rule: str, mode: Mode) -> RuleBook:
    """The rule alone, in this mode."""
    return alone(rule).changed(rule, {"mode": mode.value})


def arrived(rule: str) -> Iterator[Signal]:
    """Three weeks of one's own desk, then what the rule looks for, at several clicks."""
    for days in range(21):
        yield act(Act.SIGN_IN, days * 1440)
    yield act(Act.SIGN_IN, BEGUN)
    for minutes in (60, 120, 180):
        yield act(Act.SIGN_IN, BEGUN + minutes, **WHERE[rule])
        yield act(Act.VIEW, BEGUN + minutes + 20, facility_id="A012345C13")


@pytest.mark.parametrize("mode", list(Mode))
@pytest.mark.parametrize("rule", RULES)
def test_each_does_what_its_mode_says_and_says_it_once(rule: str, mode: Mode) -> None:
    raised = [(one.rule, one.severity, one.login_id) for one in fed(arrived(rule), book(rule, mode))]
    assert raised == ([] if mode is Mode.OFF else [(rule, mode.severity, "sato")])


@pytest.mark.parametrize("rule", RULES)
def test_as_delivered_each_is_a_sign_and_as_an_alarm_it_is_none(rule: str) -> None:
    def signs(mode: Mode) -> list[str]:
        states = MemoryStates()
        detector = Detector(book(rule, mode), states)
        for signal in arrived(rule):
            detector.feed(signal)
        return list((states.get("person:sato") or {})["signs"])

    assert Mode(shipped_rules().data[rule]["mode"]) is Mode.WATCH
    assert (len(signs(Mode.WATCH)), signs(Mode.ALERT)) == (1, [])


@pytest.mark.parametrize("rule", RULES)
def test_failures_in_somebodys_name_are_no_use_from_a_new_place(rule: str) -> None:
    def failed() -> Iterator[Signal]:
        for signal in arrived(rule):
            strange = (signal.device, signal.address) != ("desk-sato", "153.150.1.9")
            yield (
                act(Act.SIGN_IN_FAILED, at=signal.at, device=signal.device, address=signal.address)
                if strange
                else signal
            )

    assert fed(failed(), book(rule, Mode.STOP)) == []


def test_a_network_that_was_not_there_at_the_answer_is_another_matter() -> None:
    detector = Detector(book("new-range", Mode.STOP), MemoryStates())
    raised = [one for signal in arrived("new-range") for one in detector.feed(signal)]
    detector.answered("sato")
    known = act(Act.SIGN_IN, BEGUN + 400, **NEW_RANGE)
    assert ([one.severity for one in raised], detector.feed(known)) == ([Severity.STOP], [])
    (again,) = detector.feed(act(Act.SIGN_IN, BEGUN + 500, address="36.2.3.4"))
    assert (again.severity, "36.2.3.0" in again.reason) == (Severity.STOP, True)
