"""The only source of "now". Moments are stored in UTC and shown in Japanese time."""

import calendar
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

JST = ZoneInfo("Asia/Tokyo")
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2999, 12, 31)
"""The days somebody may ask for: so far from the ends of the calendar that their neighbours and midnights exist."""


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """The calendar day in Japan, which is what rules written in days mean."""
    return now().astimezone(JST).date()


def in_japan(moment: datetime) -> datetime:
    """The same moment on a clock in Japan."""
    return moment.astimezone(JST)


def day_in_japan(moment: datetime) -> date:
    """The calendar day of a moment in Japan."""
    return in_japan(moment).date()


def day_begins(day: date) -> datetime:
    """The first moment of a day in Japan."""
    return datetime.combine(day, time(), JST)


def day_ends(day: date) -> datetime:
    """The first moment after a day in Japan."""
    return day_begins(day + timedelta(days=1))


def months_after(day: date, months: int) -> date:
    """The same day so many calendar months later; one the month lacks becomes its last (31 Aug + 6 → end of Feb)."""
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(years, month + 1, min(day.day, calendar.monthrange(years, month + 1)[1]))
