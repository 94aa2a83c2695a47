"""Which people have seen which item lately: the evidence beside each cell of the matrix (M9).

Counted from the audit trail, event by event, and never by a page: a look costs nothing more for being counted.
"""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.db import Base


class ItemUse(Base):
    """When a person last saw values of an item. What is older than the evidence asks for is forgotten."""

    __tablename__ = "item_uses"
    __table_args__ = (Index("ix_item_uses_last_seen_at", "last_seen_at"), {"sqlite_with_rowid": False})

    attribute: Mapped[str] = mapped_column(String(30), primary_key=True)
    item: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    last_seen_at: Mapped[datetime]


class ItemUseCount(Base):
    """How many people of an attribute have seen an item lately, and when one of them last did, however long ago."""

    __tablename__ = "item_use_counts"
    __table_args__ = {"sqlite_with_rowid": False}

    attribute: Mapped[str] = mapped_column(String(30), primary_key=True)
    item: Mapped[str] = mapped_column(String(64), primary_key=True)
    people: Mapped[int]
    last_seen_at: Mapped[datetime]


class ItemUseTally(Base):
    """How far the trail has been counted: one row, the last event's number and when that was."""

    __tablename__ = "item_use_tally"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int]
    counted_at: Mapped[datetime | None]
