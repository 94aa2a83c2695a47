"""Looking again and again at the same facility without a case (M12)."""

from models.detection.measures import Measure
from models.detection.rules.habits import habit_rule
from models.detection.rules.rule import Sign
from models.detection.signal import Act

_WATCHED = {
    Act.VIEW: (Measure.REPEAT, Measure.AGAIN, Measure.REVISIT, Measure.DIRECT),
}
RULE = habit_rule(
    _WATCHED,
    code="curiosity",
    label="同じ設備への度重なる閲覧",
    sentence="同じ設備を何度も、何日も、または検索を経ずに閲覧することが、本人と同種の利用者のふだんを大きく超えたときに警告します。",
    sign=Sign.CURIOSITY,
)
