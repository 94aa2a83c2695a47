"""Acts on people and organisations at the server's console: done and recorded, or refused in words (M7)."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner
from sqlalchemy.orm import Session

from models import clock
from models.accounts.account import AccountState
from models.accounts.standing import StopReason, what_bars
from models.audit.event_names import EventName
from models.errors import Conflict
from models.organisations.kinds import Standing
from models.people.stopping import strike_off
from models.people.watcher_stop import confirm_stop
from tests.models.people.office import (
    AUDITOR,
    COLLEAGUE,
    LEAD,
    MANAGER,
    MEMBER,
    OFFICER,
    OUTGOING,
    SECOND,
    Office,
    staff,
)


@pytest.fixture
def office(session: Session) -> Office:
    """Everybody at their desk, on either database."""
    return staff(session)


@pytest.fixture
def runner(app: Flask) -> FlaskCliRunner:
    return app.test_cli_runner()


def done(runner: FlaskCliRunner, office: Office, *arguments: str) -> str:
    """Run a command that succeeds; what it said."""
    result = runner.invoke(args=list(arguments))
    assert result.exit_code == 0, result.output
    office.session.rollback()
    return result.output


def refused(runner: FlaskCliRunner, office: Office, *arguments: str) -> str:
    """Run a command that is refused in words, with nothing recorded."""
    before = len(office.events(EventName.ACCOUNT_STOPPED)) + len(office.events(EventName.ACCOUNT_RELEASED))
    result = runner.invoke(args=list(arguments))
    assert result.exit_code == 1, result.output
    office.session.rollback()
    after = len(office.events(EventName.ACCOUNT_STOPPED)) + len(office.events(EventName.ACCOUNT_RELEASED))
    assert after == before
    return result.output


def stop(login_id: str, why: str) -> tuple[str, ...]:
    return ("accounts", "stop", login_id, "--why", why, "--reason", "試験")


def test_an_account_is_stopped_and_released_by_the_console(runner: FlaskCliRunner, office: Office) -> None:
    assert "停止しました" in done(runner, office, *stop(MEMBER, "own_request"))
    assert office.account(MEMBER).state is AccountState.STOPPED
    told = office.events(EventName.ACCOUNT_STOPPED)[0]
    assert told.login_id.startswith("console")
    assert told.details["reason"] == "試験"
    done(runner, office, "accounts", "release", MEMBER, "--reason", "復帰")
    assert office.account(MEMBER).state is not AccountState.STOPPED


def test_the_console_leaves_no_organisation_without_a_responsible_person(
    runner: FlaskCliRunner, office: Office
) -> None:
    assert "最後のシステム利用責任者" in refused(runner, office, *stop(LEAD, "transfer"))
    done(runner, office, *stop(LEAD, "incident"))
    assert office.account(LEAD).stop_reason == StopReason.INCIDENT


def test_a_stop_for_security_is_not_lifted_at_the_console(runner: FlaskCliRunner, office: Office) -> None:
    done(runner, office, *stop(MEMBER, "incident"))
    assert "二人の担当者" in refused(runner, office, "accounts", "release", MEMBER, "--reason", "復帰")
    assert office.account(MEMBER).state is AccountState.STOPPED


@pytest.mark.parametrize("whom", [OFFICER, MANAGER, AUDITOR])
@pytest.mark.parametrize("why", [StopReason.TRANSFER, StopReason.DORMANCY, StopReason.INCIDENT])
def test_the_console_takes_nobody_back_who_watches(
    runner: FlaskCliRunner, office: Office, whom: str, why: StopReason
) -> None:
    account = office.account(whom)
    account.state_code, account.stop_reason = AccountState.STOPPED.value, why.value
    office.session.commit()
    assert "二人で解除します" in refused(runner, office, "accounts", "release", whom, "--reason", "復帰")
    assert office.account(whom).state is AccountState.STOPPED


@pytest.mark.parametrize("whom", [OFFICER, MANAGER, AUDITOR])
@pytest.mark.parametrize("why", ["transfer", "own_request", "incident", "monitoring"])
def test_the_console_stops_nobody_who_watches_as_it_stops_others(
    runner: FlaskCliRunner, office: Office, whom: str, why: str
) -> None:
    assert "二人で" in refused(runner, office, *stop(whom, why))
    if why in {"transfer", "own_request"}:
        assert "二人で" in refused(runner, office, *stop(whom, why), "--break-glass")
    assert office.account(whom).state is AccountState.ACTIVE
    assert office.letters(SECOND) == []


def test_a_broken_glass_is_an_alarm_to_everybody_and_breaks_once_until_somebody_confirms(
    runner: FlaskCliRunner, office: Office
) -> None:
    done(runner, office, *stop(AUDITOR, "incident"), "--break-glass")
    for who in (OFFICER, SECOND, MANAGER, COLLEAGUE):
        assert any("【警報】" in subject for subject in office.letters(who)), who
    assert "画面での確認がまだありません" in refused(runner, office, *stop(OFFICER, "incident"), "--break-glass")
    number = office.account(AUDITOR).id
    with pytest.raises(Conflict, match="確認してから"):
        strike_off(office.session, OUTGOING, office.viewer(OFFICER), number, "退職")
    office.session.rollback()
    confirm_stop(office.session, office.viewer(OFFICER), number, "確かめた")
    office.session.commit()
    assert office.events(EventName.ACCOUNT_STOP_CONFIRMED)[0].details["stopped_by"] == "console"
    done(runner, office, *stop(OFFICER, "incident"), "--break-glass")
    assert office.account(OFFICER).stopped_at_console


@pytest.mark.parametrize("command", [stop("nobody", "incident"), ("accounts", "release", "nobody", "--reason", "x")])
def test_an_unknown_id_is_named(runner: FlaskCliRunner, office: Office, command: tuple[str, ...]) -> None:
    assert "このIDのアカウントはありません" in refused(runner, office, *command)


def test_a_rescue_asks_before_it_raises_the_alarm(runner: FlaskCliRunner, office: Office) -> None:
    rescue = ["accounts", "rescue", OFFICER, "--reason", "誰も入れない"]
    assert runner.invoke(args=rescue, input="n\n").exit_code == 1
    office.session.rollback()
    assert office.events(EventName.ACCOUNT_RESCUED) == []
    assert "警報を送りました" in done(runner, office, *rescue, "--yes")
    assert len(office.events(EventName.ACCOUNT_RESCUED)) == 1
    assert any("非常用の復旧" in subject for subject in office.letters(SECOND))
    assert "保有者担当とシステム管理者だけ" in refused(
        runner, office, "accounts", "rescue", MEMBER, "--reason", "x", "--yes"
    )


def test_tidying_writes_down_what_the_clock_has_decided(runner: FlaskCliRunner, office: Office) -> None:
    member = office.account(MEMBER)
    member.issued_at = member.last_signed_in_at = clock.now() - timedelta(days=200)
    office.session.commit()
    assert "未利用による停止: 1" in done(runner, office, "accounts", "tidy")
    assert office.account(MEMBER).stop_reason == StopReason.DORMANCY
    assert "未利用による停止: 0" in done(runner, office, "accounts", "tidy")


def test_what_the_clock_has_stopped_is_released_before_it_is_written_down(
    runner: FlaskCliRunner, office: Office
) -> None:
    member = office.account(MEMBER)
    member.issued_at = member.last_signed_in_at = clock.now() - timedelta(days=200)
    office.session.commit()
    done(runner, office, "accounts", "release", MEMBER, "--reason", "復帰")
    assert what_bars(office.account(MEMBER), clock.now()) is None
    office.account(MEMBER).ends_on = clock.today() - timedelta(days=1)
    office.session.commit()
    assert "最終日を延ばして" in refused(runner, office, "accounts", "release", MEMBER, "--reason", "復帰")
    assert "利用の最終日の経過による停止: 1" in done(runner, office, "accounts", "tidy")


def test_an_organisation_is_barred_after_a_question(runner: FlaskCliRunner, office: Office) -> None:
    bar = ["organisations", "bar", "みほん電力", "--reason", "目的外の利用"]
    assert runner.invoke(args=bar, input="n\n").exit_code == 1
    office.session.rollback()
    assert office.account(LEAD).organisation.standing is Standing.ACTIVE
    assert "アカウント 2" in done(runner, office, *bar, "--yes")
    assert office.account(LEAD).organisation.standing is Standing.BARRED
    for name in ("みほん電力", "みほん庁", "無い組織"):
        assert runner.invoke(args=["organisations", "bar", name, "--reason", "x", "--yes"]).exit_code == 1


def test_the_list_says_the_last_day_of_those_who_have_one(runner: FlaskCliRunner, office: Office) -> None:
    last = clock.today() + timedelta(days=30)
    office.account(AUDITOR).ends_on = last
    office.session.commit()
    lines = [line.split("\t") for line in done(runner, office, "accounts", "list").splitlines()]
    assert {line[0]: line[-1] for line in lines if line[0] in {AUDITOR, MEMBER}} == {
        AUDITOR: last.isoformat(),
        MEMBER: "―",
    }
