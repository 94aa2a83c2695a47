"""``flask jobs``: the worker as it is started, asked to end, and killed."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from flask import Flask
from sqlalchemy import update
from sqlalchemy.orm import Session

from models import clock
from models.jobs import queue
from models.jobs.job import Job, JobKind, JobState
from models.jobs.queue import STALE_AFTER
from models.jobs.worker import last_seen
from models.settings import Settings

ROOT = Path(__file__).parents[2]
SECONDS = 300


def enqueue(session: Session) -> int:
    number = queue.enqueue(session, JobKind.EXPORT, "20260101-AAAAAAAA", None, clock.now()).id
    session.commit()
    return number


def test_work_does_what_waits_one_or_all_and_shows_itself(app: Flask, session: Session) -> None:
    numbers = [enqueue(session) for _ in range(3)]
    runner = app.test_cli_runner()
    before = signal.getsignal(signal.SIGTERM)
    for arguments, left in ((["--once"], 2), ([], 0), ([], 0)):
        assert runner.invoke(args=["jobs", "work", *arguments]).exit_code == 0
        session.rollback()
        states = [session.get_one(Job, number, populate_existing=True).state for number in numbers]
        assert states.count(JobState.QUEUED) == left
    assert last_seen(session) is not None
    assert signal.getsignal(signal.SIGTERM) is before


def test_a_lost_job_is_told_at_the_next_start_and_in_the_list(app: Flask, session: Session) -> None:
    number = enqueue(session)
    queue.claim(session, [JobKind.EXPORT], "gone:1", clock.now())
    session.execute(update(Job).values(beat_at=clock.now() - 2 * STALE_AFTER))
    session.commit()
    runner = app.test_cli_runner()
    assert (
        f"処理 {number}: 担当していたプロセスが止まったため、「失敗」にしました。"
        in runner.invoke(args=["jobs", "work"]).output
    )
    listed = runner.invoke(args=["jobs", "list"]).output
    assert "20260101-AAAAAAAA" in listed
    assert "失敗" in listed
    assert queue.LOST in listed


def test_a_waiting_worker_ends_when_it_is_asked_to(settings: Settings, session: Session) -> None:
    environment = {**os.environ, "SAIENE_INSTANCE": str(settings.instance), "SAIENE_DEMONSTRATION": "1"}
    command = [str(Path(sys.executable).with_name("flask")), "jobs", "work", "--keep-running"]
    process = subprocess.Popen(
        command, cwd=ROOT, env={**environment, "DATABASE_URL": settings.database}, stderr=subprocess.DEVNULL
    )
    try:
        deadline = time.monotonic() + SECONDS
        while last_seen(session) is None and time.monotonic() < deadline:
            session.rollback()
            time.sleep(0.1)
        process.send_signal(signal.SIGTERM)
        assert process.wait(SECONDS) == 0
    finally:
        process.kill()
        process.wait()
    assert last_seen(session) is not None
