"""Many absent answers and refused scopes (M12)."""

from models.detection.measures import Measure
from models.detection.rules.habits import habit_rule
from models.detection.rules.rule import Sign
from models.detection.signal import Act

_WATCHED = {
    Act.DENIED: (Measure.DENIED,),
}
RULE = habit_rule(
    _WATCHED,
    code="refusals",
    label="断られた操作の多さ",
    sentence="閲覧範囲の外や存在しない設備を求めて断られた回数が、ふだんを大きく超えたときに警告します。",
    sign=Sign.REFUSED,
)
