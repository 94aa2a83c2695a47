"""One ordinary day of one person."""

from datetime import date, datetime, timedelta
from random import Random

from models.clock import JST
from models.detection.hours import is_day_off
from models.detection.signal import Signal
from models.detection.simulator.acts import Session
from models.detection.simulator.habits import Habits
from models.detection.simulator.staff import WITHOUT_ROWS, Person, home_address, new_device

EPOCH = date(1970, 1, 1).toordinal()
LATE_IN_MONTH = 26
SHIFT_BEGINS = (None, 8, 16, 23)


def normal_day(chance: Random, habits: Habits, person: Person, day: date, rush: float) -> list[Signal]:
    """What the person does on this day; often nothing. ``rush``: how busy the organisation is today, 1 is usual."""
    if not person.begins <= day <= person.ends or (person.away and person.away[0] <= day <= person.away[1]):
        return []
    _change(chance, habits, person, day)
    start = _start(chance, habits, person, day)
    if start is None:
        return []
    month_end = habits.month_end if day.day >= LATE_IN_MONTH or day.day <= 2 else 1.0
    acts = int(person.pace * month_end * rush * chance.lognormvariate(0, habits.day_spread))
    late = chance.random() < habits.late_days * month_end
    signals: list[Signal] = []
    sessions = chance.randint(1, 3)
    place = _place(chance, person)
    for number in range(sessions):
        hours = 8.5 * number / sessions + chance.uniform(0, 1)
        if late and number == sessions - 1 and not person.shifts:
            hours = chance.uniform(9.5, 14)
        country = "JP" if chance.random() < habits.given_countries else ""
        session = Session(chance, person, start + timedelta(hours=hours), *place, country, signals)
        _work(session, habits, acts // sessions, month_end if number == 0 else 0)
    return signals


def _change(chance: Random, habits: Habits, person: Person, day: date) -> None:
    """What changes in a working life: a new computer, a new desk, a new unit."""
    if person.new_computer == day:
        person.device = new_device(chance)
    if person.moves == day:
        person.unit = f"unit-{chance.randrange(1, 5)}"
        person.office = f"{chance.choice(person.organisation.offices)}.{chance.randrange(1, 4)}"
        person.pace *= chance.uniform(0.5, 2)
        person.cases = chance.sample(person.organisation.facilities, len(person.cases))
    if chance.random() < 0.2:
        person.cases[chance.randrange(len(person.cases))] = chance.choice(person.organisation.facilities)
    if chance.random() < habits.changing_home_addresses / 20:
        person.home = home_address(chance)


def _start(chance: Random, habits: Habits, person: Person, day: date) -> datetime | None:
    """When the person begins to work, if they do."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=JST)
    if person.shifts:
        begins = SHIFT_BEGINS[(day.toordinal() // 2 + person.turn) % len(SHIFT_BEGINS)]
        return None if begins is None else midnight + timedelta(hours=begins)
    if is_day_off(day.toordinal() - EPOCH):
        works = chance.random() < habits.weekend_days
    else:
        works = day.weekday() in person.works and chance.random() > 0.07
    return midnight + timedelta(hours=chance.uniform(8, 9.7)) if works else None


def _place(chance: Random, person: Person) -> tuple[str, str]:
    """The device and the address of a day. A second device is a laptop for home, or a tablet in the office."""
    if chance.random() < person.telework:
        return person.second or person.device, person.home
    tablet = person.second and not person.telework and chance.random() < 0.2
    return person.second if tablet else person.device, person.office


def _work(session: Session, habits: Habits, acts: int, exporting: float) -> None:
    chance, person = session.chance, session.person
    session.sign_in(failures=1 + (chance.random() < 0.2) if chance.random() < habits.typos else 0)
    if person.organisation.kind in WITHOUT_ROWS:
        return
    facilities = person.organisation.facilities
    while acts > 0:
        if chance.random() < habits.direct_views:
            session.view(chance.choice(person.cases))
            acts -= 1
            continue
        session.search()
        acts -= 1
        first = chance.randrange(len(facilities) - 40)
        for _ in range(min(acts, int(chance.expovariate(habits.searches_share)))):
            found = chance.choice(person.cases) if chance.random() < 0.25 else facilities[first + chance.randrange(40)]
            session.view(found)
            acts -= 1
    if chance.random() < person.exports * exporting:
        for _ in range(chance.choice((1, 1, 1, 2, 3))):
            session.export(int(person.export_rows * chance.lognormvariate(0, habits.export_spread)))
