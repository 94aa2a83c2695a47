"""Dripping just below the daily bounds is caught by the longer windows (M12)."""

from models.detection.measures import Measure
from models.detection.rules.habits import habit_rule
from models.detection.rules.rule import Sign
from models.detection.signal import Act

_WATCHED = {
    Act.EXPORT: (Measure.WEEK_EXPORT_ROWS, Measure.WEEK_EXPORT_FILES, Measure.MONTH_EXPORT_ROWS),
    Act.SEARCH: (Measure.WEEK_SEARCH_ROWS, Measure.MONTH_SEARCH_ROWS),
    Act.VIEW: (Measure.WEEK_VIEWS,),
}
RULE = habit_rule(
    _WATCHED,
    code="slow-taking",
    label="少しずつの持ち出し",
    sentence="1日では目立たない量でも、7日間・28日間の合計が以前の期間と同種の利用者を大きく超えたときに警告します。",
    sign=Sign.VOLUME,
)
