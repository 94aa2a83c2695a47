"""The people, organisations and addresses of a simulated year."""

from dataclasses import dataclass, field
from datetime import date
from random import Random

from models.detection.simulator.habits import Habits

KINDS = (
    ("grid_operator", 3, 0.36), ("bureau", 3, 0.17), ("application_agent", 1, 0.16), ("local_government", 6, 0.13),
    ("owner", 1, 0.06), ("occto", 1, 0.03), ("ministry", 1, 0.03), ("certified_operator", 4, 0.03),
    ("contractor", 1, 0.03),
)  # fmt: skip
WITHOUT_ROWS = ("contractor",)
FACILITIES = 4000
CASES = 6


@dataclass(slots=True)
class Organisation:
    """One organisation: its office addresses, and the facilities of its area."""

    name: str
    kind: str
    offices: list[str]
    facilities: list[str]
    people: list["Person"] = field(default_factory=list)


@dataclass(slots=True)
class Person:
    """One person and how they work. ``pace`` is their usual acts a day, ``works`` the weekdays (0 = Monday)."""

    login_id: str
    organisation: Organisation
    unit: str
    pace: float
    exports: float
    export_rows: float
    works: frozenset[int]
    shifts: bool
    telework: float
    office: str
    home: str
    device: str
    second: str
    cases: list[str]
    begins: date
    ends: date
    away: tuple[date, date] | None
    new_computer: date | None
    moves: date | None
    turn: int = 0


def hire(chance: Random, habits: Habits, people: int, first: date, last: date) -> list[Organisation]:
    """All organisations with their people. About one in twelve joins or leaves within the year."""
    organisations = []
    for kind, number, share in KINDS:
        heads = max(number, round(people * share))
        for place in range(number):
            name = f"{kind}-{place + 1}"
            organisation = Organisation(name, kind, _offices(chance), _facilities(chance))
            count = heads // number + (place < heads % number)
            organisation.people = [_person(chance, habits, organisation, one, first, last) for one in range(count)]
            organisations.append(organisation)
    return organisations


def _offices(chance: Random) -> list[str]:
    return [f"153.{chance.randrange(128, 250)}.{chance.randrange(256)}" for _ in "ab"]


def home_address(chance: Random) -> str:
    """An address of a household in Japan."""
    if chance.random() < 0.4:
        return f"2400:{chance.randrange(0x4000, 0x4180):x}:{chance.randrange(0x10000):x}:{chance.randrange(0x100):x}::1"
    # The middle of 126.0.0.0/8: parts of both its ends belong to other countries by now.
    return f"126.{chance.randrange(54, 190)}.{chance.randrange(256)}.{chance.randrange(1, 255)}"


def _facilities(chance: Random) -> list[str]:
    prefecture, bureau = chance.randrange(1, 48), chance.choice("ABCDEFGHI")
    serials = chance.sample(range(1, 400_000), FACILITIES)
    return [f"{chance.choice('AAAABCS')}{serial:06}{bureau}{prefecture:02}" for serial in sorted(serials)]


def new_device(chance: Random) -> str:
    """A browser's opaque id."""
    return f"{chance.getrandbits(64):016x}"


def _day(chance: Random, first: date, last: date) -> date:
    return date.fromordinal(chance.randint(first.toordinal(), last.toordinal()))


def _person(chance: Random, habits: Habits, of: Organisation, number: int, first: date, last: date) -> Person:
    lucky = chance.random
    shifts = of.kind in ("grid_operator", "occto") and lucky() < habits.shift_workers
    begins = _day(chance, first, last) if lucky() < 0.05 else first
    away = None
    if lucky() < habits.leave:
        start = _day(chance, first, last)
        away = (start, date.fromordinal(start.toordinal() + chance.randint(60, 200)))
    return Person(
        login_id=f"{of.name}-{number + 1:03}",
        organisation=of,
        unit=f"unit-{chance.randrange(1, 5)}",
        pace=habits.acts_a_day * chance.lognormvariate(0, habits.busy_spread),
        exports=habits.export_days * chance.uniform(0.3, 2) if lucky() < habits.exporters else 0.0,
        export_rows=habits.export_rows * chance.lognormvariate(0, 0.6),
        works=_weekdays(chance) if lucky() < habits.part_timers else frozenset(range(5)),
        shifts=shifts,
        telework=0.0 if shifts or lucky() > habits.telework else chance.choice((0.1, 0.2, 0.4)),
        office=f"{chance.choice(of.offices)}.{chance.randrange(1, 4)}",
        home=home_address(chance),
        device=new_device(chance),
        second=new_device(chance) if lucky() < habits.second_device else "",
        cases=chance.sample(of.facilities, CASES),
        begins=begins,
        ends=_day(chance, begins, last) if lucky() < 0.04 else last,
        away=away,
        new_computer=_day(chance, first, last) if lucky() < habits.new_computers else None,
        moves=_day(chance, first, last) if lucky() < habits.transfers else None,
        turn=chance.randrange(4),
    )


def _weekdays(chance: Random) -> frozenset[int]:
    return frozenset(chance.sample(range(5), 3))
