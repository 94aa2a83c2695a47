"""How many certifications, and how many kW, stand under each scope key: kept, not counted (speed of the home page).

Exact for the scope of one key. Keys overlap, so a scope of several is counted in ``register_scopes`` instead.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import BigInteger, String, delete
from sqlalchemy.orm import Mapped, Session, mapped_column

from models import clock
from models.db import Base
from models.register.bulk import Stamp, perform
from models.register.scope_keys import ScopeKey
from models.register.steps import Action, Row, Step
from models.register.tallies import TALLY, Tally, TallyMovements

UNKNOWN = ""
"""The source group or prefecture of a certification for which the register knows none."""


class Total(Base):
    """The certifications of one scope key, by source group and prefecture of the representative site.

    Output is in whole watts, so that adding and taking away leaves no trace of rounding.
    """

    __tablename__ = "register_totals"
    __table_args__ = {"sqlite_with_rowid": False}

    kind: Mapped[str] = mapped_column(String(12), primary_key=True)
    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    source_group: Mapped[str] = mapped_column(String(20), primary_key=True)
    prefecture: Mapped[str] = mapped_column(String(2), primary_key=True)
    certifications: Mapped[int]
    output_watts: Mapped[int] = mapped_column(BigInteger)


MOVE = Step(
    "move_totals",
    Action.ADD,
    Total.__tablename__,
    ("kind", "code", "source_group", "prefecture", "certifications", "output_watts"),
    keys=4,
)


@dataclass
class Movements:
    """What a piece of work adds to and takes from totals and tallies, gathered before it is written."""

    by_keys: dict[tuple[frozenset[ScopeKey], str, str], list[int]] = field(
        default_factory=lambda: defaultdict(lambda: [0, 0])
    )
    tallies: TallyMovements = field(default_factory=TallyMovements)

    def move(
        self, keys: frozenset[ScopeKey], source_group: str | None, prefecture: str | None, kw: float | None, sign: int
    ) -> None:
        """One certification comes (``sign`` 1) or goes (-1)."""
        # By all keys at once: certifications of one place share them, and a set knows its hash.
        movement = self.by_keys[(keys, source_group or UNKNOWN, prefecture or UNKNOWN)]
        movement[0] += sign
        movement[1] += sign * round((kw or 0) * 1000)

    def steps(self) -> Iterable[tuple[Step, list[Row]]]:
        """The steps that write what was gathered, with their rows."""
        return ((MOVE, self.rows()), (TALLY, self.tallies.rows()))

    def rows(self) -> list[Row]:
        """The rows of ``MOVE``, in the order of the totals' key."""
        by_key: dict[tuple[str, str, str, str], list[int]] = defaultdict(lambda: [0, 0])
        for (keys, source_group, prefecture), (count, watts) in self.by_keys.items():
            for kind, code in keys:
                movement = by_key[(str(kind), code, source_group, prefecture)]
                movement[0] += count
                movement[1] += watts
        return sorted((*key, count, watts) for key, (count, watts) in by_key.items() if count or watts)


def apply(session: Session, movements: Movements) -> None:
    """Write what was gathered, and forget totals that have come to nothing."""
    stamp = Stamp(clock.now())
    for step, rows in movements.steps():
        perform(session, step, rows, stamp)
    movements.by_keys.clear()
    movements.tallies.by_keys.clear()
    forget_empty(session)


def forget_empty(session: Session) -> None:
    """Remove the totals and tallies nothing stands under any more."""
    session.execute(delete(Total).where(Total.certifications == 0))
    session.execute(delete(Tally).where(Tally.certifications == 0))
