"""``flask jobs``: the worker that does what takes too long for a request, and a look at the queue."""

import logging
import os
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from threading import Event
from types import FrameType

import click
from flask.cli import AppGroup

from blueprints.commands.watch import TrailWatch, Watch
from blueprints.deployment import current_settings
from blueprints.unit_of_work import DATABASE_FAILED, current_session, session_factory
from models import clock
from models.administration.tidying import tidy_everything
from models.assurance.evidence import assurance_files
from models.audit.checkpoints import CheckpointBook
from models.auditing import pack_job
from models.certifications import export_job
from models.certifications.export_files import Keeping
from models.certifications.proposals import jobs as import_jobs
from models.certifications.proposals.uploads import Uploads
from models.jobs.job import Job, JobKind
from models.jobs.queue import list_latest
from models.jobs.worker import Handler, Worker
from models.mail.outgoing import Outgoing
from models.monitoring import rehearsal_job
from models.reporting import ordering, recounting
from models.reporting.evidence import report_files
from models.secret_box import SecretBox
from models.settings import Settings
from models.training.rule import TrainingRule

log = logging.getLogger(__name__)

jobs_cli = AppGroup("jobs", help="時間のかかる処理（大きな書き出しなど）")
PAUSE_SECONDS = 1
TIDIED_EVERY = timedelta(hours=1)
SHOWN = 20


def handlers(settings: Settings) -> dict[JobKind, Handler]:
    """Who does which kind of job: a new kind is one more line here."""
    return {
        JobKind.EXPORT: export_job.handler(Keeping.of(settings), TrainingRule.of(settings)),
        JobKind.EVIDENCE_PACK: pack_job.handler(settings, (assurance_files, report_files)),
        **import_jobs.handlers(Uploads.of(settings), settings.imports_folder),
        JobKind.REHEARSAL: rehearsal_job.handler(),
        JobKind.MONTHLY_REPORT: ordering.handler(),
        JobKind.REPORT_RECOUNT: recounting.handler(),
    }


@jobs_cli.command("work")
@click.option("--once", is_flag=True, help="待っている処理を一つだけ行います")
@click.option("--keep-running", is_flag=True, help="終わっても待ち続けます（systemd の常駐用）")
def work(once: bool, keep_running: bool) -> None:
    """Do the jobs that wait, and what is due from time to time. SIGTERM ends it between two steps of a job."""
    with _asked_to_end() as stopping:
        name = f"{socket.gethostname()}:{os.getpid()}"
        worker = Worker(session_factory(), handlers(current_settings()), name, stopping.is_set)
        tidied_at: datetime | None = None
        book = CheckpointBook.of(current_settings())
        for watch in (Watch(session_factory(), _outgoing()), TrailWatch(session_factory(), _outgoing(), book)):
            if keep_running:
                watch.begin(stopping)
            else:
                watch.look()
        while not stopping.is_set():
            if tidied_at is None or clock.now() - tidied_at >= TIDIED_EVERY:
                tidied_at = clock.now()
                _tidy()
            done = _turn(worker)
            if once or not (done or keep_running):
                return
            if not done:
                stopping.wait(PAUSE_SECONDS)


def _turn(worker: Worker) -> bool:
    """What is due, and one job; whether there was one."""
    try:
        for lost in worker.look_after():
            click.echo(f"処理 {lost.id}: 担当していたプロセスが止まったため、「{lost.state.label}」にしました。")
        return worker.do_next()
    except DATABASE_FAILED:
        # Somebody writes for longer than anyone waits. The next turn is soon enough; to end would end the server too.
        log.warning("the database was busy", exc_info=True)
        return False


def _tidy() -> None:
    """Write down what the clock has decided of accounts, and send the warnings that are due."""
    try:
        tidy_everything(session_factory(), _outgoing())
    except DATABASE_FAILED:
        log.warning("the database was busy", exc_info=True)  # the next hour is soon enough


def _outgoing() -> Outgoing:
    settings = current_settings()
    return Outgoing(SecretBox(settings.encryption_keys), settings.public_url)


@jobs_cli.command("list")
def list_jobs() -> None:
    """The latest jobs of everybody."""
    for job in list_latest(current_session(), SHOWN):
        click.echo(_line(job))


@contextmanager
def _asked_to_end() -> Iterator[Event]:
    """An event that is set by the signals that ask a process to end."""
    asked = Event()

    def note(_signal: int, _frame: FrameType | None) -> None:
        asked.set()

    before = {one: signal.signal(one, note) for one in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield asked
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


def _line(job: Job) -> str:
    count = f"{job.done:,}/{job.total:,}" if job.total else ""
    parts = (str(job.id), job.kind_code, job.subject, job.state.label, count, job.worker, job.sentence)
    return f"{clock.in_japan(job.created_at):%Y-%m-%d %H:%M}  {'  '.join(part for part in parts if part)}"
