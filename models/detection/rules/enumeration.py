"""Numbers tried one after another (M12)."""

from models.detection.measures import Measure
from models.detection.rules.habits import habit_rule
from models.detection.rules.rule import Sign
from models.detection.signal import Act

_WATCHED = {
    Act.VIEW: (Measure.SEQUENTIAL, Measure.VIEWS_IN_TEN_MINUTES),
    Act.DENIED: (Measure.SEQUENTIAL,),
}
RULE = habit_rule(
    _WATCHED,
    code="enumeration",
    label="設備IDの総当たり",
    sentence="連番の設備IDを順にたどる閲覧や、機械のような速さの閲覧が、ふだんを大きく超えたときに警告します。",
    sign=Sign.REFUSED,
)
