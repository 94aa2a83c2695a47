"""How many certifications stand under each scope key by everything they are broken down by: kept, not counted.

Finer than ``totals``, for the breakdown of a list. The keys of operators are left out: there are as many as facilities
of natural persons, and what one operator has is counted at once.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, Boolean, String, delete
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.db import Base, insert_or
from models.register.scope_keys import ScopeKey, ScopeKind

UNKNOWN = ""
"""What a text says where the register knows nothing; of a year it is ``UNKNOWN_YEAR``."""
UNKNOWN_YEAR = 0
NOT_KEPT = frozenset({ScopeKind.OPERATOR})


class Tally(Base):
    """The certifications of one scope key that are alike in all of this.

    ``prefecture`` is that of the representative site. A facility that reaches into other prefectures stands once more
    under each of them, marked ``further``: those lines belong to a prefecture's number and to no sum.
    Output is in whole watts, so that adding and taking away leaves no trace of rounding.
    """

    __tablename__ = "register_tallies"
    __table_args__ = {"sqlite_with_rowid": False}

    kind: Mapped[str] = mapped_column(String(12), primary_key=True)
    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    further: Mapped[bool] = mapped_column(Boolean, primary_key=True)
    prefecture: Mapped[str] = mapped_column(String(2), primary_key=True)
    source_group: Mapped[str] = mapped_column(String(20), primary_key=True)
    fiscal_year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    output_class: Mapped[str] = mapped_column(String(20), primary_key=True)
    status: Mapped[str] = mapped_column(String(20), primary_key=True)
    certifications: Mapped[int]
    output_watts: Mapped[int] = mapped_column(BigInteger)


class TallyKey(NamedTuple):
    """The primary key of a tally, in its order."""

    kind: str
    code: str
    further: bool
    prefecture: str
    source_group: str
    fiscal_year: int
    output_class: str
    status: str


@dataclass
class TallyMovements:
    """What a piece of work adds to and takes from the tallies, gathered before it is written."""

    by_key: dict[TallyKey, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))

    def move(self, keys: Collection[ScopeKey], values: Mapping[str, Any], sign: int) -> None:
        """One certification with these stored columns comes (``sign`` 1) or goes (-1)."""
        watts = sign * round((values["output_kw"] or 0) * 1000)
        home = values["prefecture"] or UNKNOWN
        elsewhere = sorted({code for kind, code in keys if kind is ScopeKind.PREFECTURE} - {home})
        rest = (
            values["source_group"] or UNKNOWN,
            values["fiscal_year"] or UNKNOWN_YEAR,
            values["output_class"] or UNKNOWN,
            values["status"] or UNKNOWN,
        )
        for further, place in ((False, home), *((True, each) for each in elsewhere)):
            for kind, code in keys:
                if kind not in NOT_KEPT:
                    movement = self.by_key[TallyKey(kind, code, further, place, *rest)]
                    movement[0] += sign
                    movement[1] += watts

    def apply(self, session: Session) -> None:
        """Write what was gathered, and forget tallies that have come to nothing."""
        rows = list(_rows(self.by_key.items()))
        self.by_key.clear()
        if not rows:
            return
        statement = insert_or(session, Tally)
        statement = statement.on_conflict_do_update(
            index_elements=list(TallyKey._fields),
            set_={
                "certifications": Tally.certifications + statement.excluded.certifications,
                "output_watts": Tally.output_watts + statement.excluded.output_watts,
            },
        )
        session.connection().execute(statement, rows)
        session.execute(delete(Tally).where(Tally.certifications == 0))


def _rows(movements: Iterable[tuple[TallyKey, list[int]]]) -> Iterable[dict[str, Any]]:
    for key, (count, watts) in movements:
        if count or watts:
            yield {**key._asdict(), "kind": str(key.kind), "certifications": count, "output_watts": watts}
