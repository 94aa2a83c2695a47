"""February 2023, once more: one person's credentials at several desks of the group's retail company.

What is blocked, who is told, what can be shown afterwards, and how fast. Everything goes through the pages, by ID,
password and code, as it did then.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pyotp
import pytest
import time_machine
from flask import Flask
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session, sessionmaker

from models import clock
from models.accounts.account import AccountState
from models.accounts.creation import install_demonstration_credentials
from models.audit.event_names import EventName
from models.audit.tables import AuditEvent
from models.cases.case import WatchCase
from models.cases.round import watch_over
from models.mail.outbox import OutboxLetter
from models.monitoring.tables import MonitoringAlert
from tests.blueprints.people import agree, give_password
from tests.databases.recipes import settings_for_tests
from tests.databases.templates import Databases
from tests.driver.visitor import Visitor
from tests.factories.incidents import LEAD, MEMBER, OFFICER, OUTGOING, SECOND_OFFICER, account, staffed
from tests.factories.stock import UNDER_A_LAW
from tests.models.accounts.conftest import hands  # noqa: F401
from tests.models.accounts.people import BOX, KEY, PASSWORD

OFFICE, RETAIL = "192.0.2.10", "198.51.100.{}"
FACILITY = f"/certifications/{UNDER_A_LAW}"


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
        for login_id in (MEMBER, LEAD, OFFICER, SECOND_OFFICER):
            install_demonstration_credentials(session, BOX, account(session, login_id), PASSWORD, KEY)
        session.commit()
    yield made
    made.engine.dispose()
    with app.app_context():
        db.engine.dispose()
    databases.drop(url)


def test_shared_credentials_are_stopped_within_the_hour_and_everybody_learns_of_it(group: Group) -> None:
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
        assert UNDER_A_LAW not in desk.page.text


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
    assert UNDER_A_LAW in officer.page.text
    officer.visit("/admin/cases/1/pass-on")
    officer.submit("pass-on", kind="credentials", what="小売の担当者がIDを共用していた。")
    assert "引き継ぎました" in officer.page.text
    with group.sessions() as session:
        states = select(MonitoringAlert.state_code).where(MonitoringAlert.severity_code != "watch")
        assert set(session.scalars(states)) == {"settled"}
        recorded = set(session.scalars(select(AuditEvent.name)))
        for name in (EventName.ALERT_RAISED, EventName.ACCOUNT_STOPPED, EventName.CASE_OPENED, EventName.CASE_CLOSED):
            assert name.value in recorded


def _reference(group: Group) -> str:
    with group.sessions() as session:
        return session.scalars(select(WatchCase)).one().reference


def _letters(session: Session) -> dict[str, list[str]]:
    told: dict[str, list[str]] = {}
    for recipient, subject in session.execute(select(OutboxLetter.recipient, OutboxLetter.subject)):
        told.setdefault(recipient, []).append(subject)
    return told
