"""A report worked out anew from the trail: asked for on its page, made by a job (M11, docs/adr/0008).

It takes as long as making the report did, which for a busy month is longer than a request may last.
"""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import clock
from models.access.permissions import Permission
from models.access.task_actor import actor_of
from models.access.viewer import Viewer
from models.audit.actor import Actor
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.db import begin_writing, one_transaction
from models.errors import NotFound
from models.jobs import queue
from models.jobs.job import JobKind, JobState
from models.jobs.pulse import Pulse
from models.jobs.worker import Handler, Interrupted, Task
from models.reporting.comparing import DifferingSection, compare
from models.reporting.computing import compute
from models.reporting.recount import ReportRecount, is_as_filed, newest_recount
from models.reporting.report import MonthlyReport

MADE = "証跡から計算し直し、保存された報告と比べました。"


def ask(session: Session, viewer: Viewer, number: int) -> None:
    """Have a report worked out anew; nothing where that is under way already. Raises ``NotFound``."""
    begin_writing(session)
    report = session.scalar(select(MonthlyReport).where(MonthlyReport.id == number).with_for_update(of=MonthlyReport))
    if report is None:
        raise NotFound
    newest = newest_recount(session, report)
    if newest is not None and newest.under_way:
        return
    recount = ReportRecount(report_id=report.id, asked_by=viewer.account_id, asked_at=clock.now())
    session.add(recount)
    session.flush()
    queue.enqueue(session, JobKind.REPORT_RECOUNT, str(recount.id), viewer.account_id, recount.asked_at)
    details = {"recount": recount.id, "sha256": report.sha256}
    record(session, Event(EventName.REPORT_RECOUNT_ASKED, viewer.actor, object=report.subject, details=details))


def handler() -> Handler:
    """How the worker makes recounts. A killed worker leaves nothing behind: there is a whole result or none."""
    return Handler(work=_work, give_up=lambda _session, _subject: None, tidy=lambda _sessions: None)


def _work(task: Task) -> str:
    with Pulse(task) as pulse:
        with task.sessions() as session:
            actor_of(session, task, Permission.REPORT_LOOK)
            report = session.get_one(ReportRecount, int(task.subject)).report
            differing = compare(report.figures, compute(session, report.month, pulse.progress))
        with one_transaction(task.sessions) as session:
            begin_writing(session)
            actor = actor_of(session, task, Permission.REPORT_LOOK)
            if not task.end(session, JobState.DONE, MADE):
                raise Interrupted
            _keep(session, actor, int(task.subject), differing)
    return MADE


def _keep(session: Session, actor: Actor, number: int, differing: Sequence[DifferingSection]) -> None:
    recount = session.get_one(ReportRecount, number, with_for_update=True)
    recount.made_at, recount.differing = clock.now(), [one.kept() for one in differing]
    report = recount.report
    details = {
        "recount": recount.id,
        "sha256": report.sha256,
        "differing": [one.title for one in differing if not one.added],
        "intact": is_as_filed(session, report),
    }
    record(session, Event(EventName.REPORT_RECOUNTED, actor, object=report.subject, details=details))
