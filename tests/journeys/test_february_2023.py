"""February 2023, once more: one person's credentials at several desks of the group's retail company.

What is blocked, who is told, what can be shown afterwards, and how fast: to the owner on paper, to an auditor as a
trail they verify themselves, to the operator whose facility it was. Everything goes through the pages, by ID, password
and code, as it did then.
"""

import io
import shlex
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pyotp
import pytest
import time_machine
from flask import Flask
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session, sessionmaker

from blueprints.commands.jobs import handlers
from models import clock
from models.accounts.account import AccountState, Role
from models.accounts.creation import install_demonstration_credentials
from models.audit.actor import Actor
from models.audit.checkpoints import CheckpointBook, make_checkpoint
from models.audit.event_names import EventName
from models.audit.tables import AuditEvent
from models.cases.case import WatchCase
from models.cases.round import watch_over
from models.jobs.worker import Worker
from models.mail.outbox import OutboxLetter
from models.monitoring.tables import MonitoringAlert
from models.organisations.kinds import OrganisationKind
from tests.blueprints.people import agree, give_password
from tests.databases.recipes import settings_for_tests
from tests.databases.templates import Databases
from tests.driver.trail_file import read_trail_file
from tests.driver.visitor import Visitor
from tests.factories.incidents import GRID, LEAD, MEMBER, OFFICER, OUTGOING, SECOND_OFFICER, account
from tests.factories.looking_back import LOOKER, OPERATOR, OWN, staffed
from tests.models.accounts.conftest import hands  # noqa: F401
from tests.models.accounts.people import BOX, KEY, PASSWORD, add_organisation, add_person

AUDITOR = "auditor"
OFFICE, RETAIL = "192.0.2.10", "198.51.100.{}"
FACILITY = f"/certifications/{OWN}"


class Group:
    """The service, and whoever knows the password."""

    def __init__(self, app: Flask, url: str, clock_hands: time_machine.Traveller) -> None:
        self.app, self.hands = app, clock_hands
        self.engine = create_engine(url)
        self.sessions = sessionmaker(self.engine, expire_on_commit=False)

    def desk(self, address: str, browser: str) -> Visitor:
        """A desk, before anybody signs in there."""
        return Visitor(self.app, address=address, browser=browser)

    def sign_in(self, desk: Visitor, login_id: str = MEMBER, path: str = FACILITY) -> Visitor:
        """By ID, password and a fresh code."""
        self.hands.shift(timedelta(seconds=31))
        desk.visit(path)
        give_password(desk, login_id)
        desk.submit("code-form", code=pyotp.TOTP(KEY).at(clock.now()), expect=None)
        if "同意" in desk.page.heading:
            agree(desk)
        return desk

    def watch(self) -> None:
        """What the worker does every few seconds."""
        watch_over(self.sessions, OUTGOING)


@pytest.fixture
def group(databases: Databases, tmp_path: Path, hands: time_machine.Traveller) -> Iterator[Group]:  # noqa: F811
    from app import create_app
    from models.db import db

    url = databases.copy(staffed)
    app = create_app(settings_for_tests(url, tmp_path))
    made = Group(app, url, hands)
    with made.sessions() as session:
        auditors = add_organisation(session, "みほん監査法人", OrganisationKind.AUDITOR)
        add_person(session, AUDITOR, auditors, Role.AUDITOR, credentials=False)
        for login_id in (MEMBER, LEAD, OFFICER, SECOND_OFFICER, AUDITOR, OPERATOR):
            install_demonstration_credentials(session, BOX, account(session, login_id), PASSWORD, KEY)
        session.commit()
    yield made
    made.engine.dispose()
    with app.app_context():
        db.engine.dispose()
    databases.drop(url)


def test_shared_credentials_are_stopped_within_the_hour_and_everybody_learns_of_it(
    group: Group, tmp_path: Path
) -> None:
    own = group.desk(OFFICE, "Edge of the grid company")
    for _ in range(3):  # the person's own days: detection learns their desk
        group.sign_in(own)
        group.hands.shift(timedelta(days=8))
        group.watch()
    began = clock.now()
    group.sign_in(own)
    retail = [group.desk(RETAIL.format(number), f"Chrome of desk {number}") for number in (11, 12)]
    for desk in retail:
        group.sign_in(desk)
    stopped_at = _use_in_turn(group, [own, *retail])
    assert stopped_at - began < timedelta(hours=1)
    _nobody_comes_in_any_more(group, [own, *retail])
    _everybody_was_told(group)
    _the_responsible_person_explains(group)
    _the_officers_see_what_was_seen_and_pass_it_on(group)
    _the_owner_prints_which_facilities_and_items_were_seen_by_whom(group)
    _the_auditor_verifies_the_trail_elsewhere(group, tmp_path / "elsewhere")
    _the_operator_sees_the_views(group)


def _use_in_turn(group: Group, desks: list[Visitor]) -> datetime:
    for _ in range(12):
        for desk in desks:
            group.hands.shift(timedelta(minutes=1))
            if desk.visit(FACILITY, expect=None).status != 200:
                return clock.now()
            group.watch()
    raise AssertionError("nobody was stopped")


def _nobody_comes_in_any_more(group: Group, desks: list[Visitor]) -> None:
    with group.sessions() as session:
        person = account(session, MEMBER)
        assert (person.state, person.stop_reason) == (AccountState.STOPPED, "monitoring")
    for desk in desks:
        assert desk.visit(FACILITY, expect=None).status in {200, 403}
        assert OWN not in desk.page.text


def _everybody_was_told(group: Group) -> None:
    with group.sessions() as session:
        case = session.scalars(select(WatchCase)).one()
        told = _letters(session)
        for login_id in (LEAD, OFFICER, SECOND_OFFICER):
            assert any(case.reference in subject for subject in told[account(session, login_id).email])
        assert any("一時的に停止" in subject for subject in told[account(session, MEMBER).email])


def _the_responsible_person_explains(group: Group) -> None:
    lead = group.sign_in(group.desk(OFFICE, "Edge of the lead"), LEAD, "/desk/cases")
    lead.visit("/desk/cases/1")
    lead.submit("explanation", text="小売の担当者が、本人のIDを使っていた。")
    assert "説明を送りました" in lead.page.text


def _the_officers_see_what_was_seen_and_pass_it_on(group: Group) -> None:
    officer = group.sign_in(group.desk(OFFICE, "Edge of the officer"), OFFICER, "/admin/cases")
    officer.follow(_reference(group))
    assert "小売の担当者が" in officer.page.text
    officer.follow("この人の操作を見る")
    assert RETAIL.format(11) in officer.page.text
    assert OWN in officer.page.text
    officer.visit("/admin/cases/1/pass-on")
    officer.submit("pass-on", kind="credentials", what="小売の担当者がIDを共用していた。")
    assert "引き継ぎました" in officer.page.text
    with group.sessions() as session:
        states = select(MonitoringAlert.state_code).where(MonitoringAlert.severity_code != "watch")
        assert set(session.scalars(states)) == {"settled"}
        recorded = set(session.scalars(select(AuditEvent.name)))
        for name in (EventName.ALERT_RAISED, EventName.ACCOUNT_STOPPED, EventName.CASE_OPENED, EventName.CASE_CLOSED):
            assert name.value in recorded


def _the_owner_prints_which_facilities_and_items_were_seen_by_whom(group: Group) -> None:
    officer = group.sign_in(group.desk(OFFICE, "Edge of the officer"), OFFICER, "/admin/audit/person")
    page = officer.submit("person", login_id=MEMBER)
    assert f"{GRID} " in page.text
    assert LOOKER in page.text
    assert "A4 判の用紙に印刷できます" in page.text
    [seen] = [row for row in page.rows("示された設備（最後に示されたものから）") if row["設備"] == OWN]
    views = _views(group)
    assert int(seen["回数"]) == len(views) > 0
    page = officer.follow(OWN)
    assert "A4 判の用紙に印刷できます" in page.text
    acts = [row for row in page.rows("この設備を見た操作") if row["ログインID"] == MEMBER]
    assert [int(row["証跡"]) for row in acts] == [one.number for one in reversed(views)]
    assert {row["接続元"] for row in acts} == {OFFICE, RETAIL.format(11), RETAIL.format(12)}
    [total] = [row for row in page.rows("組織と部門ごとの合計") if row["組織"] == GRID]
    assert (total["人数"], total["回数"]) == ("1", str(len(views)))
    _facts, taken = read_trail_file(officer.request("GET", page.link("この条件の操作をCSVに書き出す")))
    lines = [one for one in taken if one["ログインID"] == MEMBER]
    for line, view in zip(lines, reversed(views), strict=True):
        assert len(line["示した項目"].split("、")) == len(view.details["items"]) > 0
    assert all(f"第{view.edition}版" == row["閲覧権限の版"] for row, view in zip(acts, reversed(views), strict=True))


def _the_auditor_verifies_the_trail_elsewhere(group: Group, folder: Path) -> None:
    settings = group.app.extensions["saiene.settings"]
    with group.sessions() as session:
        make_checkpoint(session, CheckpointBook.of(settings), Actor.worker())  # what is done every day
        session.commit()
    auditor = group.sign_in(group.desk(OFFICE, "Edge of the auditor"), AUDITOR, "/admin/audit/packs")
    auditor.submit("pack", since=(clock.today() - timedelta(days=60)).isoformat())
    assert Worker(group.sessions, handlers(settings), "worker").do_next()
    auditor.visit("/admin/audit/packs")
    taken = auditor.request("GET", "/admin/audit/packs/1/file").get_data()
    folder.mkdir()
    with zipfile.ZipFile(io.BytesIO(taken)) as archive:
        told = archive.read("README.txt").decode().splitlines()
        for name in ("trail.jsonl", "checkpoints.jsonl", "verify_trail.py"):
            (folder / name).write_bytes(archive.read(name))
    [command] = [shlex.split(line)[1:] for line in told if "verify_trail.py trail.jsonl" in line]
    assert _alone(folder, "-c", "import sqlalchemy") != 0, "nothing is at hand there but the standard library"
    assert _alone(folder, *command) == 0
    trail = (folder / "trail.jsonl").read_bytes()
    assert trail.count(EventName.CERTIFICATION_READ.value.encode()) >= len(_views(group))
    (folder / "trail.jsonl").write_bytes(trail.replace(RETAIL.format(11).encode(), OFFICE.encode(), 1))
    assert _alone(folder, *command) == 1, "what was seen from the retail company cannot be made a view of the office"


def _alone(folder: Path, *arguments: str) -> int:
    """Run Python in a process of its own, without site packages, the environment or the present folder."""
    return subprocess.run(
        [sys.executable, "-I", "-S", *arguments], cwd=folder, check=False, capture_output=True
    ).returncode


def _the_operator_sees_the_views(group: Group) -> None:
    operator = group.sign_in(group.desk("203.0.113.5", "Firefox of the operator"), OPERATOR, "/operator/facilities")
    views, page = _views(group), operator.page
    [facility] = [row for row in page.rows() if row["設備ID"] == OWN]
    assert int(facility["うち他の組織"]) >= len(views)
    page = operator.follow(OWN)
    looks = [row for row in page.rows() if row["操作"] == "詳細を表示"]
    assert len(looks) == len(views)
    assert {row["組織・部門"] for row in looks} == {GRID}
    assert all(row["示された項目の区分"] for row in looks)
    for hidden in (LOOKER, RETAIL.format(11)):
        assert hidden not in page.text, "an operator is told the organisation, and neither the person nor from where"


def _views(group: Group) -> list[AuditEvent]:
    """What the trail holds of the facility having been shown to the member, oldest first."""
    with group.sessions() as session:
        member = account(session, MEMBER).id
        chosen = select(AuditEvent).where(
            AuditEvent.name == EventName.CERTIFICATION_READ.value, AuditEvent.account_id == member
        )
        return list(session.scalars(chosen.order_by(AuditEvent.number)))


def _reference(group: Group) -> str:
    with group.sessions() as session:
        return session.scalars(select(WatchCase)).one().reference


def _letters(session: Session) -> dict[str, list[str]]:
    told: dict[str, list[str]] = {}
    for recipient, subject in session.execute(select(OutboxLetter.recipient, OutboxLetter.subject)):
        told.setdefault(recipient, []).append(subject)
    return told
