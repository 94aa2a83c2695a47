"""Grants: which attribute may see which item, on what ground, in numbered editions that never change (M9, B5).

The database itself refuses to change or remove a row of an edition (``models.catalogue.guards``).
"""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Select, String, exists, func, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.db import Base
from models.words import words


class Ground(StrEnum):
    """Why an item may be seen: needed for the duty, or of public interest under the Act (M9)."""

    DUTY = "duty"
    PUBLIC_INTEREST = "public_interest"

    @property
    def label(self) -> str:
        """The ground's name in Japanese, as the catalogue in use calls it."""
        return words().grounds[self.value]


class GrantsEdition(Base):
    """One edition (版), complete in itself. It never changes, not even before its time of effect.

    ``proposal`` marks one with grants that no reviewer has confirmed yet. ``based_on`` is the edition it changes,
    ``equal_to`` the one it goes back to, if it does. ``closes_overdue``: a grant whose next review is overdue shows
    nothing until the review is done. ``sha256`` is the digest of its grants (``models.reviewing.cells.digest_of``).
    ``proposed_by`` and ``approved_by`` are the numbers of two accounts; the first edition has none.
    """

    __tablename__ = "grants_editions"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    in_force_from: Mapped[datetime | None]
    proposal: Mapped[bool]
    note: Mapped[str] = mapped_column(String(500))
    based_on: Mapped[int | None]
    equal_to: Mapped[int | None]
    closes_overdue: Mapped[bool] = mapped_column(default=False)
    sha256: Mapped[str] = mapped_column(String(64), default="")
    made_at: Mapped[datetime | None]
    proposed_by: Mapped[int | None]
    approved_by: Mapped[int | None]


class CalledOffEdition(Base):
    """An edition given up before its time of effect: its number stays, and it never comes into force."""

    __tablename__ = "grants_editions_called_off"

    edition: Mapped[int] = mapped_column(ForeignKey("grants_editions.number"), primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    proposed_by: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    approved_by: Mapped[int] = mapped_column(ForeignKey("accounts.id"))


class BegunEdition(Base):
    """An edition that has been in force. Written once, by whoever put it in force or by the worker soon after (B5).

    The clock decides when an edition begins. That it has begun no clock takes back: one that is set back would show
    again what a later edition had closed.
    """

    __tablename__ = "grants_editions_begun"

    edition: Mapped[int] = mapped_column(ForeignKey("grants_editions.number"), primary_key=True, autoincrement=False)
    at: Mapped[datetime]


class Grant(Base):
    """One item made visible to one attribute, with its ground, the reviewer and the day of the review.

    ``reference`` names the duty or the article. ``less_will_not_do`` says why personal data of less detail would not
    do; ``review_due_on`` is the last day before which the review has to be done again.
    """

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
    less_will_not_do: Mapped[str] = mapped_column(String(500), default="")
    review_due_on: Mapped[date | None]

    @property
    def label(self) -> str:
        """The ground's name in Japanese."""
        return Ground(self.ground).label


_BEGUN = exists().where(BegunEdition.edition == GrantsEdition.number)
_CALLED_OFF = exists().where(CalledOffEdition.edition == GrantsEdition.number)


def valid_editions() -> Select[GrantsEdition]:
    """Every edition that is or will be in force, or was: all but those called off."""
    return select(GrantsEdition).where(~_CALLED_OFF)


def in_force_at(now: datetime) -> Select[GrantsEdition]:
    """The statement that finds the edition in force at ``now``; no row before the first.

    A later edition never takes effect before an earlier one, so the highest number that has begun is the one: by the
    clock, or by what is written down of it should the clock have gone back.
    """
    begun = or_(GrantsEdition.in_force_from <= now, _BEGUN)
    latest = select(func.max(GrantsEdition.number)).where(begun, ~_CALLED_OFF)
    return select(GrantsEdition).where(GrantsEdition.number == latest.scalar_subquery())


def edition_in_force(session: Session, now: datetime) -> GrantsEdition | None:
    """The edition in force at ``now``, or None before the first: then nothing is visible to anyone."""
    return session.scalars(in_force_at(now)).one_or_none()
