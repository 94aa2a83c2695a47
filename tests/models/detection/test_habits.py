"""The comparison with a person's own past and their peers: at every figure of every rule that makes it."""

from dataclasses import replace

import pytest

from models.detection.addresses import place_of
from models.detection.habit import LEARNT_DAYS, close_day, reference_of
from models.detection.look import Look
from models.detection.measures import Measure
from models.detection.organisation import new_organisation
from models.detection.peers import add_day, new_peers, peers_of
from models.detection.person import new_person
from models.detection.rulebook import Bound, shipped_rules
from models.detection.rules import RULES
from models.detection.rules.habits import weigh
from models.detection.states import MemoryStates
from tests.models.detection.acts import SOMEONE

DAY = 20_247  # the eighth day of a month: no turn of the month raises the bounds
FIGURES = [
    (rule.code, measure, bound)
    for rule in RULES
    for measure, bound in shipped_rules().setting(rule.code, "grid_operator").bounds.items()
    if rule.code not in ("unfit-duty", "organisation-volume", "sustained")
]


def look_at(measure: Measure, figure: int, own: float = -1.0, high: float = -1.0, upper: float = -1.0) -> Look:
    """Somebody at this figure today, with such a past and such peers."""
    person, peers = new_person(0, DAY), new_peers(DAY)
    person["today"][measure], person["own"][measure] = figure, own
    peers.update(weight=10_000.0, days=100)
    peers["high"][measure], peers["upper"][measure] = high, upper
    organisation = new_organisation(0, DAY)
    known = {"person": person, "organisation": organisation, "peers": peers, "everyone": peers}
    return Look(SOMEONE, 0, DAY, place_of(""), "JP", looked_up=False, device={}, sources=(), **known)


@pytest.mark.parametrize(("rule", "measure", "bound"), FIGURES, ids=[f"{rule}-{of.name}" for rule, of, _ in FIGURES])
def test_an_alarm_needs_to_exceed_both_oneself_and_the_peers(rule: str, measure: Measure, bound: Bound) -> None:
    bound = replace(bound, limit=0)
    own, high = bound.floor * 2, bound.floor * 10
    needed = int(-(-bound.peers * high // 1))
    by_self = int(-(-2 * bound.own * own // 1))  # far beyond oneself, most peers are enough
    for figure, expected in ((needed - 1, False), (needed, True), (needed + 1, True)):
        found = weigh(look_at(measure, figure, own=bound.floor, high=high, upper=high), measure, bound)
        assert (found is not None and found.strong) is expected, figure
    found = weigh(look_at(measure, by_self, own=own, high=high * 100, upper=bound.floor), measure, bound)
    assert found is not None
    assert found.strong


@pytest.mark.parametrize(("rule", "measure", "bound"), FIGURES, ids=[f"{rule}-{of.name}" for rule, of, _ in FIGURES])
def test_without_any_history_only_a_limit_speaks(rule: str, measure: Measure, bound: Bound) -> None:
    most = int(bound.limit or 1_000_000)
    assert weigh(look_at(measure, most - 1), measure, bound) is None
    assert (weigh(look_at(measure, most), measure, bound) is not None) is bool(bound.limit)


def test_one_exceptional_day_does_not_raise_what_is_usual() -> None:
    assert reference_of([10, 12, 11, 9, 10, 11, 4000]) < 20
    assert reference_of([0, 0, 0, 0, 0, 7]) == 0


def test_misuse_does_not_become_habit() -> None:
    person = new_person(0, DAY)
    for number in range(LEARNT_DAYS + 3):
        person["today"] = [60_000] * len(person["today"])
        person["capped"] = {str(int(Measure.EXPORT_ROWS)): 4000}
        close_day(person, DAY + number + 1)
    assert person["own"][Measure.EXPORT_ROWS] == 4000


def test_peers_are_known_after_ten_days_and_say_what_few_of_them_exceed() -> None:
    states, day = MemoryStates(), DAY
    for number in range(12):
        state = peers_of(states, "bureau", day + number)
        state["active"] = 20
        for person in range(20):
            add_day(state, [10 + person % 2] * len(state["past"]))
        states.put("peers:bureau", state)
        assert (state["high"][0] > 0) is (number >= 10)
    assert 10 <= peers_of(states, "bureau", day + 12)["high"][0] <= 13
