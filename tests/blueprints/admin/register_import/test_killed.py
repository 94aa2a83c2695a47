"""A worker that is killed while it takes an uploaded file in: before or after, and the page says which (B6)."""

import os
import signal
from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from sqlalchemy import create_engine, update
from sqlalchemy.orm import sessionmaker

from blueprints.commands.jobs import handlers
from models import clock
from models.certifications.proposals.endings import tidy
from models.certifications.proposals.uploads import Uploads
from models.jobs.job import Job
from models.jobs.worker import Worker
from tests.blueprints.admin.register_import.conftest import ONE, Office, confirm, row, upload

BEFORE, AFTER = "models.certifications.proposals.work.hold", "models.certifications.proposals.jobs.take_off"
"""The last thing before the commit, and the first after it."""


def die(*_arguments: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def work_and_die(office: Office, point: str) -> None:
    """A worker of its own process, with connections of its own."""
    child = os.fork()
    if child == 0:
        sessions = sessionmaker(create_engine(office.settings.database), expire_on_commit=False)
        with mock.patch(point, die):
            Worker(sessions, handlers(office.settings), "the dead").do_next()
        os._exit(1)
    assert os.WIFSIGNALED(os.waitpid(child, 0)[1]), "it was to die"


@pytest.mark.parametrize(("point", "output"), [(BEFORE, 10), (AFTER, 20)], ids=["before", "after"])
def test_a_killed_worker_leaves_before_or_after_and_the_page_says_which(
    office: Office,
    point: str,
    output: int,
) -> None:
    second = office.visitor(office.second)
    upload(office.visitor(office.first), office.workbook(row(ONE, 20)))
    office.work()
    confirm(second)
    work_and_die(office, point)
    assert office.outputs() == {ONE: output}
    assert any(name.endswith(".parts") for name in office.kept()) is (point == BEFORE)
    office.change(lambda session: session.execute(update(Job).values(beat_at=clock.now() - timedelta(minutes=2))))
    office.worker.look_after()
    page = second.visit("/admin/register/import/1")
    assert not any(name.endswith(".parts") for name in office.kept()), "nothing plain is left"
    if point == BEFORE:
        assert "ファイルは取り込まれていません。" in page.text
        confirm(second)
        office.work()
    assert "取り込みました。" in second.visit("/admin/register/import/1").text
    assert office.outputs() == {ONE: 20}
    for name in office.kept():
        os.utime(office.settings.uploads_folder / name, (0, 0))
    tidy(office.sessions, Uploads.of(office.settings))
    assert office.kept() == []
