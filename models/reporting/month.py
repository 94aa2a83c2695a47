"""A calendar month in Japan, which is what a monthly report is about."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Self

from models import clock
from models.detection.hours import is_day_off
from models.errors import DomainError

_WRITTEN = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])")
_EPOCH = date(1970, 1, 1)
DUE_ON_BUSINESS_DAY = 5
"""The report of a month is due on this business day of the next one."""


class WrongMonth(DomainError):
    """What was given is not a month that can be reported on."""


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """One month; ``str`` writes it ``2026-10``."""

    year: int
    number: int

    @classmethod
    def read(cls, written: str) -> Self:
        """The month written ``2026-10``. Raises ``WrongMonth``."""
        found = _WRITTEN.fullmatch(written)
        if found is None:
            raise WrongMonth("月は、2026-10 のように入力してください。")
        return cls(int(found[1]), int(found[2]))

    @classmethod
    def of(cls, day: date) -> Self:
        """The month a day lies in."""
        return cls(day.year, day.month)

    def __str__(self) -> str:
        return f"{self.year}-{self.number:02}"

    @property
    def label(self) -> str:
        """``2026年10月``."""
        return f"{self.year}年{self.number}月"

    @property
    def first_day(self) -> date:
        """Its first day."""
        return date(self.year, self.number, 1)

    @property
    def last_day(self) -> date:
        """Its last day."""
        return clock.months_after(self.first_day, 1) - timedelta(days=1)

    @property
    def since(self) -> datetime:
        """Its first moment."""
        return clock.day_begins(self.first_day)

    @property
    def until(self) -> datetime:
        """The first moment after it."""
        return clock.day_ends(self.last_day)

    def shifted(self, months: int) -> "Month":
        """So many months later; earlier for a negative number."""
        return Month.of(clock.months_after(self.first_day, months))

    @property
    def due_on(self) -> date:
        """The last day on which its report is in time: the fifth business day of the next month."""
        day, left = self.last_day, DUE_ON_BUSINESS_DAY
        while left:
            day += timedelta(days=1)
            left -= not is_business_closed(day)
        return day


def is_business_closed(day: date) -> bool:
    """Whether public offices are closed: weekends, Japanese holidays, the days around the new year."""
    return is_day_off((day - _EPOCH).days)


def last_complete(today: date) -> Month:
    """The latest month that is over."""
    return Month.of(today).shifted(-1)
