"""Lists paged through count like exports (M12)."""

from models.detection.measures import Measure
from models.detection.rules.habits import judge_by
from models.detection.rules.rule import Rule, Sign
from models.detection.signal import Act

_WATCHED = {
    Act.SEARCH: (Measure.SEARCH_ROWS, Measure.ROWS_IN_TEN_MINUTES, Measure.ROWS_IN_AN_HOUR),
}
RULE = Rule(
    code="list-paging",
    label="一覧の大量表示",
    sentence="一覧を次々にめくって表示した件数を書き出しと同じように数え、ふだんを大きく超えたときに警告します。",
    acts=frozenset(_WATCHED),
    judge=judge_by(_WATCHED),
    sign=Sign.VOLUME,
    measures=tuple(dict.fromkeys(measure for measures in _WATCHED.values() for measure in measures)),
)
