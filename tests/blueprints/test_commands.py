"""Commands at the console: first accounts, first grants, the doctor, the post."""

import csv
import io

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.accounts.account import Account
from models.audit.event_names import EventName
from models.audit.tables import AuditEvent
from models.catalogue.first_edition import proposed_grants
from models.catalogue.grants import GrantsEdition
from models.mail.outbox import OutboxLetter

CREATE = ["accounts", "create", "first.officer", "--role", "owner_officer", "--organisation", "見本保有者"]
PERSON = ["--name", "見本 太郎", "--email", "first.officer@saiene.example"]


@pytest.fixture
def runner(app: Flask) -> FlaskCliRunner:
    return app.test_cli_runner()


def events(session: Session) -> list[str]:
    return list(session.scalars(select(AuditEvent.name).order_by(AuditEvent.number)))


def test_the_first_account_gets_a_letter_with_a_link(runner: FlaskCliRunner, session: Session) -> None:
    result = runner.invoke(args=[*CREATE, *PERSON])
    assert result.exit_code == 0, result.output
    account = session.scalars(select(Account)).one()
    assert (account.login_id, account.role.value, account.organisation.name) == (
        "first.officer",
        "owner_officer",
        "見本保有者",
    )
    assert session.scalars(select(OutboxLetter.recipient)).all() == ["first.officer@saiene.example"]
    assert EventName.ACCOUNT_CREATED.value in events(session)


def test_an_id_is_never_issued_twice(runner: FlaskCliRunner, session: Session) -> None:
    runner.invoke(args=[*CREATE, *PERSON])
    before = events(session)
    again = runner.invoke(args=[*CREATE, *PERSON])
    assert again.exit_code == 1
    assert "すでに使われている" in again.output
    session.rollback()
    assert events(session) == before


def test_unlocking_an_unknown_account_changes_nothing(runner: FlaskCliRunner, session: Session) -> None:
    result = runner.invoke(args=["accounts", "unlock", "nobody"])
    assert result.exit_code == 1
    assert events(session) == []


def test_unlocking_is_recorded(runner: FlaskCliRunner, session: Session) -> None:
    runner.invoke(args=[*CREATE, *PERSON])
    result = runner.invoke(args=["accounts", "unlock", "first.officer"])
    assert result.exit_code == 0, result.output
    assert events(session)[-1] == EventName.ACCOUNT_UNLOCKED.value


def test_the_first_edition_is_loaded_once(runner: FlaskCliRunner, session: Session) -> None:
    for _time in range(2):
        assert runner.invoke(args=["items", "load-first-edition"]).exit_code == 0
    assert session.scalars(select(GrantsEdition.number)).all() == [1]
    assert session.scalars(select(GrantsEdition.proposal)).one() is True


def test_an_edition_can_be_shown_for_an_attribute(runner: FlaskCliRunner) -> None:
    runner.invoke(args=["items", "load-first-edition"])
    assert "第1版\t有効" in runner.invoke(args=["items", "editions"]).output
    shown = runner.invoke(args=["items", "show-edition", "1", "--attribute", "occto"])
    assert shown.exit_code == 0, shown.output
    rows = list(csv.DictReader(io.StringIO(shown.output)))
    granted = {row["item"] for row in proposed_grants() if row["attribute"] == "occto"}
    assert {row["キー"] for row in rows} == granted
    assert all(row["根拠"] and row["業務・条文"] for row in rows)
    assert runner.invoke(args=["items", "show-edition", "9", "--attribute", "occto"]).exit_code == 1


def test_the_doctor_says_what_to_mend(runner: FlaskCliRunner) -> None:
    """The mail server of the test's settings does not answer: a finding, not a failure of the examination."""
    result = runner.invoke(args=["doctor"])
    assert result.exit_code == 1
    assert "× メール" in result.output
    assert "○ データベース" in result.output
