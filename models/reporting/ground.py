"""What the sections of a report are worked out from: the month, the use in it and in the months before."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from statistics import median

from sqlalchemy.orm import Session

from models.reporting.month import Month
from models.reporting.usage import Facilities, Key, Use, facilities_of, uses_of

COMPARED_MONTHS = 3
"""A month is compared with so many before it."""
NOTABLE_ACTS = 30
NOTABLE_TIMES = 2
"""A change is marked from so many acts more, and from so many times as many (or as few)."""


@dataclass(frozen=True)  # with slots, nothing could be kept once it is worked out
class Ground:
    """One month of one register; what several sections need is asked of the database once."""

    session: Session
    month: Month

    @cached_property
    def uses(self) -> list[Use]:
        """Use in the month."""
        return uses_of(self.session, self.month)

    @cached_property
    def facilities(self) -> Facilities:
        """The different certifications shown in the month."""
        return facilities_of(self.session, self.month)

    @cached_property
    def before(self) -> tuple[list[Use], ...]:
        """Use in the months before, the latest first."""
        return tuple(uses_of(self.session, self.month.shifted(-back)) for back in range(1, COMPARED_MONTHS + 1))

    @cached_property
    def usual_by_account(self) -> Mapping[Key, int]:
        """The median number of acts of each account in the months before, rounded; months without any count as 0."""
        return self._usual(lambda use: (use.organisation_id, use.account_id))

    @cached_property
    def usual_by_organisation(self) -> Mapping[Key, int]:
        """The same of each organisation; the account of the key is None."""
        return self._usual(lambda use: (use.organisation_id, None))

    def _usual(self, key_of: Callable[[Use], Key]) -> Mapping[Key, int]:
        counted: dict[Key, list[int]] = {}
        for back, uses in enumerate(self.before):
            for use in uses:
                counted.setdefault(key_of(use), [0] * COMPARED_MONTHS)[back] += use.using
        return {key: round(median(numbers)) for key, numbers in counted.items()}


def change_in_words(now: int, usual: int) -> str:
    """A change worth looking at: ``大幅な増加``, ``大幅な減少``, ``新しい利用``; empty for the usual."""
    if abs(now - usual) < NOTABLE_ACTS:
        return ""
    if not usual:
        return "新しい利用"
    if now >= usual * NOTABLE_TIMES:
        return "大幅な増加"
    return "大幅な減少" if now * NOTABLE_TIMES <= usual else ""
