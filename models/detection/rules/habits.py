"""The one comparison that all rules about habit share: this figure against the person's own past and their peers'."""

from collections.abc import Iterable, Mapping
from typing import Any

from models.detection.look import Look
from models.detection.measures import OF_EXPORTS, Measure
from models.detection.rulebook import Bound, RuleSetting
from models.detection.rules.rule import Finding, Judge, Rule
from models.detection.signal import Act

UNKNOWN_PEERS = 1.7
"""With no peers to compare with, a person must exceed their own habit by so much more."""
UNKNOWN_SELF = 2.0
"""Of a person without a habit, the peers must be exceeded by so much more."""
FAR = 2.0
"""So much beyond one's own alarm, it is compared with what two of a hundred days of peers exceed, not of a thousand."""

Watched = Mapping[Act, tuple[Measure, ...]]


def judge_by(watched: Watched) -> Judge:
    """A judge that weighs, at each act, the figures that the act can have changed."""

    def judge(look: Look, setting: RuleSetting) -> Iterable[Finding]:
        today, bounds = look.person["today"], setting.bounds
        for measure in watched[look.signal.act]:
            bound = bounds.get(measure)
            if bound is None or today[measure] < min(bound.floor / 2, bound.limit or bound.floor):
                continue  # a limit says always, also where it was set far below the floor
            found = weigh(look, measure, bound)
            if found:
                yield found

    return judge


def habit_rule(watched: Watched, **words: Any) -> Rule:
    """A rule that only compares with habits: which figures at which acts, and its code, words and sign."""
    return Rule(acts=frozenset(watched), judge=judge_by(watched), measures=measures_of(watched), **words)


def measures_of(watched: Watched) -> tuple[Measure, ...]:
    """Every figure once, in their order."""
    return tuple(dict.fromkeys(measure for measures in watched.values() for measure in measures))


def weigh(look: Look, measure: Measure, bound: Bound) -> Finding | None:
    """What the figure of today says, if anything."""
    figure = look.person["today"][measure]
    if bound.limit and figure >= bound.limit:
        return _finding(look, measure, bound.limit, "定められた上限")
    own = look.person["own"][measure]
    if own >= 0 and figure < bound.weak * own:
        return None
    lift = look.lift(measure)
    needed = alarm_from(look, measure, bound, lift)
    if needed is not None and figure >= needed:
        return _finding(look, measure, needed, "本人と同種の利用者のこれまで")
    upper = look.upper(measure)
    if upper < 0 or own < 0:
        return None
    weak = max(bound.floor / 2, bound.weak * own * lift, upper * lift)
    return _finding(look, measure, weak, "本人のふだん", strong=False) if figure >= weak else None


def alarm_from(look: Look, measure: Measure, bound: Bound, lift: float) -> float | None:
    """The figure from which habit says alarm; None while there is no habit to say anything."""
    own: float = look.person["own"][measure]
    high = look.high(measure)
    if own < 0 and high < 0:
        return None
    if high < 0:
        return max(bound.floor, bound.own * UNKNOWN_PEERS * own * lift)
    if own < 0:
        return max(bound.floor, UNKNOWN_SELF * bound.peers * high * lift)
    needed = max(bound.own * own, bound.peers * high)
    if own > 0:
        # Far beyond oneself, it is enough to be beyond most peers.
        needed = min(needed, max(FAR * bound.own * own, bound.peers * look.upper(measure)))
    elif measure in OF_EXPORTS:
        # A first export cannot be far beyond oneself: it is enough to be far beyond most peers.
        needed = min(needed, FAR * bound.peers * look.upper(measure))
    return max(bound.floor, needed * lift)


def _finding(look: Look, measure: Measure, allowed: float, against: str, *, strong: bool = True) -> Finding:
    figure = look.person["today"][measure]
    own = look.person["own"][measure]
    usual = f"、本人のふだんの上端は{own:,.0f}{measure.unit}" if own >= 0 else ""
    reason = (
        f"{measure.label}が{figure:,}{measure.unit}で、{against}から定まる{allowed:,.0f}{measure.unit}以上{usual}。"
    )
    return Finding(reason, strong, measure=measure, allowed=allowed)
