"""The comparison with a person's own past and their peers: at every figure of every rule that makes it."""

from dataclasses import replace

import pytest

from models.detection.addresses import place_of
from models.detection.habit import LEARNT_DAYS, close_day, hold_down, reference_of
from models.detection.look import Look
from models.detection.measures import COUNT, Measure
from models.detection.organisation import new_organisation
from models.detection.peers import add_day, new_peers, peers_of
from models.detection.person import new_person
from models.detection.rulebook import Bound, shipped_rules
from models.detection.rules import RULES, odd_hours, unfit_duty
from models.detection.rules.habits import weigh
from models.detection.signal import Act
from models.detection.states import MemoryStates
from tests.models.detection.acts import SOMEONE, act

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
    peers.update(weight=10_000.0, seen=10_000, days=100)
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
        hold_down(person, Measure.EXPORT_ROWS, 4000, DAY + number)
        close_day(person, DAY + number + 1)
    assert person["own"][Measure.EXPORT_ROWS] == 4000


def used(exports: dict[int, int], days: int) -> float:
    """What is usual of exported rows for somebody who works every day, and exported so much on some of them."""
    person = new_person(0, DAY)
    for number in range(days):
        person["today"][Measure.ACTS], person["today"][Measure.EXPORT_ROWS] = 10, exports.get(number, 0)
        close_day(person, DAY + number + 1)
    return float(person["own"][Measure.EXPORT_ROWS])


@pytest.mark.parametrize(
    ("exports", "days", "usual"),
    [
        ({}, 60, 0),
        ({0: 700}, 60, 700),
        ({0: 700, 5: 300}, 60, 700),
        ({0: 9000, 5: 300, 10: 700}, 60, 700),
        ({30: 700}, 57, 0),
        ({30: 700}, 58, 700),
        ({0: 700, **dict.fromkeys(range(50, 58), 900)}, 60, 900),
    ],
    ids=["none", "one", "two", "one exceptional", "27 days ago", "28 days ago", "many since"],
)
def test_whoever_exports_once_a_month_has_a_habit_of_it(exports: dict[int, int], days: int, usual: float) -> None:
    assert used(exports, days) == usual


@pytest.mark.parametrize("measure", [Measure.EXPORT_ROWS, Measure.VIEWS])
def test_a_first_export_far_beyond_most_peers_is_an_alarm(measure: Measure) -> None:
    bound = Bound(floor=100, peers=1.5)
    found = {}
    for figure in (2999, 3000):
        weighed = weigh(look_at(measure, figure, own=0, high=9000, upper=1000), measure, bound)
        found[figure] = weighed is not None and weighed.strong
    assert found == {2999: False, 3000: measure is Measure.EXPORT_ROWS}


@pytest.mark.parametrize(
    ("figure", "own", "high", "upper", "expected"),
    [
        (499, 0, 0, 0, 0),
        (500, 0, 0, 0, 1),
        (501, -1, 0, 0, 1),
        (899, 0, 900, 0, 0),
        (900, 0, 900, 0, 1),
        (5000, 1, 0, 0, 0),
        (5000, 0, 900, 1, 0),
    ],
)
def test_use_does_not_fit_a_duty_where_nobody_of_the_kind_has_it(
    figure: int, own: float, high: float, upper: float, expected: int
) -> None:
    look = look_at(Measure.SEARCH_ROWS, figure, own=own, high=high, upper=upper)
    look.signal = act(Act.SEARCH)
    assert len(list(unfit_duty.RULE.judge(look, shipped_rules().setting("unfit-duty", "ministry")))) == expected


@pytest.mark.parametrize(("acts", "strong"), [(99, False), (100, True), (101, True)])
def test_a_night_is_odd_when_as_much_is_done_as_on_a_full_day(acts: int, strong: bool) -> None:
    look = look_at(Measure.NIGHT, acts, own=0, high=10, upper=5)
    look.signal = act(Act.VIEW)
    look.person["own"][Measure.ACTS] = 100
    found = list(odd_hours.RULE.judge(look, shipped_rules().setting("odd-hours", "bureau")))
    assert [one.strong for one in found] == [strong]


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


def test_weeks_of_one_persons_misuse_do_not_become_what_is_usual_among_peers() -> None:
    states = MemoryStates()
    for number in range(44):
        state = peers_of(states, "bureau", DAY + number)
        state["active"] = 20
        for _ in range(19):
            add_day(state, [10] * COUNT)
        add_day(state, [5000 if number > 13 else 10] * COUNT, {Measure.EXPORT_ROWS})
        states.put("peers:bureau", state)
    upper = peers_of(states, "bureau", DAY + 44)["upper"]
    assert upper[Measure.SEARCH_ROWS] > 4000
    assert upper[Measure.EXPORT_ROWS] < 20
