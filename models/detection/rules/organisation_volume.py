"""Taking split over several people of one organisation: each below the bounds, together far above (M12)."""

from collections.abc import Iterable

from models.detection import organisation as organisations
from models.detection.look import Look
from models.detection.measures import Measure
from models.detection.rulebook import Bound, RuleSetting
from models.detection.rules.rule import FACTOR, Allowed, Finding, Parameter, Rule, up_to
from models.detection.signal import Act

_WATCHED = {
    Act.EXPORT: (0, Measure.EXPORT_ROWS, "書き出した記録"),
    Act.SEARCH: (1, Measure.SEARCH_ROWS, "一覧へ表示した記録"),
    Act.VIEW: (2, Measure.VIEWS, "閲覧"),
}
MOST_LIFT = 1.5
"""Colleagues who share out what they take are the others by whom a day looks busy: that must not excuse them."""


def _judge(look: Look, setting: RuleSetting) -> Iterable[Finding]:
    place, measure, words = _WATCHED[look.signal.act]
    bound, figure = setting.bounds[measure], look.person["today"][measure]
    own = look.person["own"][measure]
    if own < 0 or figure < max(bound.floor / 10, bound.weak * own * _lift(look, measure)):
        return
    people = organisations.note_unusual(look.organisation, place, look.signal.login_id)
    usual = look.organisation["own"][organisations.UNUSUAL + place]
    if people < setting.thresholds["people"] or usual < 0:
        return
    needed = _needed(look, bound, place, measure)
    if people < 2 * usual + setting.thresholds["more_people"]:
        needed *= setting.thresholds["as_many_as_usual"]
    total = look.organisation["today"][place]
    if total >= needed:
        reason = f"{people}人が自分のふだんを大きく超え、組織の1日の{words}が{total:,}件（目安 {needed:,.0f}件）です。"
        yield Finding(reason, about="")


def _needed(look: Look, bound: Bound, place: int, measure: Measure) -> float:
    usual: float = look.organisation["own"][place]
    return max(bound.floor, bound.own * usual * _lift(look, measure))


def _lift(look: Look, measure: Measure) -> float:
    return min(MOST_LIFT, look.lift(measure))


RULE = Rule(
    code="organisation-volume",
    label="分担した持ち出し",
    sentence="一つの組織の何人もが同じ日に自分のふだんを超え、合計が組織のこれまでを大きく超えたときに、組織について警告します。",
    acts=frozenset(_WATCHED),
    judge=_judge,
    parameters=(
        Parameter("people", "ふだんを超えた人数", "人", up_to(organisations.KEPT_UNUSUAL)),
        Parameter("more_people", "ふだんそうなる人数の2倍に加える人数", "人", Allowed(0, organisations.KEPT_UNUSUAL)),
        Parameter("as_many_as_usual", "その人数に達しないときの、合計の目安に掛ける倍数", "倍", FACTOR),
    ),
    measures=tuple(measure for _, measure, _ in _WATCHED.values()),
    bounds=("floor", "own", "weak"),
)
