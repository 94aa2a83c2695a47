"""An incident as it is kept: the report as given, the facts as they became known, and a timeline that only grows."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, Index, String, Text, and_, exists, or_
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from models import clock
from models.accounts.account import Account
from models.accounts.who import LONGEST_WHO, who_or_system
from models.db import Base
from models.incidents.answers import Answers
from models.incidents.kinds import EntryKind, IncidentKind, IncidentOutcome, IncidentState, Severity, Way, YesNo
from models.legal.dated import digest
from models.organisations.organisation import Organisation

TO_PASS_ON = timedelta(hours=24)
"""So long a responsible person has to pass a report on: half of it is a night, and the prompt report to the Personal
Information Protection Commission is due on the third to the fifth day."""


class Incident(Base):
    """One report and the case that comes of it.

    ``answers`` is the report (``Answers``) and never changes; the columns below it are what is known by now. ``due_at``
    is until when a responsible person may keep it; empty when it went to the owner's officers at once.
    ``passed_on_at`` is when it came to them, empty while it has not, or has by the clock and nobody has written it down
    yet. ``confidential`` keeps it from the reporter's own responsible persons. ``person`` is whom it is about, as far
    as that is known, and ``concerned`` are those whom the report names, or the inquiry or the alerts it was made of are
    about: none of them handles it. ``learned_on`` is the day from which the deadlines count.
    """

    __tablename__ = "incidents"
    __table_args__ = (Index("ix_incidents_passed_on_at_due_at", "passed_on_at", "due_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    answers: Mapped[dict[str, Any]]
    reporter_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    reporter_organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    confidential: Mapped[bool]
    reported_at: Mapped[datetime]
    due_at: Mapped[datetime | None]
    way_code: Mapped[str] = mapped_column("way", String(20), default="")
    passed_on_at: Mapped[datetime | None]
    assessed_at: Mapped[datetime | None]
    kind_code: Mapped[str] = mapped_column("kind", String(20))
    severity_code: Mapped[str] = mapped_column("severity", String(20), default="")
    personal_data_code: Mapped[str] = mapped_column("personal_data", String(10))
    malicious_code: Mapped[str] = mapped_column("malicious", String(10))
    learned_on: Mapped[date]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    period_from: Mapped[date | None]
    period_to: Mapped[date | None]
    prompt_reported_on: Mapped[date | None]
    final_reported_on: Mapped[date | None]
    closed_at: Mapped[datetime | None]
    outcome_code: Mapped[str] = mapped_column("outcome", String(20), default="")
    cause: Mapped[str] = mapped_column(Text, default="")
    prevention: Mapped[str] = mapped_column(Text, default="")
    reporter: Mapped[Account] = relationship(foreign_keys=[reporter_id])
    reporter_organisation: Mapped[Organisation] = relationship(foreign_keys=[reporter_organisation_id])
    person: Mapped[Account | None] = relationship(foreign_keys=[person_id])
    concerned: Mapped[list[Account]] = relationship(
        secondary=lambda: IncidentPerson.__table__, order_by=lambda: Account.id
    )
    organisation: Mapped[Organisation | None] = relationship(foreign_keys=[organisation_id])

    @property
    def reference(self) -> str:
        """The number people speak of: ``I-2026-0012``, the year in Japan and the incident's own number."""
        return f"I-{clock.in_japan(self.reported_at).year}-{self.id:04}"

    @property
    def told(self) -> Answers:
        """The report."""
        return Answers.of_json(self.answers)

    @property
    def kind(self) -> IncidentKind:
        """What happened, as it is known by now."""
        return IncidentKind(self.kind_code)

    @property
    def severity(self) -> Severity | None:
        """How grave it is; None until somebody has said so."""
        return Severity(self.severity_code) if self.severity_code else None

    @property
    def personal_data(self) -> YesNo:
        """Whether it is a breach of personal data to be reported to the Personal Information Protection Commission."""
        return YesNo(self.personal_data_code)

    @property
    def malicious(self) -> YesNo:
        """Whether it may have been done with a wrongful purpose."""
        return YesNo(self.malicious_code)

    @property
    def outcome(self) -> IncidentOutcome | None:
        """What the inquiry found; None while it goes on."""
        return IncidentOutcome(self.outcome_code) if self.outcome_code else None

    @property
    def about(self) -> frozenset[int]:
        """The accounts of everybody it is about."""
        return frozenset(one for one in (self.person_id, *(one.id for one in self.concerned)) if one is not None)

    @property
    def facts_mark(self) -> str:
        """A mark of the facts as they are: a form filled in over others is not taken."""
        parts = (self.kind_code, self.severity_code, self.personal_data_code, self.malicious_code)
        days = (self.learned_on, self.period_from, self.period_to)
        return digest([*parts, self.person_id, self.organisation_id, *map(str, days)])

    def way_at(self, now: datetime) -> Way | None:
        """How it came to the officers; None while it has not. By the clock, whether anybody wrote it down or not."""
        if self.way_code:
            return Way(self.way_code)
        return Way.OVERDUE if self.due_at is not None and now >= self.due_at else None

    def state_at(self, now: datetime) -> IncidentState:
        """Where it stands, by the clock."""
        if self.closed_at is not None:
            return IncidentState.CLOSED
        return IncidentState.OPEN if self.way_at(now) else IncidentState.WAITING


class IncidentPerson(Base):
    """Somebody whom an incident concerns from its beginning, whoever turns out to be the person it is about."""

    __tablename__ = "incident_people"

    incident_id: Mapped[int] = mapped_column(ForeignKey("incidents.id"), primary_key=True, autoincrement=False)
    account_id: Mapped[int] = mapped_column(
        ForeignKey("accounts.id"), primary_key=True, autoincrement=False, index=True
    )


class IncidentEntry(Base):
    """One line of the timeline. ``who`` is kept as it read then, ``account_id`` is empty for the system itself."""

    __tablename__ = "incident_entries"

    id: Mapped[int] = mapped_column(primary_key=True)
    incident_id: Mapped[int] = mapped_column(ForeignKey("incidents.id"), index=True)
    kind_code: Mapped[str] = mapped_column("kind", String(20))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    who: Mapped[str] = mapped_column(String(LONGEST_WHO))
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]

    @property
    def kind(self) -> EntryKind:
        """What it tells, as a member of the closed set."""
        return EntryKind(self.kind_code)


def is_about(account_id: int | None) -> ColumnElement[bool]:
    """The condition that an incident is about this person; never NULL."""
    concerned = exists().where(IncidentPerson.incident_id == Incident.id, IncidentPerson.account_id == account_id)
    return or_(and_(Incident.person_id.is_not(None), Incident.person_id == account_id), concerned)


def in_words(day: date) -> str:
    """A day as the timeline writes it."""
    return f"{day.year}年{day.month}月{day.day}日"


def write(session: Session, incident: Incident, kind: EntryKind, by: Account | None, text: str, at: datetime) -> None:
    """Add a line to the timeline; ``by`` is None for what the system does by itself."""
    session.add(
        IncidentEntry(
            incident_id=incident.id,
            kind_code=kind.value,
            account_id=by.id if by is not None else None,
            who=who_or_system(by),
            text=text,
            at=at,
        )
    )
    session.flush()
