"""A pack of evidence: ordered, made by the worker, fetched, and verified elsewhere without trusting anybody (M13)."""

import csv
import hashlib
import io
import json
import re
import subprocess
import sys
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session, sessionmaker

from blueprints.admin.audit import packs
from blueprints.commands.jobs import handlers
from models import clock
from models.accounts.account import Account, AccountState, Role
from models.audit.actor import Actor
from models.audit.checkpoints import CheckpointBook, make_checkpoint
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.audit.tables import AuditEvent, AuditHead
from models.auditing.pack import EvidencePack
from models.auditing.pack_list import packs as packs_at
from models.auditing.verifying import verify_trail
from models.certifications.extract import ExportCut
from models.jobs.worker import Worker
from models.lists import ask, list_page
from models.organisations.kinds import OrganisationKind
from tests.driver.page import Page
from tests.driver.visitor import Visitor
from tests.models.auditing.conftest import remove_guards
from tests.models.people.office import OUTGOING
from tests.threats.conftest import Service


def work(service: Service) -> Worker:
    worker = Worker(sessionmaker(service.engine, expire_on_commit=False), handlers(service.settings), "tests")
    assert worker.do_next()
    return worker


def order(service: Service) -> Visitor:
    visitor, _ = service.enter(OrganisationKind.AUDITOR, "", role=Role.AUDITOR)
    visitor.visit("/admin/audit/packs")
    page = visitor.submit("pack", since=(clock.today() - timedelta(days=30)).isoformat())
    assert "監査資料の作成を始めました。" in page.text
    return visitor


def test_an_auditor_takes_a_pack_away_and_verifies_it_alone(service: Service, tmp_path: Path) -> None:
    reader, _ = service.enter()
    reader.visit("/certifications")
    service.change(lambda session: make_checkpoint(session, CheckpointBook.of(service.settings), Actor.worker()))
    visitor = order(service)
    work(service)
    visitor.visit("/admin/audit/packs")
    taken = visitor.request("GET", "/admin/audit/packs/1/file").get_data()
    with Session(service.engine) as session:
        made, fetched = (
            session.scalars(select(AuditEvent).where(AuditEvent.name == name)).one()
            for name in (EventName.EVIDENCE_PACK_MADE, EventName.EVIDENCE_PACK_FETCHED)
        )
    digest = hashlib.sha256(taken).hexdigest()
    assert made.details["sha256"] == fetched.details["sha256"] == digest
    with zipfile.ZipFile(io.BytesIO(taken)) as archive:
        assert archive.testzip() is None
        manifest = json.loads(archive.read("manifest.json"))
        contents = {name: archive.read(name) for name in archive.namelist()}
    for name, stated in manifest["files"].items():
        assert stated == {"bytes": len(contents[name]), "sha256": hashlib.sha256(contents[name]).hexdigest()}
    assert contents.keys() - {"manifest.json"} == manifest["files"].keys()
    readme = contents["README.txt"].decode()
    assert [name for name in contents if name.partition("/")[0] not in readme] == ["README.txt"]
    assert {"rule-editions.csv", "cases.csv", "findings.csv", "inspections/inspections.csv"} <= contents.keys()
    command = command_of(readme)
    for stated in ("first", "last", "until", "former_head"):
        assert f"--{stated.replace('_', '-')} {manifest[stated]}" in " ".join(command)
    lines = contents["trail.jsonl"].splitlines(keepends=True)
    assert verified(tmp_path, contents, lines, command) == 0
    assert [verified(tmp_path, contents, cut, command) for cut in (lines[:-1], lines[1:], lines[:3], [])] == [1] * 4
    accounts = list(csv.DictReader(io.StringIO(contents["accounts.csv"].decode("utf-8-sig"))))
    with Session(service.engine) as session:
        assert [one["login_id"] for one in accounts] == list(
            session.scalars(select(Account.login_id).order_by(Account.id))
        )
    assert "reports/reports.csv" in manifest["files"]
    secrets = (service.settings.secret_key, *service.settings.encryption_keys, service.settings.checkpoint_key)
    whole = b"".join(contents.values()).decode()
    assert [secret for secret in secrets if secret in whole] == []
    lying = next(service.settings.packs_folder.iterdir()).read_bytes()
    assert b"trail.jsonl" not in lying, "what lies on the disk is encrypted"


def command_of(readme: str) -> list[str]:
    """What the README tells its reader to run."""
    return next(line for line in readme.splitlines() if "python verify_trail.py" in line).split()


def verified(folder: Path, contents: dict[str, bytes], lines: list[bytes], command: list[str]) -> int:
    """The exit code of the README's command over these lines of the trail."""
    for name in ("checkpoints.jsonl", "verify_trail.py"):
        (folder / name).write_bytes(contents[name])
    (folder / "trail.jsonl").write_bytes(b"".join(lines))
    run = [sys.executable, "-I", *command[1:]]
    return subprocess.run(run, cwd=folder, check=False, capture_output=True).returncode


@pytest.mark.parametrize("cut", [False, True])
def test_a_pack_made_of_a_trail_whose_end_was_cut_off_tells_on_it(service: Service, tmp_path: Path, cut: bool) -> None:
    book = CheckpointBook.of(service.settings)
    with time_machine.travel(clock.now() - timedelta(days=5), tick=False):
        service.change(lambda session: sign_out(session, 30))
        service.change(lambda session: make_checkpoint(session, book, Actor.worker()))
    if cut:
        service.change(lambda session: cut_after(session, 20))
    visitor, _ = service.enter(OrganisationKind.AUDITOR, "", role=Role.AUDITOR)
    visitor.visit("/admin/audit/packs")
    days = {name: (clock.today() - timedelta(days=back)).isoformat() for name, back in (("since", 30), ("until", 3))}
    visitor.submit("pack", **days)
    work(service)
    with zipfile.ZipFile(io.BytesIO(visitor.request("GET", "/admin/audit/packs/1/file").get_data())) as archive:
        contents = {name: archive.read(name) for name in archive.namelist()}
    lines = contents["trail.jsonl"].splitlines(keepends=True)
    assert verified(tmp_path, contents, lines, command_of(contents["README.txt"].decode())) == int(cut)


def sign_out(session: Session, times: int) -> None:
    for _ in range(times):
        record(session, Event(EventName.SIGNED_OUT, Actor.worker()))


def cut_after(session: Session, number: int) -> None:
    """As whoever owns the database would: the trail ends there, and goes on from there."""
    remove_guards(session)
    session.execute(delete(AuditEvent).where(AuditEvent.number > number))
    last = select(AuditEvent.hash).where(AuditEvent.number == number).scalar_subquery()
    session.execute(update(AuditHead).values(number=number, hash=last))


def test_that_the_packs_and_the_checkpoints_were_looked_at_is_recorded(service: Service) -> None:
    service.change(lambda session: make_checkpoint(session, CheckpointBook.of(service.settings), Actor.worker()))
    visitor = order(service)
    visitor.visit("/admin/audit/checkpoints")
    older = visitor.page.link("すべての照合点を証跡の一覧で探す")
    with Session(service.engine) as session:
        looked = [EventName.EVIDENCE_PACKS_LISTED, EventName.CHECKPOINTS_READ]
        found = session.scalars(select(AuditEvent).where(AuditEvent.name.in_(looked)).order_by(AuditEvent.number)).all()
    assert [(one.name, one.details) for one in found] == [
        (EventName.EVIDENCE_PACKS_LISTED, {"packs": []}),
        (EventName.EVIDENCE_PACKS_LISTED, {"packs": [1]}),
        (EventName.CHECKPOINTS_READ, {"newest": 1, "contradicted": False}),
    ]
    assert {one.account_id for one in found} != {None}
    assert [row["操作"] for row in visitor.visit(older).rows("証跡")] == ["照合点の作成"]


def test_the_page_of_checkpoints_says_when_the_trail_was_verified_and_that_it_failed(service: Service) -> None:
    visitor, _ = service.enter(OrganisationKind.AUDITOR, "", role=Role.AUDITOR)
    assert "まだありません" in visitor.visit("/admin/audit/checkpoints").text
    book = CheckpointBook.of(service.settings)
    service.change(lambda session: verify_trail(session, OUTGOING, Actor.worker(), book))
    assert "異常が見つかっています" not in visitor.visit("/admin/audit/checkpoints").text
    service.change(remove_guards)
    service.change(lambda session: session.execute(update(AuditEvent).where(AuditEvent.number == 1).values(unit="x")))
    service.change(lambda session: verify_trail(session, OUTGOING, Actor.worker(), book))
    assert "異常が見つかっています" in visitor.visit("/admin/audit/checkpoints").text
    assert "異常の見つかった監査の証跡" in visitor.visit("/admin").text


def test_packs_are_found_by_what_can_be_done_with_them_and_by_who_ordered_them(service: Service) -> None:
    order(service)
    work(service)
    visitor = order(service)
    path, today = "/admin/audit/packs", clock.today()

    def numbers(asked: str) -> list[str]:
        page = visitor.visit(f"{path}?{asked}")
        assert "使えない条件" not in page.text, asked
        return re.findall(r"監査資料 (\d+)", " ".join(row["監査資料"] for row in _rows(page)))

    assert (numbers("state=ready"), numbers("state=under_way"), numbers("state=gone")) == (["1"], ["2"], [])
    for sort in ("number", "days", "at", "person"):
        assert numbers(f"sort={sort}&since={today}&until={today}") == ["1", "2"]
    assert numbers("person=nobody.at.all") == numbers(f"until={today - timedelta(days=1)}") == []
    with time_machine.travel(clock.now() + timedelta(days=7), tick=False), Session(service.engine) as session:
        spec = packs_at(clock.now())
        gone = list_page(session, spec, ask(spec, {"state": "gone"})).rows
        assert [(one.id, one.state) for one in gone] == [(1, "保存期間が過ぎました")]


def _rows(page: Page) -> list[dict[str, str]]:
    return page.rows("監査資料") if "CSVに書き出す" in page.text else []


def test_wrong_days_come_back_with_the_whole_form(service: Service) -> None:
    visitor, _ = service.enter(OrganisationKind.AUDITOR, "", role=Role.AUDITOR)
    visitor.visit("/admin/audit/packs")
    page = visitor.submit("pack", since="2026-05-02", until="2026-05-01", expect=422)
    assert "最初の日は、最後の日以前にしてください。" in page.text


def test_a_pack_is_not_made_for_somebody_stopped_meanwhile_and_is_gone_after_a_week(service: Service) -> None:
    order(service)
    service.change(lambda session: _stop_auditors(session))
    work(service)
    with Session(service.engine) as session:
        assert session.get_one(EvidencePack, 1).made_at is None
    order(service)
    worker = work(service)
    path = service.settings.packs_folder / "pack-2"
    assert path.exists()
    with time_machine.travel(clock.now() + timedelta(days=8), tick=False):
        worker.look_after()
    assert not path.exists()
    with Session(service.engine) as session:
        assert session.get_one(EvidencePack, 2).sealed_key == ""


def _stop_auditors(session: Session) -> None:
    for account in session.scalars(select(Account).where(Account.role_code == Role.AUDITOR.value)):
        account.state_code = AccountState.STOPPED.value


def test_a_pack_on_its_way_is_broken_off_when_its_reader_is_stopped(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = order(service)
    work(service)
    monkeypatch.setattr(packs, "PIECES_A_CHECK", 1)
    monkeypatch.setattr(packs.pack, "pieces", lambda _pack, _place: iter([b"a", b"b", b"c"]))
    answer = visitor.request("GET", "/admin/audit/packs/1/file")
    arriving = iter(answer.response)
    assert next(arriving) == b"a"
    service.change(lambda session: _stop_auditors(session))
    with pytest.raises(ExportCut):
        next(arriving)
