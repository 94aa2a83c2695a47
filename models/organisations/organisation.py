"""An organisation, as the register knows it."""

from datetime import datetime
from typing import Any

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.db import Base
from models.organisations.kinds import OrganisationKind, Standing


class Organisation(Base):
    """One organisation.

    ``scope_code`` says which part of the register is its own, in the terms of its kind: a supply area (``tokyo``), a
    bureau letter (``C``), a municipality code of five digits or a prefecture code of two (``22210``, ``22``), or a
    certified operator's number. Empty or unknown means no rows. ``laws`` are the numbers of a ministry's laws.
    """

    __tablename__ = "organisations"
    __table_args__ = (UniqueConstraint("name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind_code: Mapped[str] = mapped_column("kind", String(30))
    name: Mapped[str] = mapped_column(String(200))
    scope_code: Mapped[str | None] = mapped_column(String(40))
    laws: Mapped[list[Any]] = mapped_column(default=list)
    standing_code: Mapped[str] = mapped_column("standing", String(10), default=Standing.ACTIVE.value)
    created_at: Mapped[datetime]

    @property
    def kind(self) -> OrganisationKind:
        """The kind, as a member of the closed set."""
        return OrganisationKind(self.kind_code)

    @property
    def standing(self) -> Standing:
        """The standing, as a member of the closed set."""
        return Standing(self.standing_code)
