"""The queue: a job is written by the act that wants it, taken by one worker, and ends once.

Every step is one conditional UPDATE whose count of rows says who was first. Nothing here commits.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.orm import Session

from models.db import begin_writing, changed_rows
from models.jobs.job import LONGEST_SENTENCE, Job, JobKind, JobState

STALE_AFTER = timedelta(minutes=1)
"""A running job whose worker has said nothing for so long lost it: workers say so every two seconds."""
KEPT_FOR = timedelta(days=30)
LOST = "処理の途中でサーバーが止まったため、完了しませんでした。もう一度お試しください。"


def enqueue(session: Session, kind: JobKind, subject: str, account_id: int | None, now: datetime) -> Job:
    """Write a job into the queue, to be begun once this transaction is kept."""
    job = Job(kind_code=kind.value, subject=subject, account_id=account_id, created_at=now)
    session.add(job)
    session.flush()
    return job


def claim(session: Session, kinds: Sequence[JobKind], worker: str, now: datetime) -> Job | None:
    """Take the longest waiting job of these kinds; ``None`` when none waits. Of two workers one gets it."""
    waiting = select(Job.id).where(Job.state_code == JobState.QUEUED, Job.kind_code.in_(kinds)).order_by(Job.id)
    while (number := session.scalar(waiting.limit(1))) is not None:
        begin_writing(session)
        changes = {"state_code": JobState.RUNNING, "worker": worker, "started_at": now, "beat_at": now}
        if _change(session, (Job.id == number, Job.state_code == JobState.QUEUED), changes):
            return session.get_one(Job, number, populate_existing=True)
    return None


def beat(session: Session, job_id: int, worker: str, done: int, total: int, now: datetime) -> bool:
    """Show that the worker lives and how far it is; ``False`` when the job is no longer its own (cancelled, lost)."""
    begin_writing(session)
    return _change(session, _in_hands(job_id, worker), {"beat_at": now, "done": done, "total": total})


def end(session: Session, job_id: int, worker: str, state: JobState, sentence: str, now: datetime) -> bool:
    """End a job as done, failed or cancelled; ``False`` when it was over already.

    Work that changes the database ends its job in the same transaction, so that neither is true without the other.
    """
    begin_writing(session)
    changes: dict[str, object] = {"state_code": state, "sentence": sentence[:LONGEST_SENTENCE], "ended_at": now}
    if state is JobState.DONE:
        changes["done"] = Job.total
    return _change(session, _in_hands(job_id, worker), changes)


def cancel(session: Session, job_id: int, sentence: str, now: datetime) -> bool:
    """Call a job off, whether it waits or runs; its worker notices at its next sign of life."""
    begin_writing(session)
    live = Job.state_code.in_([JobState.QUEUED, JobState.RUNNING])
    changes = {"state_code": JobState.CANCELLED, "sentence": sentence, "ended_at": now}
    return _change(session, (Job.id == job_id, live), changes)


def recover(session: Session, now: datetime) -> Sequence[Job]:
    """Give up the jobs whose worker was killed: they have failed, and their people are told. Returns them."""
    stale = (Job.state_code == JobState.RUNNING, Job.beat_at < now - STALE_AFTER)
    found = session.scalars(select(Job.id).where(*stale).order_by(Job.id)).all()
    return [job for number in found if (job := _give_up(session, number, stale, now)) is not None]


def _give_up(session: Session, number: int, stale: Sequence[ColumnElement[bool]], now: datetime) -> Job | None:
    begin_writing(session)
    changes: dict[str, object] = {"state_code": JobState.FAILED, "sentence": LOST, "ended_at": now}
    if not _change(session, (Job.id == number, *stale), changes):
        return None
    return session.get_one(Job, number, populate_existing=True)


def find(session: Session, kind: JobKind, subject: str) -> Job | None:
    """The newest job of this kind about ``subject``, as it stands now."""
    chosen = select(Job).where(Job.kind_code == kind, Job.subject == subject).order_by(Job.id.desc()).limit(1)
    return session.scalar(chosen.execution_options(populate_existing=True))


def list_latest(session: Session, most: int) -> Sequence[Job]:
    """The latest jobs of everybody, newest first."""
    return session.scalars(select(Job).order_by(Job.id.desc()).limit(most)).all()


def forget_old(session: Session, now: datetime) -> int:
    """Delete jobs that were over a month ago; what they did is in the trail."""
    begin_writing(session)
    return changed_rows(session, delete(Job).where(Job.ended_at < now - KEPT_FOR))


def _in_hands(job_id: int, worker: str) -> Sequence[ColumnElement[bool]]:
    return (Job.id == job_id, Job.state_code == JobState.RUNNING, Job.worker == worker)


def _change(session: Session, conditions: Sequence[ColumnElement[bool]], changes: dict[str, object]) -> bool:
    statement = update(Job).where(*conditions).values(**changes).execution_options(synchronize_session=False)
    return changed_rows(session, statement) == 1
