"""Recounts of a report as they are kept: who asked when, and what came of it (M11).

One that does not come out the same stands in the way of every signature under that version, until another does.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, and_, cast, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from models.accounts.account import Account
from models.accounts.who import who_is
from models.audit.event_names import EventName
from models.audit.tables import AuditEvent
from models.db import Base
from models.jobs.job import Job, JobKind
from models.reporting.comparing import DifferingSection
from models.reporting.report import MonthlyReport

CHANGED = "保存された報告の内容が、作成したときに証跡に残した SHA-256 と一致しません。"
UNDER_WAY = "証跡から計算し直しているところです。結果が出てから署名してください。"
DIFFERS = "証跡から計算し直した数値が、この報告と一致しません。原因を確かめ、必要なら新しい版を作成してください。"


class ReportRecount(Base):
    """One recount. ``differing`` are the sections that differ, and what the recount alone has (``DifferingSection``);
    ``None`` until it is made.
    """

    __tablename__ = "report_recounts"

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("monthly_reports.id"), index=True)
    asked_by: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    asked_at: Mapped[datetime]
    made_at: Mapped[datetime | None]
    differing: Mapped[list[Any] | None]
    report: Mapped[MonthlyReport] = relationship()
    asker: Mapped[Account] = relationship(lazy="joined", innerjoin=True)

    @property
    def who(self) -> str:
        """Who asked for it."""
        return who_is(self.asker)

    @property
    def sections(self) -> Sequence[DifferingSection]:
        """The sections that did not come out the same."""
        return [one for one in self._found if not one.added]

    @property
    def added(self) -> Sequence[DifferingSection]:
        """What reports have only since this one was made, by section: it stands in nobody's way."""
        return [one for one in self._found if one.added]

    @property
    def _found(self) -> Sequence[DifferingSection]:
        return [DifferingSection.of(one) for one in self.differing or ()]


@dataclass(frozen=True, slots=True)
class RecountAndJob:
    """A recount, and the job that makes it; the queue forgets a job a month after it ended."""

    recount: ReportRecount
    job: Job | None

    @property
    def under_way(self) -> bool:
        """Whether its result is still to come."""
        return self.job is not None and not self.job.state.over


def newest_recount(session: Session, report: MonthlyReport) -> RecountAndJob | None:
    """The recount of a report that was asked for last, made or not."""
    same = and_(Job.kind_code == JobKind.REPORT_RECOUNT.value, Job.subject == cast(ReportRecount.id, String))
    chosen = select(ReportRecount, Job).outerjoin(Job, same).where(ReportRecount.report_id == report.id)
    newest = chosen.order_by(ReportRecount.id.desc()).limit(1).execution_options(populate_existing=True)
    found = session.execute(newest).one_or_none()
    return RecountAndJob(*found) if found is not None else None


def last_result(session: Session, report: MonthlyReport) -> ReportRecount | None:
    """The recount of a report that was made last."""
    made = select(ReportRecount).where(ReportRecount.report_id == report.id, ReportRecount.made_at.is_not(None))
    return session.scalar(made.order_by(ReportRecount.id.desc()).limit(1).execution_options(populate_existing=True))


def is_as_filed(session: Session, report: MonthlyReport) -> bool:
    """Whether the bytes kept are those that were filed: by the digest in the trail, for whoever rewrites a report can
    rewrite the one beside it too. Once the event was purged, that one alone is left.
    """
    event = AuditEvent
    filed = and_(event.name == EventName.REPORT_DRAFTED.value, event.object == report.subject)
    told = session.scalar(select(event.details["sha256"].as_string()).where(filed))
    return report.is_intact and told in {None, report.sha256}


def doubt_about(session: Session, report: MonthlyReport) -> str:
    """Why the figures of a report cannot be signed as they stand; empty while nothing speaks against them."""
    if not is_as_filed(session, report):
        return CHANGED
    newest, last = newest_recount(session, report), last_result(session, report)
    if newest is not None and newest.under_way:
        return UNDER_WAY
    return DIFFERS if _told_to_differ(session, report) or (last is not None and last.sections) else ""


def _told_to_differ(session: Session, report: MonthlyReport) -> bool:
    """Whether the trail says so of the last recount: what is kept of it stands in a table that nothing guards."""
    event = AuditEvent
    made = and_(event.name == EventName.REPORT_RECOUNTED.value, event.object == report.subject)
    return bool(session.scalar(select(event.details["differing"]).where(made).order_by(event.number.desc()).limit(1)))
