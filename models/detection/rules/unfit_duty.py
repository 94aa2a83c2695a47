"""Use that does not fit the duty: what the person and nearly all of their kind have never done (M12)."""

from collections.abc import Iterable

from models.detection.look import Look
from models.detection.measures import Measure
from models.detection.rulebook import RuleSetting
from models.detection.rules.rule import Allowed, Finding, Parameter, Rule
from models.detection.signal import Act

_WATCHED = {
    Act.SEARCH: Measure.SEARCH_ROWS,
    Act.VIEW: Measure.VIEWS,
    Act.EXPORT: Measure.EXPORT_ROWS,
}


def _judge(look: Look, setting: RuleSetting) -> Iterable[Finding]:
    if look.peers["seen"] < setting.thresholds["known_days"]:
        return  # of a few people, what none of them has done yet says little
    measure = _WATCHED[look.signal.act]
    bound = setting.bounds[measure]
    figure = look.person["today"][measure]
    peers = look.peers
    if figure < max(bound.floor, peers["high"][measure]) or look.person["own"][measure] > 0 or peers["upper"][measure]:
        return
    reason = f"{measure.label}が{figure:,}{measure.unit}。本人にも同種の利用者にも、これまでほとんどない利用です。"
    yield Finding(reason, measure=measure, allowed=bound.floor)


RULE = Rule(
    code="unfit-duty",
    label="業務に合わない利用",
    sentence="その種別の利用者がふだん行わない閲覧・一覧表示・書き出しを、本人も初めて、まとまった量で行ったときに警告します。",
    acts=frozenset(_WATCHED),
    judge=_judge,
    parameters=(Parameter("known_days", "同種の利用者について知られている利用日", "人日", Allowed(0, 10_000)),),
    measures=tuple(_WATCHED.values()),
    bounds=("floor",),
)
