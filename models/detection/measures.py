"""What is counted of each person on each day: the figures that the habit rules compare."""

from enum import IntEnum

from models.detection.signal import Act


class Measure(IntEnum):
    """A figure of one person's day (Japan). Its value is its place in every list of figures."""

    ACTS = 0  # signed-in acts
    VIEWS = 1
    FACILITIES = 2  # different facilities viewed
    SEARCH_ROWS = 3  # records shown in lists, page by page
    EXPORT_ROWS = 4
    EXPORT_FILES = 5
    DENIED = 6
    DIRECT = 7  # views with no search in the half hour before
    REPEAT = 8  # views of the one facility viewed most
    REVISIT = 9  # days within four weeks on which the one facility viewed most often was viewed
    SEQUENTIAL = 10  # views and refusals whose number stands beside the one before
    NIGHT = 11  # acts between 22:00 and 06:00 of the calendar day
    NIGHT_ROWS = 12  # records shown or taken between 22:00 and 06:00
    ODD = 13  # acts at night, at weekends and on holidays
    ROWS_IN_TEN_MINUTES = 14  # most records shown or taken within ten minutes
    FILES_IN_TEN_MINUTES = 15
    VIEWS_IN_TEN_MINUTES = 16
    ROWS_IN_AN_HOUR = 17
    WEEK_VIEWS = 18  # sums over seven days, today included
    WEEK_SEARCH_ROWS = 19
    WEEK_EXPORT_ROWS = 20
    WEEK_EXPORT_FILES = 21
    MONTH_EXPORT_ROWS = 22  # sums over 28 days
    MONTH_SEARCH_ROWS = 23
    AGAIN = 24  # views of facilities already viewed that day, with no search in the half hour before
    DIFFERENT = 25  # different facilities shown in lists, singly and in files; each row where nobody knows which

    @property
    def label(self) -> str:
        """The figure in words."""
        return _LABELS[self][0]

    @property
    def unit(self) -> str:
        """The unit it is counted in."""
        return _LABELS[self][1]


COUNT = len(Measure)
REMEMBERED_DAYS = {
    **dict.fromkeys((Measure.WEEK_VIEWS, Measure.WEEK_SEARCH_ROWS, Measure.WEEK_EXPORT_ROWS), 7),
    Measure.WEEK_EXPORT_FILES: 7,
    **dict.fromkeys((Measure.MONTH_EXPORT_ROWS, Measure.MONTH_SEARCH_ROWS, Measure.REVISIT), 28),
}
"""Figures that reach back: they are compared with days from before their own window."""
OF_EXPORTS = (
    Measure.EXPORT_ROWS,
    Measure.EXPORT_FILES,
    Measure.ROWS_IN_TEN_MINUTES,
    Measure.FILES_IN_TEN_MINUTES,
    Measure.ROWS_IN_AN_HOUR,
    Measure.DIFFERENT,
)
"""Figures that days with an export are remembered by."""
SUMS = (
    (Measure.WEEK_VIEWS, Measure.VIEWS, 7),
    (Measure.WEEK_SEARCH_ROWS, Measure.SEARCH_ROWS, 7),
    (Measure.WEEK_EXPORT_ROWS, Measure.EXPORT_ROWS, 7),
    (Measure.WEEK_EXPORT_FILES, Measure.EXPORT_FILES, 7),
    (Measure.MONTH_EXPORT_ROWS, Measure.EXPORT_ROWS, 28),
    (Measure.MONTH_SEARCH_ROWS, Measure.SEARCH_ROWS, 28),
)
"""(the sum, what it adds up, over how many days)."""
SUMS_OF = {
    Act.VIEW: (0,),
    Act.SEARCH: (1, 5),
    Act.EXPORT: (2, 3, 4),
}
"""Which of the sums an act can change."""
_LABELS = {
    Measure.ACTS: ("1日の操作", "回"),
    Measure.VIEWS: ("1日の閲覧", "回"),
    Measure.FACILITIES: ("1日に閲覧した設備", "件"),
    Measure.SEARCH_ROWS: ("1日に一覧へ表示した記録", "件"),
    Measure.EXPORT_ROWS: ("1日に書き出した記録", "件"),
    Measure.EXPORT_FILES: ("1日に書き出したファイル", "個"),
    Measure.DENIED: ("1日に断られた操作", "回"),
    Measure.DIRECT: ("検索を経ない閲覧", "回"),
    Measure.REPEAT: ("同じ設備の1日の閲覧", "回"),
    Measure.REVISIT: ("同じ設備を4週間に閲覧した日", "日"),
    Measure.SEQUENTIAL: ("連番の設備IDの閲覧", "回"),
    Measure.NIGHT: ("夜間（22時～6時）の操作", "回"),
    Measure.NIGHT_ROWS: ("夜間（22時～6時）に表示・書き出しした記録", "件"),
    Measure.ODD: ("夜間・休日の操作", "回"),
    Measure.ROWS_IN_TEN_MINUTES: ("10分間に表示・書き出しした記録", "件"),
    Measure.FILES_IN_TEN_MINUTES: ("10分間に書き出したファイル", "個"),
    Measure.VIEWS_IN_TEN_MINUTES: ("10分間の閲覧", "回"),
    Measure.ROWS_IN_AN_HOUR: ("1時間に表示・書き出しした記録", "件"),
    Measure.WEEK_VIEWS: ("7日間の閲覧", "回"),
    Measure.WEEK_SEARCH_ROWS: ("7日間に一覧へ表示した記録", "件"),
    Measure.WEEK_EXPORT_ROWS: ("7日間に書き出した記録", "件"),
    Measure.WEEK_EXPORT_FILES: ("7日間に書き出したファイル", "個"),
    Measure.MONTH_EXPORT_ROWS: ("28日間に書き出した記録", "件"),
    Measure.MONTH_SEARCH_ROWS: ("28日間に一覧へ表示した記録", "件"),
    Measure.AGAIN: ("同じ日に閲覧した設備の、検索を経ない再度の閲覧", "回"),
    Measure.DIFFERENT: ("1日に表示・書き出しした異なる設備", "件"),
}
