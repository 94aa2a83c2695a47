"""Which certification carries which scope keys: one narrow row each, in listing order (M10; docs/adr/0001)."""

from datetime import date

from sqlalchemy import BigInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from models.db import Base

FIRST_DAY = date(2000, 1, 1)
BITS_OF_ID = 32


def listing_position(certified_on: date | None, certification_id: int) -> int:
    """A certification's place in the listing: by day of certification, then by key; without a day it comes first.

    One number is the order, the cursor of a page and the row of the search index. It changes when a day is
    corrected; the certification's ``id`` never does.
    """
    days = max((certified_on - FIRST_DAY).days, 0) + 1 if certified_on else 0
    return (days << BITS_OF_ID) | certification_id


class RegisterScope(Base):
    """One key of one certification; the primary key is the listing of a scope itself.

    ``source_group``, ``output_kw`` and ``status`` repeat the certification's own, so that the usual filters and the
    exact count never leave this range. ``grid``, ``bureau`` and ``prefecture`` are the certification's code where it
    has exactly one key of that kind, otherwise NULL: a second scope is then a comparison instead of a look-up, except
    for the few that have several (``models.access.scope_conditions``).
    """

    __tablename__ = "register_scopes"
    __table_args__ = {"sqlite_with_rowid": False}

    kind: Mapped[str] = mapped_column(String(12), primary_key=True)
    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    position: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    source_group: Mapped[str | None] = mapped_column(String(20))
    output_kw: Mapped[float | None]
    status: Mapped[str | None] = mapped_column(String(20))
    grid: Mapped[str | None] = mapped_column(String(10))
    bureau: Mapped[str | None] = mapped_column(String(1))
    prefecture: Mapped[str | None] = mapped_column(String(2))


SCOPES = RegisterScope.__table__
"""For statements that read columns: of a table's own columns they are made in half the time of mapped attributes."""
