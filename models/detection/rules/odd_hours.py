"""Nights, weekends and holidays against the person's own habit (M11, 統一基準 R7 6.2.5)."""

from collections.abc import Iterable
from dataclasses import replace

from models.detection.look import Look
from models.detection.measures import Measure
from models.detection.rulebook import RuleSetting
from models.detection.rules.habits import judge_by, measures_of
from models.detection.rules.rule import FACTOR, Finding, Parameter, Rule, Sign
from models.detection.signal import Act

_WATCHED = {
    Act.SEARCH: (Measure.NIGHT, Measure.NIGHT_ROWS, Measure.ODD),
    Act.VIEW: (Measure.NIGHT, Measure.NIGHT_ROWS, Measure.ODD),
    Act.EXPORT: (Measure.NIGHT, Measure.NIGHT_ROWS, Measure.ODD),
    Act.DENIED: (Measure.NIGHT, Measure.ODD),
}
_by_habit = judge_by(_WATCHED)


def _judge(look: Look, setting: RuleSetting) -> Iterable[Finding]:
    """Overtime is a weak sign: an alarm needs as much done at odd hours as on a full day, or a limit that was set."""
    for found in _by_habit(look, setting):
        yield replace(found, strong=found.strong and (_is_at_limit(look, setting) or _is_a_full_day(look, setting)))


def _is_at_limit(look: Look, setting: RuleSetting) -> bool:
    today = look.person["today"]
    return any(0 < bound.limit <= today[measure] for measure, bound in setting.bounds.items())


def _is_a_full_day(look: Look, setting: RuleSetting) -> bool:
    today, own = look.person["today"], look.person["own"]
    share = setting.thresholds["share_of_a_day"]
    rows = max(own[Measure.SEARCH_ROWS], own[Measure.EXPORT_ROWS])
    return bool(
        today[Measure.NIGHT] >= share * own[Measure.ACTS]
        or today[Measure.NIGHT_ROWS] >= max(setting.bounds[Measure.NIGHT_ROWS].floor, rows)
        or today[Measure.ODD] >= 1.5 * own[Measure.ACTS]
    )


RULE = Rule(
    code="odd-hours",
    label="夜間・休日の利用",
    sentence="22時から6時まで、土日・祝日の操作が、本人のふだん（交替勤務を含む。）と同種の利用者を大きく超えたときに警告します。",
    acts=frozenset(_WATCHED),
    judge=_judge,
    sign=Sign.HOURS,
    parameters=(Parameter("share_of_a_day", "本人のふだんの1日の上端に対する夜間の操作", "倍", FACTOR),),
    measures=measures_of(_WATCHED),
)
