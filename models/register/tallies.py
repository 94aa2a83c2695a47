"""How many certifications stand under each scope key by everything they are broken down by: kept, not counted.

Finer than ``totals``, for the breakdown of a list. The keys of operators are left out: there are as many as facilities
of natural persons, and what one operator has is counted at once.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, Boolean, String
from sqlalchemy.orm import Mapped, mapped_column

from models.db import Base
from models.register.scope_keys import ScopeKey, ScopeKind
from models.register.steps import Action, Row, Step

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


TALLY = Step(
    "move_tallies",
    Action.ADD,
    Tally.__tablename__,
    (
        "kind", "code", "further", "prefecture", "source_group", "fiscal_year", "output_class", "status",
        "certifications", "output_watts",
    ),
    keys=8,
)  # fmt: skip


class Alike(NamedTuple):
    """What certifications have in common that are tallied together: their keys, and the rest of a tally's own key."""

    keys: frozenset[ScopeKey]
    further: bool
    prefecture: str
    source_group: str
    fiscal_year: int
    output_class: str
    status: str


@dataclass
class TallyMovements:
    """What a piece of work adds to and takes from the tallies, gathered before it is written."""

    by_keys: dict[Alike, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))

    def move(self, keys: frozenset[ScopeKey], values: Mapping[str, Any], sign: int) -> None:
        """One certification with these stored columns comes (``sign`` 1) or goes (-1)."""
        watts = sign * round((values["output_kw"] or 0) * 1000)
        home = values["prefecture"] or UNKNOWN
        rest = (
            values["source_group"] or UNKNOWN,
            values["fiscal_year"] or UNKNOWN_YEAR,
            values["output_class"] or UNKNOWN,
            values["status"] or UNKNOWN,
        )
        for further, place in ((False, home), *((True, each) for each in _elsewhere(keys, home))):
            movement = self.by_keys[Alike(keys, further, place, *rest)]
            movement[0] += sign
            movement[1] += watts

    def rows(self) -> list[Row]:
        """The rows of ``TALLY``, in the order of the tallies' key."""
        by_key: dict[Row, list[int]] = defaultdict(lambda: [0, 0])
        for alike, (count, watts) in self.by_keys.items():
            for kind, code in alike.keys:
                if kind not in NOT_KEPT:
                    movement = by_key[(str(kind), code, *alike[1:])]
                    movement[0] += count
                    movement[1] += watts
        return sorted((*key, count, watts) for key, (count, watts) in by_key.items() if count or watts)


@lru_cache(maxsize=16_384)
def _elsewhere(keys: frozenset[ScopeKey], home: str) -> tuple[str, ...]:
    return tuple(sorted({code for kind, code in keys if kind is ScopeKind.PREFECTURE} - {home}))
