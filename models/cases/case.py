"""A case as it is kept: whom it is about, until when it is to be settled, and a timeline that only grows."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, Session, foreign, mapped_column, relationship

from models import clock
from models.accounts.account import Account
from models.accounts.who import LONGEST_WHO, who_or_system
from models.cases.kinds import CaseEntryKind, CaseOutcome, CaseState
from models.db import Base
from models.detection.alert import Severity
from models.monitoring.tables import MonitoringAlert
from models.organisations.organisation import Organisation

LONGEST_TEXT = 2000


class WatchCase(Base):
    """One case: alerts about one person, or about one organisation, or about neither (IDs tried from outside).

    ``severity`` is that of its gravest alert. ``due_at`` is until when it is to be settled; ``escalated_at`` when those
    concerned were told that it was not, ``told_again_at`` when the officers were told that it still is not.
    ``explained_at`` is empty again once another alert has joined. ``incident_id`` is the report it was passed on as.
    The organisation is a plain number, as of an alert (``MonitoringAlert``).
    """

    __tablename__ = "watch_cases"
    __table_args__ = (Index("ix_watch_cases_closed_at_due_at", "closed_at", "due_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(index=True)
    severity_code: Mapped[str] = mapped_column("severity", String(10))
    opened_at: Mapped[datetime]
    due_at: Mapped[datetime]
    explained_at: Mapped[datetime | None]
    escalated_at: Mapped[datetime | None]
    told_again_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    outcome_code: Mapped[str] = mapped_column("outcome", String(20), default="")
    conclusion: Mapped[str] = mapped_column(Text, default="")
    incident_id: Mapped[int | None] = mapped_column(ForeignKey("incidents.id"))
    account: Mapped[Account | None] = relationship()
    organisation: Mapped[Organisation | None] = relationship(
        primaryjoin=lambda: foreign(WatchCase.organisation_id) == Organisation.id, viewonly=True
    )

    @property
    def reference(self) -> str:
        """The number people speak of: ``C-2026-0012``, the year in Japan and the case's own number."""
        return f"C-{clock.in_japan(self.opened_at).year}-{self.id:04}"

    @property
    def severity(self) -> Severity:
        """The severity, as a member of the closed set."""
        return Severity(self.severity_code)

    @property
    def state(self) -> CaseState:
        """Where it stands."""
        if self.closed_at is not None:
            return CaseState.CLOSED
        return CaseState.WAITING if self.explained_at is None else CaseState.EXPLAINED

    @property
    def outcome(self) -> CaseOutcome | None:
        """What was found; None while it is open."""
        return CaseOutcome(self.outcome_code) if self.outcome_code else None

    def is_overdue(self, now: datetime) -> bool:
        """Whether the time is over and nothing was found yet."""
        return self.closed_at is None and now >= self.due_at


class CaseAlert(Base):
    """Which case an alert belongs to: one at most."""

    __tablename__ = "watch_case_alerts"

    alert_id: Mapped[int] = mapped_column(ForeignKey("monitoring_alerts.id"), primary_key=True, autoincrement=False)
    case_id: Mapped[int] = mapped_column(ForeignKey("watch_cases.id"), index=True)
    alert: Mapped[MonitoringAlert] = relationship(lazy="joined", innerjoin=True)


class CaseEntry(Base):
    """One line of the timeline. ``who`` is kept as it read then, ``account_id`` is empty for the system itself."""

    __tablename__ = "watch_case_entries"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("watch_cases.id"), index=True)
    kind_code: Mapped[str] = mapped_column("kind", String(20))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    who: Mapped[str] = mapped_column(String(LONGEST_WHO))
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]

    @property
    def kind(self) -> CaseEntryKind:
        """What it tells, as a member of the closed set."""
        return CaseEntryKind(self.kind_code)


def write(session: Session, case: WatchCase, kind: CaseEntryKind, by: Account | None, text: str, at: datetime) -> None:
    """Add a line to the timeline; ``by`` is None for what the system does by itself."""
    session.add(
        CaseEntry(
            case_id=case.id,
            kind_code=kind.value,
            account_id=by.id if by is not None else None,
            who=who_or_system(by),
            text=text,
            at=at,
        )
    )
    session.flush()
