"""Grants: which attribute may see which item, on what ground, in numbered editions that never change (M9, B5)."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.db import Base
from models.organisations.kinds import OrganisationKind


class Ground(StrEnum):
    """Why an item may be seen: needed for the duty, or of public interest under the Act (M9)."""

    DUTY = "duty"
    PUBLIC_INTEREST = "public_interest"

    @property
    def label(self) -> str:
        """The ground's name in Japanese."""
        return "業務遂行に必要不可欠" if self is Ground.DUTY else "公益的意義"


class GrantsEdition(Base):
    """One edition (版). Immutable once in force; ``proposal`` marks one that no reviewer has confirmed yet."""

    __tablename__ = "grants_editions"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    in_force_from: Mapped[datetime | None]
    proposal: Mapped[bool]
    note: Mapped[str] = mapped_column(String(500))


class Grant(Base):
    """One item made visible to one attribute, with its ground, the reviewer and the day of the review."""

    __tablename__ = "grants"
    __table_args__ = (CheckConstraint("reference <> ''", name="ground_is_named"), {"sqlite_with_rowid": False})

    edition: Mapped[int] = mapped_column(ForeignKey("grants_editions.number"), primary_key=True)
    attribute: Mapped[str] = mapped_column(String(30), primary_key=True)
    item: Mapped[str] = mapped_column(String(64), primary_key=True)
    ground: Mapped[str] = mapped_column(String(20))
    reference: Mapped[str] = mapped_column(String(200))
    reviewer: Mapped[str] = mapped_column(String(200))
    reviewed_on: Mapped[date]
    note: Mapped[str] = mapped_column(String(500), default="")

    @property
    def label(self) -> str:
        """The ground's name in Japanese."""
        return Ground(self.ground).label


def edition_in_force(session: Session, now: datetime) -> GrantsEdition | None:
    """The edition in force at ``now``, or None before the first: then nothing is visible to anyone."""
    latest = select(func.max(GrantsEdition.number)).where(GrantsEdition.in_force_from <= now).scalar_subquery()
    return session.scalars(select(GrantsEdition).where(GrantsEdition.number == latest)).one_or_none()


def granted_keys(session: Session, edition: int, attribute: OrganisationKind) -> frozenset[str]:
    """The keys of the items an edition grants to an attribute."""
    rows = session.scalars(select(Grant.item).where(Grant.edition == edition, Grant.attribute == attribute.value))
    return frozenset(rows)


def grants_of_item(session: Session, edition: int, item: str) -> dict[OrganisationKind, Grant]:
    """Why an edition shows an item, by the attribute it shows it to; an attribute that is missing does not see it."""
    found = session.scalars(select(Grant).where(Grant.edition == edition, Grant.item == item))
    return {OrganisationKind(grant.attribute): grant for grant in found}
