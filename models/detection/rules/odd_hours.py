"""Nights, weekends and holidays against the person's own habit (M11, 統一基準 R7 6.2.5)."""

from models.detection.measures import Measure
from models.detection.rules.habits import judge_by
from models.detection.rules.rule import Rule, Sign
from models.detection.signal import Act

_WATCHED = {
    Act.SEARCH: (Measure.NIGHT, Measure.NIGHT_ROWS, Measure.ODD),
    Act.VIEW: (Measure.NIGHT, Measure.NIGHT_ROWS, Measure.ODD),
    Act.EXPORT: (Measure.NIGHT, Measure.NIGHT_ROWS, Measure.ODD),
    Act.DENIED: (Measure.NIGHT, Measure.ODD),
}
RULE = Rule(
    code="odd-hours",
    label="夜間・休日の利用",
    sentence="22時から6時まで、土日・祝日の操作が、本人のふだん（交替勤務を含む。）と同種の利用者を大きく超えたときに警告します。",
    acts=frozenset(_WATCHED),
    judge=judge_by(_WATCHED),
    sign=Sign.HOURS,
    measures=tuple(dict.fromkeys(measure for measures in _WATCHED.values() for measure in measures)),
)
