"""How many certifications, and how many kW, stand under each scope key: kept, not counted (speed of the home page).

Exact for the scope of one key. Keys overlap, so a scope of several is counted in ``register_scopes`` instead.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import BigInteger, String, delete
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.db import Base, insert_or
from models.register.scope_keys import ScopeKey
from models.register.tallies import TallyMovements

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


@dataclass
class Movements:
    """What a piece of work adds to and takes from totals and tallies, gathered before it is written."""

    by_key: dict[tuple[str, str, str, str], list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))
    tallies: TallyMovements = field(default_factory=TallyMovements)

    def move(
        self, keys: Iterable[ScopeKey], source_group: str | None, prefecture: str | None, kw: float | None, sign: int
    ) -> None:
        """One certification comes (``sign`` 1) or goes (-1)."""
        watts = round((kw or 0) * 1000)
        for kind, code in keys:
            movement = self.by_key[(kind, code, source_group or UNKNOWN, prefecture or UNKNOWN)]
            movement[0] += sign
            movement[1] += sign * watts


def apply(session: Session, movements: Movements) -> None:
    """Write what was gathered, and forget totals that have come to nothing."""
    movements.tallies.apply(session)
    rows = [
        {
            "kind": str(kind),
            "code": code,
            "source_group": source_group,
            "prefecture": prefecture,
            "certifications": count,
            "output_watts": watts,
        }
        for (kind, code, source_group, prefecture), (count, watts) in movements.by_key.items()
        if count or watts
    ]
    movements.by_key.clear()
    if not rows:
        return
    statement = insert_or(session, Total)
    statement = statement.on_conflict_do_update(
        index_elements=[Total.kind, Total.code, Total.source_group, Total.prefecture],
        set_={
            "certifications": Total.certifications + statement.excluded.certifications,
            "output_watts": Total.output_watts + statement.excluded.output_watts,
        },
    )
    session.connection().execute(statement, rows)
    session.execute(delete(Total).where(Total.certifications == 0))
