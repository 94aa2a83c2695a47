"""Many absent answers and refused scopes (M12)."""

from models.detection.measures import Measure
from models.detection.rules.habits import judge_by
from models.detection.rules.rule import Rule, Sign
from models.detection.signal import Act

_WATCHED = {
    Act.DENIED: (Measure.DENIED,),
}
RULE = Rule(
    code="refusals",
    label="断られた操作の多さ",
    sentence="閲覧範囲の外や存在しない設備を求めて断られた回数が、ふだんを大きく超えたときに警告します。",
    acts=frozenset(_WATCHED),
    judge=judge_by(_WATCHED),
    sign=Sign.REFUSED,
    measures=tuple(dict.fromkeys(measure for measures in _WATCHED.values() for measure in measures)),
)
