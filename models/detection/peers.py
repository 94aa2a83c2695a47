"""What is usual among people of one kind: distributions of their days, and whether all of them rise together today.

A distribution is a list of weights over quarter octaves, so that its size does not depend on how many people there are.
Weights fade by the day: what was usual half a year ago hardly counts.
"""

from collections.abc import Collection
from math import log2

from models.detection.measures import COUNT, Measure
from models.detection.states import VERSION, State, States

EVERYONE = "*"
BINS = 84
LEARNT_DAYS = 10
LEARNT_PERSON_DAYS = 120
FADING = 0.98
HIGH = 0.998
UPPER = 0.98
MOST_LIFT = 4.0
FEWEST_OTHERS = 8
FEWEST_LOOKED_UP = 20
MOST_ABROAD = 5
FEWEST_INSIDE = 100
FIRST_ABROAD = 3
RISING = (Measure.ACTS, Measure.VIEWS, Measure.SEARCH_ROWS, Measure.EXPORT_ROWS)
"""The figures by which a day is seen to be busy for all."""


def bin_of(value: int) -> int:
    """The quarter octave a figure lies in; 0 for none at all."""
    return min(BINS - 1, 1 + int(4 * log2(value))) if value > 0 else 0


def top_of(position: int) -> float:
    """The largest figure of a quarter octave."""
    return float(2 ** (position / 4)) if position else 0.0


def _bin_ending_at(top: float) -> int:
    return round(4 * log2(top)) if top else 0


def new_peers(day: int) -> State:
    """Peers of whom nothing is known yet."""
    return {
        "v": VERSION, "day": day, "days": 0, "seen": 0, "weight": 0.0, "past": [[] for _ in range(COUNT)],
        "high": [-1.0] * COUNT, "upper": [-1.0] * COUNT, "usual": [0.0] * len(RISING), "busy": [0] * len(RISING),
        "active": 0, "looked_up": [0, 0, 0],
    }  # fmt: skip


def peers_of(states: States, kind: str, day: int) -> State:
    """The peers of a kind on this day: a new day begins with what the days before have shown."""
    state = states.get(f"peers:{kind}")
    if state is None or state["v"] != VERSION:
        return new_peers(day)
    if day > state["day"]:
        _begin(state, day)
    return state


def _begin(state: State, day: int) -> None:
    if state["active"]:
        state["days"] += 1
        state["weight"] = round(state["weight"] * FADING, 3)
        state["past"] = [[round(weight * FADING, 3) for weight in row] for row in state["past"]]
    state.update(day=day, active=0, busy=[0] * len(RISING))
    if state["days"] < LEARNT_DAYS or state["seen"] < LEARNT_PERSON_DAYS:
        return
    state["high"] = [_quantile(row, state["weight"], HIGH) for row in state["past"]]
    state["upper"] = [_quantile(row, state["weight"], UPPER) for row in state["past"]]
    state["usual"] = [_mean(state["past"][measure], state["weight"]) for measure in RISING]


def _quantile(row: list[float], weight: float, share: float) -> float:
    above = weight * (1 - share)
    for position in range(len(row) - 1, -1, -1):
        above -= row[position]
        if above < 0:
            return top_of(position)
    return 0.0


def _mean(row: list[float], weight: float) -> float:
    return sum(position * share for position, share in enumerate(row)) / weight


def note_looked_up(state: State, *, inside: bool, abroad: bool) -> None:
    """Count a place without a stated country: inside a network of one's own, or looked up by its address."""
    counted = state["looked_up"]
    counted[0] += not inside
    counted[1] += abroad
    counted[2] += inside


def can_trust_look_ups(state: State) -> bool:
    """Whether the country file fits these people: where a fifth of them seem abroad, it is the file that errs.

    Where nearly all work inside a network of their own, the first public addresses are believed until that can be said.
    """
    number, abroad, inside = state["looked_up"]
    if number < FEWEST_LOOKED_UP:
        return bool(inside >= FEWEST_INSIDE and abroad <= FIRST_ABROAD)
    return bool(abroad <= number / MOST_ABROAD)


def add_day(state: State, figures: list[int], held: Collection[int] = ()) -> None:
    """Count one person's closed day: ``seen`` for good, since of few people the fading ``weight`` never grows large.

    A figure that is held down by an alarm (its place is in ``held``) counts as no more than what two of a hundred days
    exceed: weeks of one person's misuse must not become what is usual among the others.
    """
    state["seen"] += 1
    state["weight"] = round(state["weight"] + 1, 3)
    for measure, (row, figure) in enumerate(zip(state["past"], figures, strict=True)):
        position = bin_of(figure)
        if measure in held and state["upper"][measure] >= 0:
            position = min(position, _bin_ending_at(state["upper"][measure]))
        if position >= len(row):
            row.extend([0.0] * (position + 1 - len(row)))
        row[position] = round(row[position] + 1, 3)


def count_today(state: State, person: State, day: int, *, first: bool) -> bool:
    """Keep up how busy everybody is today; whether that has changed anything."""
    if day != state["day"]:
        return False
    changed = first
    state["active"] += first
    today, bins, busy = person["today"], person["bins"], state["busy"]
    for place, measure in enumerate(RISING):
        position = bin_of(today[measure])
        if position != bins[place]:
            busy[place] += position - bins[place]
            bins[place] = position
            changed = True
    return changed


def lift(state: State, person: State, place: int) -> float:
    """How much busier than usual the *others* are today, 1 to 4, by the figure at ``place`` of ``RISING``."""
    others = state["active"] - 1
    if others < FEWEST_OTHERS or state["high"][0] < 0:
        return 1.0
    mean = (state["busy"][place] - person["bins"][place]) / others
    return float(min(MOST_LIFT, max(1.0, 2 ** ((mean - state["usual"][place]) / 4))))
