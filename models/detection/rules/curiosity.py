"""Looking again and again at the same facility without a case (M12)."""

from models.detection.measures import Measure
from models.detection.rules.habits import judge_by
from models.detection.rules.rule import Rule, Sign
from models.detection.signal import Act

_WATCHED = {
    Act.VIEW: (Measure.REPEAT, Measure.AGAIN, Measure.REVISIT, Measure.DIRECT),
}
RULE = Rule(
    code="curiosity",
    label="同じ設備への度重なる閲覧",
    sentence="同じ設備を何度も、何日も、または検索を経ずに閲覧することが、本人と同種の利用者のふだんを大きく超えたときに警告します。",
    acts=frozenset(_WATCHED),
    judge=judge_by(_WATCHED),
    sign=Sign.CURIOSITY,
    measures=tuple(dict.fromkeys(measure for measures in _WATCHED.values() for measure in measures)),
)
