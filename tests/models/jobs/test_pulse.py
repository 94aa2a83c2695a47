"""A sign of life from a thread of its own."""

import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import sessionmaker

from models import clock
from models.db import SessionFactory, one_transaction
from models.jobs import pulse, queue, worker
from models.jobs.job import Job, JobKind
from models.jobs.pulse import Pulse
from models.jobs.worker import Interrupted, Task
from models.settings import Settings

SOON, PATIENCE = timedelta(milliseconds=20), 120


@pytest.fixture
def sessions(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[SessionFactory]:
    """Opens sessions; a job is to show that it lives many times a second."""
    monkeypatch.setattr(pulse, "BEAT_EVERY", SOON)
    monkeypatch.setattr(worker, "BEAT_EVERY", SOON)
    engine = create_engine(settings.database)
    yield sessionmaker(engine, expire_on_commit=False)
    engine.dispose()


@pytest.fixture
def task(sessions: SessionFactory) -> Task:
    """A job in a worker's hands."""
    with one_transaction(sessions) as session:
        queue.enqueue(session, JobKind.EXPORT, "a", None, clock.now())
    with one_transaction(sessions) as session:
        job = queue.claim(session, [JobKind.EXPORT], "one", clock.now())
    assert job is not None
    return Task(sessions, job, lambda: False)


def present(sessions: SessionFactory, task: Task) -> Job:
    with sessions() as session:
        return session.get_one(Job, task.id)


def test_work_that_says_nothing_is_seen_to_live(sessions: SessionFactory, task: Task) -> None:
    began, until = present(sessions, task).beat_at, time.monotonic() + PATIENCE
    with Pulse(task) as alive:
        alive.progress(3, 7)
        while (job := present(sessions, task)).done != 3 and time.monotonic() < until:
            time.sleep(0.01)
    assert (job.done, job.total) == (3, 7)
    assert job.beat_at is not None
    assert began is not None
    assert job.beat_at > began


def test_work_learns_at_its_next_word_that_it_was_called_off(sessions: SessionFactory, task: Task) -> None:
    with one_transaction(sessions) as session:
        queue.cancel(session, task.id, "中止しました。", clock.now())

    def work(alive: Pulse) -> None:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            alive.progress(1, 2)
            time.sleep(0.01)

    with Pulse(task) as alive, pytest.raises(Interrupted):
        work(alive)
