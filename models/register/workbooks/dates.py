"""Dates and months in every way the published registers have written them."""

import re
import unicodedata
from datetime import date, datetime, timedelta

EARLIEST = date(1990, 1, 1)
LATEST = date(2099, 12, 31)
"""Outside these a value is a slip of the keyboard or a number that never was a date."""

_EXCEL_EPOCH = date(1899, 12, 30)
_ERA_STARTS = {"令和": 2019, "r": 2019, "平成": 1989, "h": 1989, "昭和": 1926, "s": 1926}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day\s*,?\s*)?"
_MONTH_NAME = (
    r"(?P<name>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sep(?:tember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_YEAR = r"(?:(?P<era>令和|平成|昭和|[rhs])\s*(?P<era_year>\d{1,2}|元)|(?P<year>\d{4}))"
_MONTH = r"(?P<month>\d{1,2})"
_DAY = r"(?P<day>\d{1,2})"
_MIDNIGHT = r"(?:[t\s]\s*0?0:00(?::00(?:\.0+)?)?)?"
_DATES = [
    re.compile(pattern)
    for pattern in (
        rf"{_YEAR}\s*年\s*{_MONTH}\s*月\s*{_DAY}\s*日",
        rf"{_MONTH}\s*月\s*{_DAY}\s*日\s*{_YEAR}\s*年",
        rf"{_YEAR}(?P<mark>[-/.]){_MONTH}(?P=mark){_DAY}{_MIDNIGHT}",
        rf"{_WEEKDAY}{_MONTH_NAME}\s*{_DAY}\s*,\s*{_YEAR}",
        r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})",
    )
]
_MONTHS_OF_YEARS = [
    re.compile(pattern)
    for pattern in (
        rf"{_YEAR}\s*年\s*{_MONTH}\s*月",
        rf"{_MONTH}\s*月\s*{_YEAR}\s*年",
        rf"{_YEAR}[-/.]{_MONTH}",
        rf"{_MONTH_NAME}\s*,?\s*{_YEAR}",
    )
]
_SERIAL = re.compile(r"\d{5}(?:\.0+)?")
_HYPHENS = str.maketrans("‐‑–−", "----")


def read_date(text: str, earliest: date = EARLIEST) -> date | None:
    """The day a text names, or None when it names none (in the calendar, within ``earliest`` and LATEST).

    A serial number is no sooner than EARLIEST, whatever ``earliest`` is: a smaller one is likelier a slip.
    """
    folded = _fold(text)
    if _SERIAL.fullmatch(folded):
        return from_serial(float(folded))
    return next((_day(match, earliest) for pattern in _DATES if (match := pattern.fullmatch(folded))), None)


def read_month(text: str) -> str | None:
    """The month a text names as 'YYYY-MM', or None. A whole date stands for its month."""
    folded = _fold(text)
    for pattern in _MONTHS_OF_YEARS:
        if match := pattern.fullmatch(folded):
            day = _within(_year(match), _month(match), 1)
            return month_of(day) if day else None
    whole = read_date(text)
    return month_of(whole) if whole else None


def from_serial(serial: float) -> date | None:
    """The day of an Excel serial number (1900 date system), or None when it is no plausible day."""
    days = int(serial) if 0 < serial < 100_000 else 0
    day = _EXCEL_EPOCH + timedelta(days=days)
    return day if EARLIEST <= day <= LATEST else None


def plausible(value: date, earliest: date = EARLIEST) -> date | None:
    """A date or a moment as a plain day, or None when it is out of range."""
    day = value.date() if isinstance(value, datetime) else value
    return day if earliest <= day <= LATEST else None


def month_of(day: date) -> str:
    """'YYYY-MM'."""
    return f"{day.year:04d}-{day.month:02d}"


def _fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text).translate(_HYPHENS).casefold().strip()


def _day(match: re.Match[str], earliest: date) -> date | None:
    return _within(_year(match), _month(match), int(match["day"]), earliest)


def _within(year: int, month: int, day: int, earliest: date = EARLIEST) -> date | None:
    try:
        return plausible(date(year, month, day), earliest)
    except ValueError:
        return None


def _month(match: re.Match[str]) -> int:
    parts = match.groupdict()
    return _MONTHS.index(parts["name"][:3]) + 1 if parts.get("name") else int(parts["month"])


def _year(match: re.Match[str]) -> int:
    parts = match.groupdict()
    if not parts.get("era"):
        return int(parts["year"])
    return _ERA_STARTS[parts["era"]] + (1 if parts["era_year"] == "元" else int(parts["era_year"])) - 1
