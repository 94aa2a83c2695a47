"""What lies of an uploaded file on the disk, and what a worker that died leaves of it."""

from datetime import timedelta
from typing import Any

import pytest

from models import clock
from models.certifications.proposals.endings import tidy
from models.certifications.proposals.proposal import Stage
from models.certifications.proposals.uploads import Uploads
from models.jobs import queue
from models.jobs.job import Job, JobKind, JobState
from tests.blueprints.admin.register_import.conftest import ONE, PAGE, Office, confirm, row, upload
from tests.driver.visitor import Visitor


@pytest.mark.parametrize("kind", [JobKind.IMPORT_PREVIEW, JobKind.IMPORT_APPLY])
def test_what_a_killed_worker_left_is_cleared_away_and_told(office: Office, kind: JobKind) -> None:
    visitor = office.visitor(office.first)
    upload(visitor, office.workbook(row(ONE, 20)))
    if kind is JobKind.IMPORT_APPLY:
        office.work()
        confirm(office.visitor(office.second))
    long_ago = clock.now() - timedelta(hours=1)
    with office.sessions() as session:
        job = queue.claim(session, [kind], "the dead", long_ago)
        session.commit()
    assert job is not None
    work = Uploads.of(office.settings).work(office.proposal().token)
    work.mkdir()
    (work / "取込み1").write_bytes(b"plain")
    office.worker.look_after()
    assert not work.exists()
    page = visitor.visit(PAGE)
    assert "処理の途中でサーバーが止まったため" in page.text
    assert office.outputs() == {ONE: 10}
    if kind is JobKind.IMPORT_APPLY:
        assert "ファイルは取り込まれていません" in page.text
        confirm(office.visitor(office.second))
        office.work()
        assert office.outputs() == {ONE: 20}
    else:
        assert office.kept() == []


def test_a_job_and_what_it_takes_in_end_together_or_not_at_all(office: Office, first: Visitor) -> None:
    """Given up as lost at the last moment, it takes nothing in."""
    confirm(office.visitor(office.second))
    end = queue.end

    def lose(session: Any, job_id: int, *arguments: Any) -> bool:
        return False

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(queue, "end", lose)
        office.worker.do_next()
    assert queue.end is end
    assert office.outputs() == {ONE: 10}
    with office.sessions() as session:
        found = queue.find(session, JobKind.IMPORT_APPLY, "1")
    assert found is not None
    assert found.state is JobState.RUNNING
    assert office.proposal().stage is Stage.APPLYING, "what has become of it is for whoever gave the job up to say"
    with office.sessions() as session:
        session.get_one(Job, found.id).beat_at = clock.now() - timedelta(hours=1)
        session.commit()
    office.worker.look_after()
    assert office.proposal().stage is Stage.READY


def test_the_file_lies_encrypted_and_readable_by_its_user_alone(office: Office, first: Visitor) -> None:
    [name] = office.kept()
    path = office.settings.uploads_folder / name
    assert not path.read_bytes().startswith(b"PK")
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)


def test_what_nobody_knows_of_is_cleared_away_once_it_is_old(office: Office, first: Visitor) -> None:
    import os

    folder, uploads = office.settings.uploads_folder, Uploads.of(office.settings)
    [kept] = office.kept()
    (folder / "orphan").write_bytes(b"x")
    (folder / "received-x").mkdir()
    tidy(office.sessions, uploads)
    assert len(office.kept()) == 3, "it may belong to an upload of this moment"
    for name in office.kept():
        os.utime(folder / name, (0, 0))
    tidy(office.sessions, uploads)
    assert office.kept() == [kept]
