"""Much taken away in a short time (M12): files and rows per ten minutes, hour and day, and different facilities."""

from models.detection.measures import Measure
from models.detection.rules.habits import habit_rule
from models.detection.rules.rule import Sign
from models.detection.signal import Act

_WATCHED = {
    Act.EXPORT: (
        Measure.EXPORT_ROWS,
        Measure.EXPORT_FILES,
        Measure.FILES_IN_TEN_MINUTES,
        Measure.ROWS_IN_TEN_MINUTES,
        Measure.ROWS_IN_AN_HOUR,
        Measure.DIFFERENT,
    ),
}
RULE = habit_rule(
    _WATCHED,
    code="export-volume",
    label="大量の書き出し",
    sentence="短い時間または1日に、本人と同種の利用者のふだんを大きく超える件数・回数を書き出したとき、一覧と合わせて大きく超える数の異なる設備に及んだとき、または定められた上限に達したときに警告します。",
    sign=Sign.VOLUME,
)
