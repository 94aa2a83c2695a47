"""The queue: a job is taken once, ends once, and one whose worker was killed is given up."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from models.jobs import queue
from models.jobs.job import Job, JobKind, JobState
from models.jobs.queue import LOST, STALE_AFTER

NOON = datetime(2026, 5, 11, 3, 0, tzinfo=UTC)
KINDS = list(JobKind)


def queued(session: Session, subject: str = "a") -> int:
    number = queue.enqueue(session, JobKind.EXPORT, subject, None, NOON).id
    session.commit()
    return number


def running(session: Session, worker: str = "one", at: datetime = NOON) -> int:
    queued(session)
    job = queue.claim(session, KINDS, worker, at)
    session.commit()
    assert job is not None
    return job.id


def state_of(session: Session, number: int) -> JobState:
    return session.get_one(Job, number, populate_existing=True).state


def test_jobs_are_taken_in_the_order_in_which_they_were_asked_for(session: Session) -> None:
    first, second = queued(session), queued(session)
    taken = [queue.claim(session, KINDS, "one", NOON) for _ in range(3)]
    assert [job.id if job else None for job in taken] == [first, second, None]


def test_a_job_whose_act_is_undone_was_never_there(session: Session) -> None:
    queue.enqueue(session, JobKind.EXPORT, "a", None, NOON)
    session.rollback()
    assert queue.claim(session, KINDS, "one", NOON) is None


def test_a_worker_takes_only_the_kinds_it_can_do(session: Session) -> None:
    queued(session)
    assert queue.claim(session, [], "one", NOON) is None


def test_a_sign_of_life_counts_only_from_the_worker_that_has_the_job(session: Session) -> None:
    number = running(session)
    assert queue.beat(session, number, "one", 3, 7, NOON + timedelta(seconds=2))
    assert not queue.beat(session, number, "another", 4, 7, NOON)
    job = session.get_one(Job, number, populate_existing=True)
    assert (job.done, job.total, job.beat_at) == (3, 7, NOON + timedelta(seconds=2))


@pytest.mark.parametrize("state", [JobState.DONE, JobState.FAILED, JobState.CANCELLED])
def test_a_job_ends_once(session: Session, state: JobState) -> None:
    number = running(session)
    assert queue.end(session, number, "one", state, "終わり。", NOON)
    assert not queue.end(session, number, "one", JobState.DONE, "もう一度。", NOON)
    assert not queue.cancel(session, number, "中止。", NOON)
    assert not queue.beat(session, number, "one", 1, 1, NOON)
    job = session.get_one(Job, number, populate_existing=True)
    assert (job.state, job.sentence, job.ended_at, job.state.over) == (state, "終わり。", NOON, True)


def test_a_waiting_or_running_job_can_be_called_off_and_its_worker_notices(session: Session) -> None:
    taken, waiting = running(session), queued(session)
    for number in (taken, waiting):
        assert queue.cancel(session, number, "中止。", NOON)
    assert not queue.beat(session, taken, "one", 1, 1, NOON)
    assert queue.claim(session, KINDS, "one", NOON) is None


@pytest.mark.parametrize(
    ("silent", "given_up"), [(STALE_AFTER, False), (STALE_AFTER + timedelta(microseconds=1), True)]
)
def test_a_job_is_given_up_once_its_worker_has_been_silent_too_long(
    session: Session, silent: timedelta, *, given_up: bool
) -> None:
    number = running(session)
    lost = queue.recover(session, NOON + silent)
    assert [job.id for job in lost] == ([number] if given_up else [])
    assert state_of(session, number) is (JobState.FAILED if given_up else JobState.RUNNING)
    if given_up:
        assert lost[0].sentence == LOST
        assert not queue.end(session, number, "one", JobState.DONE, "できました。", NOON), "the dead do not come back"


def test_the_newest_job_about_a_subject_is_found_as_it_stands(session: Session) -> None:
    queued(session, "a")
    newest = queued(session, "a")
    queued(session, "b")
    found = queue.find(session, JobKind.EXPORT, "a")
    assert found is not None
    assert found.id == newest
    assert queue.find(session, JobKind.EXPORT, "c") is None


def test_jobs_are_forgotten_a_month_after_they_were_over(session: Session) -> None:
    over, live = running(session), queued(session)
    queue.end(session, over, "one", JobState.DONE, "", NOON)
    assert queue.forget_old(session, NOON + timedelta(days=30)) == 0
    assert queue.forget_old(session, NOON + timedelta(days=30, microseconds=1)) == 1
    assert [job.id for job in queue.list_latest(session, 9)] == [live]
