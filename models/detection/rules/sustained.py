"""Excess that is no chance because it comes back: the daily figure beyond the usual on several days of few (M12).

Whoever takes a little more than usual each day stays below every bound of a day. One such day happens to everybody,
two within a week to hardly anybody: this asks for less excess than the other rules, and for its return.
"""

from collections.abc import Iterable

from models.detection.look import Look
from models.detection.measures import Measure
from models.detection.person import press
from models.detection.rulebook import Bound, RuleSetting
from models.detection.rules.habits import measures_of
from models.detection.rules.rule import Finding, Parameter, Rule, Sign, up_to
from models.detection.signal import Act

_WATCHED = {
    Act.EXPORT: (Measure.EXPORT_ROWS,),
    Act.SEARCH: (Measure.SEARCH_ROWS,),
    Act.VIEW: (Measure.FACILITIES, Measure.DIRECT, Measure.AGAIN, Measure.REPEAT),
}
MONTH = 30
"""Days; of longer ago nobody asks."""


def _judge(look: Look, setting: RuleSetting) -> Iterable[Finding]:
    today, limits = look.person["today"], setting.thresholds
    for measure in _WATCHED[look.signal.act]:
        bound = setting.bounds[measure]
        if today[measure] < bound.floor:
            continue
        allowed = _allowed(look, measure, bound)
        if allowed is None or today[measure] < allowed:
            continue
        days = press(look.person, measure, look.day, within=int(limits["within_days"]))
        if days >= limits["days"]:
            yield Finding(_reason(look, measure, days, int(limits["within_days"])), measure=measure, allowed=allowed)


def _allowed(look: Look, measure: Measure, bound: Bound) -> float | None:
    """The figure from which a day counts; None while the person's or the peers' days are not known."""
    own: float = look.person["own"][measure]
    upper = look.upper(measure)
    if own < 0 or upper < 0:
        return None
    return max(bound.floor, max(bound.own * own, bound.peers * upper) * look.lift(measure))


def _reason(look: Look, measure: Measure, days: int, within: int) -> str:
    figure, own = look.person["today"][measure], look.person["own"][measure]
    return (
        f"{measure.label}が、{within}日間に{days}日、ふだんを超えました"
        f"（きょう{figure:,}{measure.unit}、本人のふだんの上端は{own:,.0f}{measure.unit}）。"
    )


def _contradiction(setting: RuleSetting) -> str:
    if setting.thresholds["days"] <= setting.thresholds["within_days"]:
        return ""
    return "ふだんを超えた日の数は、さかのぼる日数以下にしてください。"


RULE = Rule(
    code="sustained",
    label="続くふだん超え",
    sentence="1日では警告に至らない書き出し・一覧表示・閲覧が、本人と同種の利用者のふだんを数日のうちに繰り返し超えたときに警告します。",
    acts=frozenset(_WATCHED),
    judge=_judge,
    sign=Sign.VOLUME,
    parameters=(
        Parameter("days", "ふだんを超えた日", "日", up_to(MONTH)),
        Parameter("within_days", "さかのぼる日数", "日間", up_to(MONTH)),
    ),
    measures=measures_of(_WATCHED),
    bounds=("floor", "own", "peers"),
    contradiction=_contradiction,
)
