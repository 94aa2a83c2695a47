"""A whole year, day by day: ordinary work, and misuse of every kind at chance times."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from models.clock import day_in_japan
from models.detection.hours import is_day_off
from models.detection.scoring import Episode
from models.detection.signal import Signal
from models.detection.simulator.habits import Habits
from models.detection.simulator.misuse import MISUSES, Deed, Misuse, commit
from models.detection.simulator.normal import EPOCH, normal_day
from models.detection.simulator.staff import WITHOUT_ROWS, Organisation, Person, hire

FIRST = date(2025, 4, 1)
LEARNING = 45
"""Days before the first misuse: an office begins honestly."""
LONGEST = 25
RUSH_DAYS = 0.01


@dataclass(slots=True)
class Year:
    """One simulated year. ``episodes`` and ``account_days`` are complete when all signals have been read."""

    seed: int
    people: int = 300
    days: int = 365
    each: int = 4
    episodes: list[Episode] = field(default_factory=list)
    account_days: int = 0

    def signals(self) -> Iterator[Signal]:
        """Every act in order of time."""
        chance = Random(self.seed)  # noqa: S311  # an invented world, and the same one for the same seed
        habits = Habits.drawn(chance)
        last = FIRST + timedelta(days=self.days - 1)
        staff = hire(chance, habits, self.people, FIRST, last)
        misdeeds = self._plan(chance, staff)
        waiting: list[Signal] = []
        for number in range(self.days):
            day = FIRST + timedelta(days=number)
            waiting += misdeeds.pop(day, [])
            for organisation in staff:
                rush = chance.uniform(1.5, 3) if chance.random() < RUSH_DAYS else 1.0
                for person in organisation.people:
                    done = normal_day(chance, habits, person, day, rush)
                    self.account_days += bool(done)
                    waiting += done
            waiting.sort(key=lambda one: one.at)
            ready = sum(day_in_japan(one.at) <= day for one in waiting)
            yield from waiting[:ready]
            del waiting[:ready]
        yield from waiting

    def _plan(self, chance: Random, staff: list[Organisation]) -> dict[date, list[Signal]]:
        """Write all misuse down beforehand; nobody misuses twice."""
        planned: dict[date, list[Signal]] = defaultdict(list)
        taken: set[str] = set()
        for _ in range(self.each):
            for misuse in MISUSES:
                deed = self._deed(chance, staff, misuse, taken)
                if deed is None:
                    continue
                self.episodes.append(commit(misuse, deed))
                for signal in deed.signals:
                    planned[day_in_japan(signal.at)].append(signal)
        return planned

    def _deed(self, chance: Random, staff: list[Organisation], misuse: Misuse, taken: set[str]) -> Deed | None:
        """A chance day and people who are there then, or none where the year or the office is too small."""
        earliest = max(LEARNING, misuse.silent and misuse.silent + LEARNING)
        if earliest + LONGEST >= self.days:
            return None
        day = FIRST + timedelta(days=chance.randrange(earliest, self.days - LONGEST))
        while is_day_off(day.toordinal() - EPOCH):
            day += timedelta(days=1)
        silent = timedelta(days=misuse.silent)
        places = [one for one in staff if one.kind not in WITHOUT_ROWS and misuse.kind in ("", one.kind)]
        chance.shuffle(places)
        for organisation in places:
            free = [one for one in organisation.people if one.login_id not in taken]
            able = [one for one in free if _is_there(one, day) and _is_there(one, day - silent)]
            if len(able) >= misuse.people:
                people = chance.sample(able, misuse.people)
                taken |= {one.login_id for one in people}
                if misuse.silent:
                    people[0].away = (day - silent, FIRST + timedelta(days=2 * self.days))
                return Deed(chance, organisation, people, day, [])
        return None


def _is_there(person: Person, day: date) -> bool:
    """Whether they are at work around that day, and long enough before for a habit."""
    around = day - timedelta(days=30), day + timedelta(days=30)
    away = person.away is not None and person.away[0] <= around[1] and person.away[1] >= around[0]
    return not person.shifts and not away and person.begins < around[0] and person.ends > around[1]
