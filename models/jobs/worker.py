"""A worker: takes one job after another, shows that it lives, and gives up what killed workers left behind."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from models import clock
from models.db import SessionFactory, begin_writing, insert_or, one_transaction
from models.errors import DomainError
from models.jobs import queue
from models.jobs.job import Job, JobKind, JobState, JobWorker

log = logging.getLogger(__name__)

BEAT_EVERY = timedelta(seconds=2)
SHOWN_EVERY = timedelta(seconds=30)
FORGOTTEN_AFTER = timedelta(days=7)
BROKEN = "システムの不具合により、完了しませんでした。時間をおいて、もう一度お試しください。"
NO_ROOM = "保存場所に書き込めなかったため、完了しませんでした。システム管理者に空き容量の確認を依頼してください。"
STOPPED = "サーバーを止めたため、途中で中止しました。もう一度お試しください。"


class Interrupted(Exception):
    """The work has to stop: called off, given up as lost, or the worker is asked to end."""


class Task:
    """A job in a worker's hands, as its handler meets it. ``subject`` and ``account_id`` are the job's."""

    def __init__(self, sessions: SessionFactory, job: Job, stopping: Callable[[], bool]) -> None:
        self.sessions = sessions
        self.id, self.kind, self.subject, self.account_id = job.id, job.kind, job.subject, job.account_id
        self.worker = job.worker
        self._stopping = stopping
        self._beaten_at = clock.now()

    def progress(self, done: int, total: int) -> None:
        """Tell how far the work is; to be called at least every few seconds. Raises ``Interrupted``.

        Written every two seconds at most, in a transaction of its own: work that holds SQLite's turn to write while it
        calls this would wait for itself, and calls it before it takes the turn or after.
        """
        if self._stopping():
            raise Interrupted
        now = clock.now()
        if now - self._beaten_at < BEAT_EVERY:
            return
        with one_transaction(self.sessions) as session:
            if not queue.beat(session, self.id, self.worker, done, total, now):
                raise Interrupted
        self._beaten_at = now

    def end(self, session: Session, state: JobState, sentence: str) -> bool:
        """End the job in the transaction of its work; ``False`` when it was over already."""
        return queue.end(session, self.id, self.worker, state, sentence, clock.now())


@dataclass(frozen=True, slots=True)
class Handler:
    """How one kind of job is done.

    ``work`` does it and returns the sentence for its person; whatever way it ends, it leaves nothing half done behind.
    ``give_up`` clears away, in the session's transaction, what a killed worker left of the job about a subject.
    ``tidy`` does what has to be done from time to time.
    """

    work: Callable[[Task], str]
    give_up: Callable[[Session, str], None]
    tidy: Callable[[SessionFactory], None]


class Worker:
    """One process's way through the queue. ``stopping`` says whether it was asked to end."""

    def __init__(
        self,
        sessions: SessionFactory,
        handlers: Mapping[JobKind, Handler],
        name: str,
        stopping: Callable[[], bool] = lambda: False,
    ) -> None:
        self._sessions, self._handlers, self.name, self._stopping = sessions, handlers, name, stopping
        self._shown_at: datetime | None = None

    def look_after(self) -> Sequence[Job]:
        """What is due from time to time: say that it is there, give up lost jobs (returned), tidy."""
        now = clock.now()
        if self._shown_at is not None and now - self._shown_at < SHOWN_EVERY:
            return ()
        self._shown_at = now
        with one_transaction(self._sessions) as session:
            _show(session, self.name, now)
            lost = queue.recover(session, now)
            for job in lost:
                self._handlers[job.kind].give_up(session, job.subject)
                log.warning("a job was lost", extra={"job": job.id, "kind": job.kind_code, "state": job.state_code})
            queue.forget_old(session, now)
        for handler in self._handlers.values():
            handler.tidy(self._sessions)
        return lost

    def do_next(self) -> bool:
        """Do the longest waiting job; ``False`` when none waits. A failure is the job's, never the worker's."""
        with one_transaction(self._sessions) as session:
            job = queue.claim(session, list(self._handlers), self.name, clock.now())
        if job is None:
            return False
        task = Task(self._sessions, job, self._stopping)
        log.info("a job began", extra={"job": job.id, "kind": job.kind_code})
        try:
            sentence = self._handlers[job.kind].work(task)
        except Interrupted:
            self._end(task, JobState.CANCELLED, STOPPED)
        except DomainError as error:
            self._end(task, JobState.FAILED, error.reason)
        except OSError:
            log.exception("a job could not use the disk", extra={"job": job.id})
            self._end(task, JobState.FAILED, NO_ROOM)
        except Exception:
            log.exception("a job failed", extra={"job": job.id})
            self._end(task, JobState.FAILED, BROKEN)
        else:
            self._end(task, JobState.DONE, sentence)
        return True

    def _end(self, task: Task, state: JobState, sentence: str) -> None:
        with one_transaction(self._sessions) as session:
            task.end(session, state, sentence)
        log.info("a job ended", extra={"job": task.id, "state": state.value})


def last_seen(session: Session) -> datetime | None:
    """When a worker last showed itself, between jobs or in the midst of one; ``None`` when none ever has."""
    shown = (session.scalar(select(func.max(JobWorker.seen_at))), session.scalar(select(func.max(Job.beat_at))))
    return max((moment for moment in shown if moment is not None), default=None)


def longest_wait(session: Session, now: datetime) -> timedelta:
    """How long the job that waits longest has waited; nothing when none waits."""
    oldest = session.scalar(select(func.min(Job.created_at)).where(Job.state_code == JobState.QUEUED))
    return now - oldest if oldest is not None else timedelta()


def _show(session: Session, name: str, now: datetime) -> None:
    begin_writing(session)
    row = insert_or(session, JobWorker).values(name=name, started_at=now, seen_at=now)
    session.execute(row.on_conflict_do_update(index_elements=[JobWorker.name], set_={"seen_at": now}))
    session.execute(delete(JobWorker).where(JobWorker.seen_at < now - FORGOTTEN_AFTER))
