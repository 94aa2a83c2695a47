"""Lists paged through count like exports (M12)."""

from models.detection.measures import Measure
from models.detection.rules.habits import habit_rule
from models.detection.rules.rule import Sign
from models.detection.signal import Act

_WATCHED = {
    Act.SEARCH: (
        Measure.SEARCH_ROWS,
        Measure.ROWS_IN_TEN_MINUTES,
        Measure.ROWS_IN_AN_HOUR,
        Measure.DIFFERENT,
    ),
}
RULE = habit_rule(
    _WATCHED,
    code="list-paging",
    label="一覧の大量表示",
    sentence="一覧を次々にめくって表示した件数と異なる設備の数を書き出しと同じように数え、ふだんを大きく超えたときに警告します。",
    sign=Sign.VOLUME,
)
