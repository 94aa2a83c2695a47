"""Writing acts down: one person at one device, one act after another."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from models.detection.signal import Act, Signal
from models.detection.simulator.staff import Person


@dataclass(slots=True)
class Session:
    """A person, or whoever passes for them, at a device and an address; ``now`` moves with each act."""

    chance: Random
    person: Person
    now: datetime
    device: str
    address: str
    country: str
    signals: list[Signal]

    def act(self, act: Act, *, facility: str = "", rows: int = 0, pause: float = 60) -> None:
        """Do one thing, about ``pause`` seconds after the one before."""
        self.now += timedelta(seconds=1 + int(self.chance.expovariate(1 / pause)))
        person = self.person
        self.signals.append(
            Signal(
                self.now, person.login_id, person.organisation.name, person.organisation.kind, person.unit,
                self.address, self.device, act, facility, rows, self.country,
            )
        )  # fmt: skip

    def sign_in(self, failures: int = 0) -> None:
        """Sign in, after so many wrong tries."""
        for _ in range(failures):
            self.act(Act.SIGN_IN_FAILED, pause=15)
        self.act(Act.SIGN_IN, pause=15)

    def search(self, rows: int = 0, pause: float = 60) -> None:
        """One page of a list."""
        self.act(
            Act.SEARCH,
            rows=rows or min(self.chance.choice((20, 20, 20, 50, 50, 100)), 3 + int(self.chance.expovariate(1 / 60))),
            pause=pause,
        )

    def view(self, facility: str, pause: float = 90) -> None:
        """One facility."""
        self.act(Act.VIEW, facility=facility, rows=1, pause=pause)

    def export(self, rows: int, pause: float = 120) -> None:
        """One file."""
        self.act(Act.EXPORT, rows=max(1, rows), pause=pause)
