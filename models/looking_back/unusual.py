"""What stands out among the looks at one facility: at night, again and again, without any search before (B1, M12).

A mark says that something is uncommon, never that it is wrong: the page says so too.
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from models.detection import hours
from models.looking_back.acts import LookKind, kind_of

AGAIN_WITHIN = timedelta(hours=24)
AGAIN_FROM = 3
"""So many deliberate looks of one organisation at one facility within a day stand out: a case is read once or twice."""


class Mark(StrEnum):
    """Why a look stands out."""

    ODD_HOURS = "odd-hours"
    AGAIN = "again"
    NO_SEARCH = "no-search"

    @property
    def label(self) -> str:
        """The mark in words."""
        return _LABELS[self]


_LABELS = {
    Mark.ODD_HOURS: "夜間・休日",
    Mark.AGAIN: f"同じ組織が24時間に{AGAIN_FROM}回以上",
    Mark.NO_SEARCH: "検索せずに直接表示",
}


@dataclass(frozen=True, slots=True)
class Happened:
    """One look as the trail holds it, as far as marks need it.

    ``chosen_at`` is when somebody chose to look: of a file that a job made, when it was ordered. None: at ``at``.
    """

    number: int
    at: datetime
    name: str
    organisation_id: int | None
    session: int | None
    chosen_at: datetime | None = None


def is_odd_hour(at: datetime) -> bool:
    """At night, on a weekend or on a Japanese holiday: the calendar detection goes by (統一基準 R7 6.2.5)."""
    moment = int(at.timestamp())
    return hours.is_night(moment) or hours.is_day_off(hours.day_of(moment))


def marks_of(looks: Iterable[Happened]) -> Mapping[int, tuple[Mark, ...]]:
    """The marks of each look by its number; ``looks`` are in their order, from a day before the first that matters."""
    lately: dict[int | None, deque[datetime]] = defaultdict(deque)
    searched: set[int | None] = set()
    marked: dict[int, tuple[Mark, ...]] = {}
    for look in looks:
        kind, found = kind_of(look.name), []
        if is_odd_hour(look.chosen_at or look.at):
            found.append(Mark.ODD_HOURS)
        if kind.in_passing:
            searched.add(look.session)
        else:
            before = lately[look.organisation_id]
            before.append(look.at)
            while abs(look.at - before[0]) >= AGAIN_WITHIN:  # or a clock that was wrong would count for ever
                before.popleft()
            if len(before) >= AGAIN_FROM:
                found.append(Mark.AGAIN)
        if kind is LookKind.READ and look.session not in searched:
            found.append(Mark.NO_SEARCH)
        marked[look.number] = tuple(found)
    return marked
