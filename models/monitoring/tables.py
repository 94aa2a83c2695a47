"""What the live detector keeps: how far it has read, what it remembers of each subject, what it raised."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.accounts.account import Account
from models.db import Base
from models.detection.alert import Severity

FIRST_HEAD = (
    "INSERT INTO detector_head (id, number, at, taken_at, edition, ahead) "
    "SELECT 1, number, NULL, NULL, 0, '[]' FROM audit_head"
)
"""Detection begins with what is recorded from now on; the past is for rehearsals."""


class DetectorHead(Base):
    """How far detection has come, one row: whoever feeds the detector holds it.

    ``number`` is the last event of the trail that was taken in, and all before it; ``at`` that event's moment, which
    never goes back. ``ahead`` are the numbers of later events that were fed before they were recorded (exports).
    ``taken_at`` is when somebody last fed it, ``edition`` the rules' edition then.
    """

    __tablename__ = "detector_head"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int]
    at: Mapped[datetime | None]
    taken_at: Mapped[datetime | None]
    edition: Mapped[int]
    ahead: Mapped[list[Any]]


class DetectorState(Base):
    """What the rules remember of one subject, bounded in size by them; ``put_at`` is when it last changed.

    ``state`` is JSON as text: the rules count on the order of its keys, which ``jsonb`` does not keep.
    """

    __tablename__ = "detector_states"

    subject: Mapped[str] = mapped_column(String(300), primary_key=True)
    state: Mapped[str] = mapped_column(Text)
    put_at: Mapped[datetime] = mapped_column(index=True)


class AlertState(StrEnum):
    """What became of an alert."""

    NOTED = "noted"
    NEW = "new"
    IN_CASE = "in_case"
    SETTLED = "settled"

    @property
    def label(self) -> str:
        """The state in words."""
        return _STATES[self]


_STATES = {
    AlertState.NOTED: "記録のみ",
    AlertState.NEW: "受付前",
    AlertState.IN_CASE: "案件で対応中",
    AlertState.SETTLED: "対応終了",
}


class MonitoringAlert(Base):
    """One alert. ``account`` and ``organisation_id`` are whom it is about, as far as they exist.

    The organisation is a plain number: a reference would wait for whoever changes the organisation's people, and they
    wait for the account whose act is being looked at.
    ``event_number`` is the event of the trail that raised it; empty for one that was refused before it happened.
    ``due_to_stop`` says that the account is still to be stopped, ``stopped_at`` when this alert stopped it.
    """

    __tablename__ = "monitoring_alerts"
    __table_args__ = (
        Index("ix_monitoring_alerts_state", "state"),
        Index("ix_monitoring_alerts_account_id_at", "account_id", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    rule: Mapped[str] = mapped_column(String(40))
    severity_code: Mapped[str] = mapped_column("severity", String(10))
    login_id: Mapped[str] = mapped_column(String(200))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    organisation_name: Mapped[str] = mapped_column(String(200))
    organisation_id: Mapped[int | None] = mapped_column(index=True)
    reason: Mapped[str] = mapped_column(Text)
    edition: Mapped[int]
    event_number: Mapped[int | None]
    state_code: Mapped[str] = mapped_column("state", String(10))
    due_to_stop: Mapped[bool] = mapped_column(index=True)
    stopped_at: Mapped[datetime | None]
    account: Mapped[Account | None] = relationship()

    @property
    def severity(self) -> Severity:
        """The severity, as a member of the closed set."""
        return Severity(self.severity_code)

    @property
    def state(self) -> AlertState:
        """What became of it, as a member of the closed set."""
        return AlertState(self.state_code)
