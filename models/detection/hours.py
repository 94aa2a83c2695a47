"""Hours of work in Japan: which moments are odd (統一基準 R7 6.2.5).

Moments are whole seconds since 1970 UTC, days are numbered from 1970-01-01 in Japan. Japan keeps no summer time, so
both are plain arithmetic.
"""

from datetime import date, timedelta
from functools import lru_cache

import jpholiday

MINUTE = 60
HOUR = 3600
DAY = 86_400
_JAPAN = 9 * HOUR
_EPOCH = date(1970, 1, 1)
_THURSDAY = 3
_SATURDAY = 5
NIGHT_BEGINS = 22
NIGHT_ENDS = 6


def day_of(moment: int) -> int:
    """The number of the day in Japan."""
    return (moment + _JAPAN) // DAY


def hour_of(moment: int) -> int:
    """The hour in Japan, 0 to 23."""
    return (moment + _JAPAN) % DAY // HOUR


def is_night(moment: int) -> bool:
    """Between 22:00 and 06:00 in Japan."""
    hour = hour_of(moment)
    return hour >= NIGHT_BEGINS or hour < NIGHT_ENDS


@lru_cache(maxsize=4096)
def is_day_off(day: int) -> bool:
    """Saturday, Sunday, a Japanese holiday, or the public offices' new-year closing (29 December to 3 January)."""
    on = _EPOCH + timedelta(days=day)
    closed = (on.month, on.day) >= (12, 29) or (on.month, on.day) <= (1, 3)
    return (day + _THURSDAY) % 7 >= _SATURDAY or closed or bool(jpholiday.is_holiday(on))


@lru_cache(maxsize=4096)
def is_turn_of_month(day: int) -> bool:
    """The last five and the first five days of a month, when offices close their books."""
    on = _EPOCH + timedelta(days=day)
    return on.day <= 5 or (on + timedelta(days=5)).day <= 5
