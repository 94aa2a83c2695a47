"""Misuse of many kinds, as people commit it. Each function writes the acts of one episode down."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from models.clock import JST
from models.detection.scoring import Episode
from models.detection.signal import Act, Signal
from models.detection.simulator.acts import Session
from models.detection.simulator.staff import Organisation, Person, home_address, new_device

ABROAD = (("185.220.101.7", "DE"), ("45.95.168.20", "HR"), ("103.152.220.9", "VN"), ("198.98.51.30", "US"))


@dataclass(slots=True)
class Deed:
    """One episode in the making: its people, its first day, and the acts written so far."""

    chance: Random
    organisation: Organisation
    people: list[Person]
    day: date
    signals: list[Signal]

    def begin(self, person: Person, hour: float, days: int = 0, *, strange: bool = False) -> Session:
        """Sit down at the person's own computer in the office, or at a strange one elsewhere in Japan."""
        midnight = datetime(self.day.year, self.day.month, self.day.day, tzinfo=JST) + timedelta(days=days)
        device = new_device(self.chance) if strange else person.device
        address = home_address(self.chance) if strange else person.office
        return Session(self.chance, person, midnight + timedelta(hours=hour), device, address, "JP", self.signals)

    def some(self, number: int) -> list[str]:
        """So many facilities of the organisation, in no order."""
        return self.chance.sample(self.organisation.facilities, number)


def shared_credentials(deed: Deed) -> None:
    """February 2023: a group company's people use the credentials of a few grid people, day after day."""
    elsewhere = f"153.{deed.chance.randrange(128, 250)}.{deed.chance.randrange(256)}.9"
    desks = [new_device(deed.chance) for _ in range(deed.chance.randint(2, 5))]
    for days in (0, 1, 2, 3, 4, 7, 8, 9, 10, 11):
        for desk in desks:
            person = deed.chance.choice(deed.people)
            session = deed.begin(person, deed.chance.uniform(9, 15), days)
            session.device, session.address = desk, elsewhere
            session.sign_in()
            for facility in deed.some(deed.chance.randint(4, 15)):
                session.search(pause=200)
                session.view(facility, pause=300)


def bulk_export(deed: Deed) -> None:
    """Files of thousands of records, one after another."""
    session = deed.begin(deed.people[0], deed.chance.uniform(10, 17))
    session.sign_in()
    for _ in range(deed.chance.randint(4, 10)):
        session.search()
        session.export(deed.chance.randint(4000, 10_000), pause=60)


def slow_drip(deed: Deed) -> None:
    """A file of several times the usual size every day, for three weeks."""
    for days in range(21):
        session = deed.begin(deed.people[0], deed.chance.uniform(11, 18), days)
        session.sign_in()
        for _ in range(deed.chance.randint(2, 4)):
            session.export(deed.chance.randint(800, 1800), pause=1200)


def split_export(deed: Deed) -> None:
    """Several colleagues take a part each."""
    for person in deed.people:
        session = deed.begin(person, deed.chance.uniform(10, 16))
        session.sign_in()
        for _ in range(deed.chance.randint(2, 3)):
            session.export(deed.chance.randint(2000, 4500), pause=900)


def enumeration(deed: Deed) -> None:
    """Numbers tried one after another; many are of nobody, or out of scope."""
    session = deed.begin(deed.people[0], deed.chance.uniform(9, 18))
    session.sign_in()
    first = deed.chance.randrange(100_000)
    for number in range(deed.chance.randint(120, 400)):
        facility = f"A{first + number:06}C13"
        if deed.chance.random() < 0.7:
            session.act(Act.DENIED, facility=facility, pause=4)
        else:
            session.view(facility, pause=4)


def curiosity(deed: Deed) -> None:
    """The same few facilities again and again, without a search, for a week."""
    chosen = deed.some(2)
    for days in range(8):
        session = deed.begin(deed.people[0], deed.chance.uniform(9, 17), days)
        session.sign_in()
        for _ in range(deed.chance.randint(12, 25)):
            session.view(deed.chance.choice(chosen), pause=240)


def from_abroad(deed: Deed) -> None:
    """Stolen credentials, used from another country."""
    session = deed.begin(deed.people[0], deed.chance.uniform(0, 24), strange=True)
    session.address, session.country = deed.chance.choice(ABROAD)
    if deed.chance.random() < 0.3:
        session.country = ""
    session.sign_in(failures=deed.chance.randint(0, 3))
    for facility in deed.some(30):
        session.view(facility, pause=20)


def stolen_at_home(deed: Deed) -> None:
    """Stolen credentials, used within Japan while their owner works."""
    for days in range(3):
        session = deed.begin(deed.people[0], deed.chance.uniform(9.5, 11), days, strange=True)
        session.sign_in()
        for facility in deed.some(40):
            session.search(pause=200)
            session.view(facility, pause=200)


def revival(deed: Deed) -> None:
    """An account nobody used for months, in another hand."""
    session = deed.begin(deed.people[0], deed.chance.uniform(8, 22), strange=True)
    session.sign_in(failures=deed.chance.randint(0, 2))
    for facility in deed.some(60):
        session.search(pause=30)
        session.view(facility, pause=30)


def spraying(deed: Deed) -> None:
    """One password at many IDs, some of them invented."""
    session = deed.begin(deed.people[0], deed.chance.uniform(0, 24), strange=True)
    session.address = "45.95.168.66" if deed.chance.random() < 0.5 else session.address
    nobody = Organisation("", "", [], [])
    for person in deed.organisation.people[:60]:
        session.person = person
        session.act(Act.SIGN_IN_FAILED, pause=20)
    for number in range(deed.chance.randint(10, 40)):
        session.person = Person(
            f"user{number:04}", nobody, "", 0, 0, 0, frozenset(), False, 0, "", "", "", "", [], deed.day, deed.day,
            None, None, None,
        )  # fmt: skip
        session.act(Act.SIGN_IN_FAILED, pause=20)


def night_harvest(deed: Deed) -> None:
    """Lists and facilities through the night, by somebody who never works at night."""
    session = deed.begin(deed.people[0], 23.5)
    session.sign_in()
    for facility in deed.some(deed.chance.randint(60, 120)):
        session.search(100, pause=40)
        session.view(facility, pause=40)


def list_paging(deed: Deed) -> None:
    """Page after page of lists, a hundred records each."""
    session = deed.begin(deed.people[0], deed.chance.uniform(9, 15))
    session.sign_in()
    for _ in range(deed.chance.randint(100, 250)):
        session.search(100, pause=25)


@dataclass(frozen=True, slots=True)
class Misuse:
    """One kind: who writes it, by how many people, and how long the account was silent before (days)."""

    name: str
    write: Callable[[Deed], None]
    people: int = 1
    kind: str = ""
    silent: int = 0


MISUSES = (
    Misuse("shared-credentials", shared_credentials, 3, "grid_operator"),
    Misuse("bulk-export", bulk_export),
    Misuse("slow-drip", slow_drip),
    Misuse("split-export", split_export, 5, "grid_operator"),
    Misuse("enumeration", enumeration),
    Misuse("curiosity", curiosity),
    Misuse("from-abroad", from_abroad),
    Misuse("stolen-at-home", stolen_at_home),
    Misuse("revival", revival, silent=120),
    Misuse("spraying", spraying, 1, "grid_operator"),
    Misuse("night-harvest", night_harvest),
    Misuse("list-paging", list_paging),
)


def commit(misuse: Misuse, deed: Deed) -> Episode:
    """Write the episode's acts into the deed, and say what was done."""
    misuse.write(deed)
    deed.signals.sort(key=lambda one: one.at)
    people = frozenset(one.login_id for one in deed.signals if one.organisation)
    return Episode(misuse.name, deed.signals[0].at, deed.signals[-1].at, people, deed.organisation.name)
