"""The standing of a whole kind: on 6 February 2023 all grid-company accounts were stopped at once (M8)."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from models.db import Base
from models.organisations.kinds import OrganisationKind


class KindStanding(Base):
    """One row for each kind, laid by the migrations. ``stopped_at`` is set while the whole kind is stopped.

    ``notice`` is what those affected are told; ``reason`` stays inside.
    """

    __tablename__ = "kind_standings"

    kind_code: Mapped[str] = mapped_column("kind", String(30), primary_key=True)
    stopped_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(String(200), default="")
    notice: Mapped[str] = mapped_column(String(400), default="")

    @property
    def kind(self) -> OrganisationKind:
        """The kind, as a member of the closed set."""
        return OrganisationKind(self.kind_code)
