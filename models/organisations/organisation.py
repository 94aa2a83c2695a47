"""An organisation, as the register knows it."""

from datetime import datetime
from typing import Any

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from models.db import Base
from models.organisations.kind_standing import KindStanding
from models.organisations.kinds import OrganisationKind, Standing
from models.organisations.units import Unit, unit_named, units_of


class Organisation(Base):
    """One organisation.

    ``scope_code`` says which part of the register is its own, in the terms of its kind: a supply area (``tokyo``), a
    bureau letter (``C``), a municipality code of five digits or a prefecture code of two (``22210``, ``22``), or a
    certified operator's number. Empty or unknown means no rows. ``laws`` are the numbers of a ministry's laws.
    ``units_kept`` are its units, where one legal person has several of which not all may read (``units``); without any,
    all its people read alike. ``mail_domains`` are those its people's addresses end in. ``standing_since`` and
    ``standing_reason`` tell when and why it was barred or closed.
    """

    __tablename__ = "organisations"
    __table_args__ = (UniqueConstraint("name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind_code: Mapped[str] = mapped_column("kind", String(30))
    name: Mapped[str] = mapped_column(String(200))
    scope_code: Mapped[str | None] = mapped_column(String(40))
    laws: Mapped[list[Any]] = mapped_column(default=list)
    standing_code: Mapped[str] = mapped_column("standing", String(10), default=Standing.ACTIVE.value)
    standing_since: Mapped[datetime | None]
    standing_reason: Mapped[str] = mapped_column(String(200), default="")
    units_kept: Mapped[list[Any]] = mapped_column("units", default=list)
    mail_domains: Mapped[list[Any]] = mapped_column(default=list)
    created_at: Mapped[datetime]
    # Read with every account, so that an emergency stop is seen at every request without a question of its own.
    kind_standing: Mapped[KindStanding] = relationship(
        primaryjoin=lambda: Organisation.kind_code == foreign(KindStanding.kind_code),
        lazy="joined",
        innerjoin=True,
        viewonly=True,
        uselist=False,
    )

    @property
    def kind(self) -> OrganisationKind:
        """The kind, as a member of the closed set."""
        return OrganisationKind(self.kind_code)

    @property
    def standing(self) -> Standing:
        """The standing, as a member of the closed set."""
        return Standing(self.standing_code)

    @property
    def units(self) -> tuple[Unit, ...]:
        """Its units; empty when it has none of which not all may read."""
        return units_of(self.units_kept)

    def unit_reads(self, name: str) -> bool:
        """Whether people of this unit may read the register. An unknown unit of an organisation with units may not."""
        found = unit_named(self.units, name)
        return found.reads if found is not None else not self.units
