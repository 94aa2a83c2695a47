"""The trail's tables. They hold plain values and no foreign keys: the trail outlives what it speaks of."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from models.db import Base


class AuditEvent(Base):
    """One act. ``number`` counts from 1 without gaps; ``hash`` covers the event and ``previous_hash``."""

    __tablename__ = "audit_events"
    __table_args__ = (
        Index("ix_audit_events_account_id_at", "account_id", "at"),
        Index("ix_audit_events_name_at", "name", "at"),
        Index("ix_audit_events_object", "object"),
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
