"""Use that departs from the person's own weeks and from their peers (M11)."""

from models.detection.measures import Measure
from models.detection.rules.habits import habit_rule
from models.detection.rules.rule import Sign
from models.detection.signal import Act

_WATCHED = {
    Act.SIGN_IN: (Measure.ACTS,),
    Act.SEARCH: (Measure.ACTS,),
    Act.EXPORT: (Measure.ACTS,),
    Act.VIEW: (Measure.ACTS, Measure.VIEWS, Measure.FACILITIES),
}
RULE = habit_rule(
    _WATCHED,
    code="frequency",
    label="利用頻度の変化",
    sentence="操作・閲覧・閲覧した設備の数が、本人のこれまでと同種の利用者を大きく超えたときに警告します。全員が忙しい日は、その分だけ基準を上げます。",
    sign=Sign.VOLUME,
)
