"""Certified operators (認定事業者) as the register tells them apart (M10).

A name alone is no identity: many companies and most families share theirs. A legal person is the same by name and
address together. Of a natural person METI publishes the name only, so each facility has an operator of its own until
an organisation is shown to be behind several.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from typing import NamedTuple

from sqlalchemy import Row, String, bindparam, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.db import Base
from models.register.bulk import one_of
from models.register.derivation import OperatorKind
from models.register.folding import fold
from models.register.numbers import Numbers
from models.register.steps import Action, Step, Writer

_fold = lru_cache(maxsize=8_192)(fold)

RENEWED_AT_ONCE = 10_000


class Operator(Base):
    """One certified operator. ``id`` is its number: what an organisation of certified operators holds as scope.

    ``identity`` is a digest of what makes it the same operator, so that no second copy of personal data is indexed.
    """

    __tablename__ = "register_operators"

    id: Mapped[int] = mapped_column(primary_key=True)
    identity: Mapped[str] = mapped_column(String(64), unique=True)
    kind: Mapped[str] = mapped_column(String(4))
    name: Mapped[str] = mapped_column(String(300))
    address: Mapped[str | None] = mapped_column(String(500))


ENTER = Step("enter_operators", Action.INSERT, Operator.__tablename__, ("id", "identity", "kind", "name", "address"))


class OperatorFacts(NamedTuple):
    """What is published about the operator of one facility. ``serial`` is the 設備ID in its FIT form."""

    kind: str
    name: str
    address: str | None
    serial: str

    @property
    def folded_name(self) -> str:
        """The name without differences of spelling."""
        return _fold(self.name)

    @property
    def shared(self) -> bool:
        """Whether enough is known of the operator to tell that it stands behind other facilities too."""
        return self.address is not None and self.kind == OperatorKind.LEGAL

    @property
    def identity(self) -> str:
        """The digest two facilities share when their operator is the same."""
        parts = ("legal", self.folded_name, _fold(self.address or "")) if self.shared else ("facility", self.serial)
        return sha256("\0".join(parts).encode()).hexdigest()


@dataclass(slots=True)
class OperatorNumbers:
    """The numbers of operators, for one piece of work whose rows may be written later."""

    session: Session
    numbers: Numbers
    writer: Writer
    _met: dict[str, int] = field(default_factory=dict)

    def of(self, facts: Mapping[str, OperatorFacts]) -> dict[str, int]:
        """Numbers by identity; operators not yet known are entered."""
        known = {identity: self._met[identity] for identity in facts if identity in self._met}
        columns = Operator.__table__.c
        unknown = one_of(self.session, columns.identity, facts.keys() - known.keys())
        statement = select(columns.identity, columns.id).where(unknown)
        known |= dict(self.session.execute(statement).all())
        new = [identity for identity in facts if identity not in known]
        if new:
            known |= zip(new, self.numbers.take(Operator, len(new)), strict=True)
            self.writer.put(ENTER, [(known[each], each, *facts[each][:3]) for each in new])
            # Of a natural person each facility has its own, which does not come again.
            self._met |= {each: known[each] for each in new if facts[each].shared}
        return known


def renew_identities(session: Session) -> None:
    """Work identities out anew, so that an operator is known again after a change of ``folding``.

    Two that have become the same stay two, and the one who holds the identity gets what is published from now on: to
    make them one would show the facilities of each to the people of the other.
    """
    last = 0
    while batch := _legal_persons(session, last):
        last = batch[-1].id
        wanted: dict[str, int] = {}
        for operator in batch:
            identity = OperatorFacts(operator.kind, operator.name, operator.address, "").identity
            if identity != operator.identity:
                wanted.setdefault(identity, operator.id)
        held = set(session.scalars(select(Operator.identity).where(Operator.identity.in_(wanted))))
        rows = [{"the_id": number, "new": identity} for identity, number in wanted.items() if identity not in held]
        if rows:
            statement = update(Operator).where(Operator.id == bindparam("the_id")).values(identity=bindparam("new"))
            session.connection().execute(statement, rows)


def _legal_persons(session: Session, after: int) -> Sequence[Row[int, str, str, str, str | None]]:
    """The next whose identity rests on name and address."""
    columns = (Operator.id, Operator.identity, Operator.kind, Operator.name, Operator.address)
    chosen = select(*columns).where(
        Operator.id > after, Operator.kind == OperatorKind.LEGAL.value, Operator.address.is_not(None)
    )
    return session.execute(chosen.order_by(Operator.id).limit(RENEWED_AT_ONCE)).all()
