"""The only source of "now". Moments are stored in UTC and shown in Japanese time."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

JST = ZoneInfo("Asia/Tokyo")


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """The calendar day in Japan, which is what rules written in days mean."""
    return now().astimezone(JST).date()


def in_japan(moment: datetime) -> datetime:
    """The same moment on a clock in Japan."""
    return moment.astimezone(JST)
