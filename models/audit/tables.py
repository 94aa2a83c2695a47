"""The trail's tables. They hold plain values and no foreign keys: the trail outlives what it speaks of."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Index, Integer, String, text
from sqlalchemy.orm import Mapped, mapped_column

from models.db import Base

REFUSED = text("outcome <> 'done'")
IN_A_UNIT = text("unit <> ''")
"""Which events the indexes of these columns hold: nearly all are done, and have no unit. A query repeats the words."""


class AuditEvent(Base):
    """One act. ``number`` counts from 1 without gaps; ``hash`` covers the event and ``previous_hash``.

    Every index ends in the moment, the order of the list: whatever the list is filtered by, a page is one range of it.
    A person's goes on with what is added up of all their acts, which lie apart: an event is not touched to be counted.
    """

    __tablename__ = "audit_events"
    __table_args__ = (
        Index("ix_audit_events_account_id_at_name", "account_id", "at", "name", postgresql_include=["number"]),
        Index("ix_audit_events_name_at", "name", "at"),
        Index("ix_audit_events_object_at", "object", "at"),
        Index("ix_audit_events_login_id_at", "login_id", "at"),
        Index("ix_audit_events_organisation_at", "organisation", "at"),
        Index("ix_audit_events_address_at", "address", "at"),
        Index("ix_audit_events_at", "at"),
        Index("ix_audit_events_outcome_at", "outcome", "at", sqlite_where=REFUSED, postgresql_where=REFUSED),
        Index("ix_audit_events_unit_at", "unit", "at", sqlite_where=IN_A_UNIT, postgresql_where=IN_A_UNIT),
    )

    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    name: Mapped[str] = mapped_column(String(60))
    outcome: Mapped[str] = mapped_column(String(10))
    account_id: Mapped[int | None]
    login_id: Mapped[str] = mapped_column(String(200))
    organisation_id: Mapped[int | None]
    organisation: Mapped[str] = mapped_column(String(200))
    unit: Mapped[str] = mapped_column(String(200))
    address: Mapped[str] = mapped_column(String(64))
    session: Mapped[int | None]
    request: Mapped[str] = mapped_column(String(64))
    device: Mapped[str] = mapped_column(String(16), server_default="")
    object: Mapped[str] = mapped_column(String(200))
    edition: Mapped[int | None]
    details: Mapped[dict[str, Any]]
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64), unique=True)


class AuditEventFacility(Base):
    """Which certifications an event showed: answers "who has seen this facility" by one range of the key (B1).

    The index answers the other way round: "what has this event shown".
    """

    __tablename__ = "audit_event_facilities"
    __table_args__ = (
        Index("ix_audit_event_facilities_event_number", "event_number", "certification_id"),
        {"sqlite_with_rowid": False},
    )

    certification_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    event_number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)


class AuditHead(Base):
    """The chain's last link, one row: writers queue on it, so that no two events share a predecessor."""

    __tablename__ = "audit_head"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64))


class AuditPurge(Base):
    """A piece of the trail's beginning that was taken away, and what joins what is left to it (B3).

    Events ``first`` to ``last`` followed ``previous_hash`` and ended in ``last_hash``; they lie in a file with the
    SHA-256 ``sha256``. ``approval`` is the act of two persons that permitted it. The database lets go of exactly the
    events such a row covers, and never of the row.
    """

    __tablename__ = "audit_purges"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    first: Mapped[int]
    last: Mapped[int]
    previous_hash: Mapped[str] = mapped_column(String(64))
    last_hash: Mapped[str] = mapped_column(String(64))
    sha256: Mapped[str] = mapped_column(String(64))
    approval: Mapped[int | None]
