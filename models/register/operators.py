"""Certified operators (認定事業者) as the register tells them apart (M10).

A name alone is no identity: many companies and most families share theirs. A legal person is the same by name and
address together. Of a natural person METI publishes the name only, so each facility has an operator of its own until
an organisation is shown to be behind several.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import Row, String, bindparam, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.db import Base
from models.register.bulk import insert_plain
from models.register.derivation import OperatorKind
from models.register.folding import fold
from models.register.numbers import take_numbers

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


@dataclass(frozen=True, slots=True)
class OperatorFacts:
    """What is published about the operator of one facility. ``serial`` is the 設備ID in its FIT form."""

    kind: str
    name: str
    address: str | None
    serial: str

    @property
    def folded_name(self) -> str:
        """The name without differences of spelling."""
        return fold(self.name)

    @property
    def identity(self) -> str:
        """The digest two facilities share when their operator is the same."""
        known = self.address is not None and self.kind == OperatorKind.LEGAL
        parts = ("legal", self.folded_name, fold(self.address or "")) if known else ("facility", self.serial)
        return sha256("\0".join(parts).encode()).hexdigest()


def number_operators(session: Session, facts: Mapping[str, OperatorFacts]) -> dict[str, int]:
    """The numbers of operators by identity; those not yet known are entered."""
    statement = select(Operator.identity, Operator.id).where(Operator.identity.in_(facts))
    numbers = dict(session.execute(statement).all())
    missing = [identity for identity in facts if identity not in numbers]
    if missing:
        new = dict(zip(missing, take_numbers(session, Operator, len(missing)), strict=True))
        rows = ((number, identity, facts[identity]) for identity, number in new.items())
        insert_plain(
            session,
            Operator.__tablename__,
            ("id", "identity", "kind", "name", "address"),
            [(number, identity, known.kind, known.name, known.address) for number, identity, known in rows],
        )
        numbers |= new
    return numbers


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
