"""What every drawer of a detail needs at hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from random import Random

from models.demonstration.generator.chance import between, one_of
from models.demonstration.generator.days import AS_OF
from models.demonstration.generator.people import Name, person
from models.demonstration.generator.places import address
from models.demonstration.generator.subject import Subject


class Anchor(StrEnum):
    """The days from which other days are counted."""

    CERTIFIED = "certified"
    PLANNED = "planned"
    STARTED = "started"
    ENDS = "ends"
    AS_OF = "as_of"


@dataclass(frozen=True, slots=True)
class Draft:
    """One facility whose items are being drawn."""

    random: Random
    subject: Subject

    @property
    def kilowatts(self) -> float:
        """The certified output."""
        return float(self.subject.output)

    def one_of(self, values: Sequence[str]) -> str:
        """One of the words."""
        return one_of(self.random, values)

    def between(self, low: int, high: int) -> int:
        """A whole number, both ends included."""
        return between(self.random, low, high)

    def anchor(self, anchor: Anchor) -> date | None:
        """The day meant, or None when it has not come."""
        days = self.subject.days
        match anchor:
            case Anchor.CERTIFIED:
                return days.certified_on
            case Anchor.PLANNED:
                return days.planned_on
            case Anchor.STARTED:
                return days.started_on
            case Anchor.ENDS:
                return _years_later(days.started_on, days.procurement_years)
            case _:
                return AS_OF

    def day(self, anchor: Anchor, low: int, high: int) -> date | None:
        """A day between ``low`` and ``high`` days after the anchor."""
        start = self.anchor(anchor)
        return None if start is None else start + timedelta(days=self.between(low, high))

    def person(self) -> Name:
        """Some made-up person."""
        return person(self.random)

    def address(self) -> str:
        """An address in the facility's municipality."""
        return address(self.random, self.subject.place)

    def code(self, pattern: str) -> str:
        """A made-up number: each ``#`` becomes a digit, each ``@`` a letter."""
        letters = "ABCDEFGHJKLMNPQRSTUVWXYZ"
        made = {"#": lambda: str(self.between(0, 9)), "@": lambda: self.one_of(letters)}
        return "".join(made[mark]() if mark in made else mark for mark in pattern)


def _years_later(day: date | None, years: int) -> date | None:
    # 29 February stands for itself only in leap years; the 28th serves as well for a made-up date.
    return None if day is None else day.replace(year=day.year + years, day=min(day.day, 28))
