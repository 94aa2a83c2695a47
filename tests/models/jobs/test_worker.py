"""A worker: what becomes of a job that succeeds, fails, is called off, or meets a worker that has to end."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from models import clock
from models.db import SessionFactory, one_transaction
from models.errors import Conflict
from models.jobs import queue
from models.jobs.job import Job, JobKind, JobState
from models.jobs.queue import STALE_AFTER
from models.jobs.worker import BROKEN, STOPPED, Handler, Task, Worker, last_seen, longest_wait

NOON = datetime(2026, 5, 11, 3, 0, tzinfo=UTC)


class Bench:
    """A worker, its queue, and a handler that does what a test says."""

    def __init__(self, session: Session, hands: time_machine.Traveller) -> None:
        self.session, self.hands = session, hands
        self.sessions: SessionFactory = sessionmaker(session.get_bind(), expire_on_commit=False)
        self.stopping = False
        self.given_up: list[str] = []
        self.tidied = 0
        self.does: Callable[[Task], str] = lambda _task: "できました。"
        handler = Handler(
            work=lambda task: self.does(task), give_up=lambda _session, s: self.given_up.append(s), tidy=self._tidy
        )
        self.worker = Worker(self.sessions, {JobKind.EXPORT: handler}, "one", lambda: self.stopping)

    def _tidy(self, _sessions: SessionFactory) -> None:
        self.tidied += 1

    def ask(self) -> int:
        with one_transaction(self.sessions) as session:
            return queue.enqueue(session, JobKind.EXPORT, "a", None, clock.now()).id

    def job(self, number: int) -> Job:
        self.session.rollback()
        return self.session.get_one(Job, number, populate_existing=True)


@pytest.fixture
def bench(session: Session) -> Iterator[Bench]:
    with time_machine.travel(NOON, tick=False) as hands:
        yield Bench(session, hands)


def test_a_job_is_done_and_says_so(bench: Bench) -> None:
    number = bench.ask()
    assert bench.worker.do_next()
    assert (bench.job(number).state, bench.job(number).sentence) == (JobState.DONE, "できました。")
    assert not bench.worker.do_next()


@pytest.mark.parametrize(
    ("error", "sentence"), [(Conflict("先に変わりました。"), "先に変わりました。"), (KeyError("x"), BROKEN)]
)
def test_a_failure_is_the_jobs_and_never_the_workers(bench: Bench, error: Exception, sentence: str) -> None:
    def fail(_task: Task) -> str:
        raise error

    bench.does = fail
    number, following = bench.ask(), bench.ask()
    assert bench.worker.do_next()
    assert (bench.job(number).state, bench.job(number).sentence) == (JobState.FAILED, sentence)
    bench.does = lambda _task: "できました。"
    assert bench.worker.do_next()
    assert bench.job(following).state is JobState.DONE


def test_progress_is_written_every_two_seconds_and_shows_that_the_worker_lives(bench: Bench) -> None:
    seen = []

    def work(task: Task) -> str:
        for done in (1, 2, 3):
            task.progress(done, 3)
            seen.append((bench.job(task.id).done, bench.job(task.id).beat_at))
            bench.hands.shift(timedelta(seconds=1.5))
        return ""

    bench.does = work
    bench.ask()
    bench.worker.do_next()
    assert seen == [(0, NOON), (0, NOON), (3, NOON + timedelta(seconds=3))]


def stop_worker(bench: Bench, _number: int) -> None:
    bench.stopping = True


def call_off(bench: Bench, number: int) -> None:
    with one_transaction(bench.sessions) as session:
        queue.cancel(session, number, "中止しました。", clock.now())


@pytest.mark.parametrize(
    ("happens", "sentence"), [(stop_worker, STOPPED), (call_off, "中止しました。")], ids=["stopped", "called off"]
)
def test_work_stops_at_its_next_sign_of_life(
    bench: Bench, happens: Callable[[Bench, int], None], sentence: str
) -> None:
    def work(task: Task) -> str:
        happens(bench, task.id)
        bench.hands.shift(timedelta(seconds=3))
        task.progress(1, 2)
        raise AssertionError("the work went on")

    bench.does = work
    number = bench.ask()
    bench.worker.do_next()
    assert (bench.job(number).state, bench.job(number).sentence) == (JobState.CANCELLED, sentence)


def test_work_may_end_its_job_together_with_what_it_did(bench: Bench) -> None:
    def work(task: Task) -> str:
        with one_transaction(task.sessions) as session:
            assert task.end(session, JobState.DONE, "一緒に終わりました。")
        return "後から。"

    bench.does = work
    number = bench.ask()
    bench.worker.do_next()
    assert bench.job(number).sentence == "一緒に終わりました。"


def test_a_lost_job_is_given_up_at_the_next_look_around_and_cleared_away(bench: Bench) -> None:
    number = bench.ask()
    with one_transaction(bench.sessions) as session:
        queue.claim(session, [JobKind.EXPORT], "the dead", clock.now())
    assert bench.worker.look_after() == []
    bench.hands.shift(STALE_AFTER + timedelta(seconds=1))
    assert [job.id for job in bench.worker.look_after()] == [number]
    assert bench.given_up == ["a"]
    assert bench.job(number).state is JobState.FAILED
    assert bench.worker.look_after() == (), "not every second"
    assert bench.tidied == 2


def test_it_is_known_when_a_worker_last_showed_itself_and_who_waits(bench: Bench) -> None:
    assert last_seen(bench.session) is None
    assert longest_wait(bench.session, NOON) == timedelta()
    bench.ask()
    bench.hands.shift(timedelta(minutes=3))
    bench.session.rollback()
    assert longest_wait(bench.session, clock.now()) == timedelta(minutes=3)
    bench.worker.look_after()
    bench.session.rollback()
    assert last_seen(bench.session) == NOON + timedelta(minutes=3)
    bench.hands.shift(timedelta(minutes=3))
    bench.worker.do_next()
    bench.session.rollback()
    assert last_seen(bench.session) == NOON + timedelta(minutes=6), "a worker in the midst of a job shows itself by it"
    assert bench.session.scalars(select(Job.state_code)).all() == ["done"]
