"""A report on its way: ordered on the page, worked out by a job, filed when it is done (M11, docs/adr/0008).

A busy month takes minutes to count, which is longer than a request may last.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Select, String, Text, and_, cast, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models import clock
from models.access.permissions import Permission
from models.access.task_actor import actor_of
from models.access.viewer import Viewer
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.db import Base, begin_writing, one_transaction
from models.errors import Conflict, NotFound
from models.jobs import queue
from models.jobs.job import Job, JobKind, JobState
from models.jobs.pulse import Pulse
from models.jobs.worker import Handler, Interrupted, Task
from models.reporting.computing import check_over, compute
from models.reporting.filing import draft
from models.reporting.month import Month

MADE = "月次報告を作成しました。内容を確認し、署名してください。"


class ReportOrder(Base):
    """One order of a month's report. ``report_id`` is the version that came of it, ``None`` until it has."""

    __tablename__ = "report_orders"

    id: Mapped[int] = mapped_column(primary_key=True)
    month_code: Mapped[str] = mapped_column("month", String(7), index=True)
    remarks: Mapped[str] = mapped_column(Text)
    asked_by: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    asked_at: Mapped[datetime]
    report_id: Mapped[int | None] = mapped_column(ForeignKey("monthly_reports.id"))

    @property
    def month(self) -> Month:
        """The month it is about."""
        return Month.read(self.month_code)


@dataclass(frozen=True, slots=True)
class OrderAndJob:
    """An order, and the job that carries it out; the queue forgets a job a month after it ended."""

    order: ReportOrder
    job: Job


def ask(session: Session, viewer: Viewer, month: Month, remarks: str) -> int:
    """Order a month's report; returns the order's number. Raises ``WrongMonth``, ``Conflict`` (one is under way)."""
    check_over(month)
    begin_writing(session)
    if any(one.order.month_code == str(month) for one in under_way(session)):
        raise Conflict(f"{month.label}分の月次報告は、作成しているところです。")
    order = ReportOrder(month_code=str(month), remarks=remarks, asked_by=viewer.account_id, asked_at=clock.now())
    session.add(order)
    session.flush()
    queue.enqueue(session, JobKind.MONTHLY_REPORT, str(order.id), viewer.account_id, order.asked_at)
    about = f"report-order:{order.id}"
    record(session, Event(EventName.REPORT_ORDERED, viewer.actor, object=about, details={"month": str(month)}))
    return order.id


def under_way(session: Session) -> Sequence[OrderAndJob]:
    """The orders whose report is being made, oldest first."""
    live = Job.state_code.in_([JobState.QUEUED.value, JobState.RUNNING.value])
    found = session.execute(_with_jobs().where(live).order_by(ReportOrder.id))
    return [OrderAndJob(order, job) for order, job in found]


def order_for(session: Session, number: int) -> OrderAndJob:
    """The order with this number. Raises ``NotFound``, as for one whose job is forgotten."""
    found = session.execute(_with_jobs().where(ReportOrder.id == number)).one_or_none()
    if found is None:
        raise NotFound
    return OrderAndJob(*found)


def handler() -> Handler:
    """How the worker makes reports. A killed worker leaves nothing behind: there is a whole report or none."""
    return Handler(work=_work, give_up=lambda _session, _subject: None, tidy=lambda _sessions: None)


def _work(task: Task) -> str:
    with Pulse(task) as pulse:
        with task.sessions() as session:
            actor_of(session, task, Permission.REPORT_DRAFT)
            order = session.get_one(ReportOrder, int(task.subject))
            document = compute(session, order.month, pulse.progress)
        with one_transaction(task.sessions) as session:
            begin_writing(session)
            order = session.get_one(ReportOrder, int(task.subject), with_for_update=True)
            actor = actor_of(session, task, Permission.REPORT_DRAFT)
            if not task.end(session, JobState.DONE, MADE):
                raise Interrupted
            report = draft(session, actor, document, order.remarks)
            order.report_id = report.id
    return MADE


def _with_jobs() -> Select[*tuple[Any, ...]]:
    same = and_(Job.kind_code == JobKind.MONTHLY_REPORT.value, Job.subject == cast(ReportOrder.id, String))
    return select(ReportOrder, Job).join(Job, same).execution_options(populate_existing=True)
