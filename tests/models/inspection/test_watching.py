"""The self-inspection of watching: a detector behind, an alarm nobody follows, a checkpoint that contradicts."""

import os
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from sqlalchemy import delete, select, text, update
from sqlalchemy.orm import Session

from models import clock
from models.accounts.account import Account
from models.audit.actor import Actor
from models.audit.checkpoints import CheckpointBook, make_checkpoint
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.audit.tables import AuditEvent
from models.cases.case import WatchCase
from models.cases.opening import put_in_case
from models.detection.alert import Severity
from models.detection.countries import SHIPPED_AS_OF, WrongCountryFile
from models.detection.rulebook import Audience, Mode, shipped_rules
from models.incidents.reporting import enter
from models.inspection.check import Result
from models.monitoring.feeding import LATE
from models.monitoring.tables import AlertState, MonitoringAlert
from models.settings import Settings
from tests.factories.incidents import REPORT
from tests.factories.watching import use_rules
from tests.models.auditing.conftest import remove_guards
from tests.models.inspection.conftest import Ask
from tests.models.people.office import MEMBER, OUTGOING, staff


def raise_alarm(session: Session) -> MonitoringAlert:
    """An alarm about an organisation, which nobody has looked at."""
    alert = MonitoringAlert(
        at=clock.now(),
        rule="export-volume",
        severity_code=Severity.ALERT.value,
        login_id="",
        account_id=None,
        organisation_name="みほん電力",
        organisation_id=None,
        reason="書き出した件数が多い。",
        edition=0,
        event_number=1,
        state_code=AlertState.NEW.value,
        due_to_stop=False,
    )
    session.add(alert)
    session.flush()
    return alert


def test_a_detector_that_is_behind_is_found(session: Session, ask: Ask) -> None:
    assert ask("watching-keeps-up").result is Result.NOTHING
    record(session, Event(EventName.SIGNED_OUT, Actor()))
    assert ask("watching-keeps-up", now=clock.now() + LATE / 2).result is Result.KEPT
    late = ask("watching-keeps-up", now=clock.now() + 3 * LATE)
    assert (late.result, "3 分" in late.evidence) == (Result.NOT_KEPT, True)


def in_mode(code: str, mode: Mode, kind: str = "", role: str = "") -> dict[str, Any]:
    """The shipped rules with one of them in another mode, for all or for some."""
    return shipped_rules().changed(code, Audience(kind, role).entry({"mode": mode.value})).data


@pytest.mark.parametrize(
    ("rules", "named"),
    [
        (in_mode("export-volume", Mode.OFF), "大量の書き出し（すべての種類：使わない、付属は警告と一時停止）"),
        (in_mode("export-volume", Mode.ALERT), "大量の書き出し（すべての種類：警告、付属は警告と一時停止）"),
        (in_mode("export-volume", Mode.OFF, "ministry"), "大量の書き出し（関係省庁：使わない、付属は警告と一時停止）"),
        (in_mode("export-volume", Mode.WATCH, "ministry"), "大量の書き出し（関係省庁：注視、付属は警告と一時停止）"),
        (
            in_mode("abroad", Mode.WATCH, role="member"),
            "海外からの利用（すべての種類の利用者：注視、付属は警告と一時停止）",
        ),
        (
            in_mode("abroad", Mode.ALERT, "ministry", "member"),
            "海外からの利用（関係省庁の利用者：警告、付属は警告と一時停止）",
        ),
        (
            in_mode("unfit-duty", Mode.OFF, role="auditor"),
            "業務に合わない利用（すべての種類の外部監査人：使わない、付属は警告）",
        ),
        (in_mode("unfit-duty", Mode.OFF), "業務に合わない利用（すべての種類：使わない、付属は警告）"),
        (in_mode("unfit-duty", Mode.OFF, "auditor"), "業務に合わない利用（外部監査人：使わない、付属は警告）"),
    ],
)
def test_a_rule_that_does_less_than_as_delivered_is_named_once_with_whom_it_is_so_for(
    session: Session, ask: Ask, rules: dict[str, Any], named: str
) -> None:
    staff(session)
    assert ask("watching-rules-on").result is Result.KEPT
    use_rules(session, rules)
    found = ask("watching-rules-on")
    assert (found.result, f"（1 件：{named}）" in found.evidence) == (Result.NOT_KEPT, True), found.evidence


def test_rules_that_do_more_than_as_delivered_are_fine(session: Session, ask: Ask) -> None:
    staff(session)
    assert "すべて付属の値" in ask("watching-rules-on").evidence
    use_rules(session, in_mode("curiosity", Mode.STOP) | {"new-range": {"mode": "watch", "cool_down_hours": 1}})
    found = ask("watching-rules-on")
    assert (found.result, "1 か所で付属の値と異なります" in found.evidence) == (Result.KEPT, True), found.evidence


def test_an_alarm_without_a_case_and_a_case_past_its_time_are_found(session: Session, ask: Ask) -> None:
    staff(session)
    alert = raise_alarm(session)
    a_day = timedelta(days=1, seconds=1)
    assert ask("watching-alerts-followed").result is Result.KEPT
    left = ask("watching-alerts-followed", now=clock.now() + a_day)
    assert (left.result, left.evidence) == (Result.NOT_KEPT, "案件になっていない検知があります（1 件）。")
    put_in_case(session, OUTGOING, alert, clock.now())
    session.flush()
    assert ask("watching-alerts-followed", now=clock.now() + a_day).result is Result.KEPT
    assert ask("watching-cases-in-time").result is Result.KEPT
    session.execute(update(WatchCase).values(due_at=clock.now() - timedelta(seconds=1)))
    late = ask("watching-cases-in-time")
    assert (late.result, late.evidence) == (Result.NOT_KEPT, "対応の期限を過ぎた検知の案件があります（1 件）。")


def test_a_report_past_its_day_is_found_and_not_named(session: Session, ask: Ask) -> None:
    staff(session)
    reporter = session.scalars(select(Account).where(Account.login_id == MEMBER)).one()
    enter(session, REPORT, reporter, None, clock.now(), direct=True)
    late = ask("incidents-in-time", now=clock.now() + timedelta(days=90))
    assert (late.result, late.evidence) == (Result.NOT_KEPT, "報告の期限を過ぎた事案があります（1 件）。")


def test_a_checkpoint_that_is_missing_old_or_of_another_trail_is_found(
    session: Session, settings: Settings, ask: Ask
) -> None:
    assert "まだありません" in ask("checkpoint-outside").evidence
    record(session, Event(EventName.SIGNED_OUT, Actor()))
    make_checkpoint(session, CheckpointBook.of(settings), Actor())
    assert ask("checkpoint-outside").result is Result.KEPT
    assert ask("checkpoint-outside", now=clock.now() + timedelta(days=3)).result is Result.NOT_KEPT
    for statement in _without_guards(session):
        session.execute(text(statement))
    session.execute(text("UPDATE audit_events SET hash = 'x' WHERE number = 1"))
    assert ask("checkpoint-outside").result is Result.NOT_KEPT


def _without_guards(session: Session) -> list[str]:
    if session.get_bind().dialect.name == "sqlite":
        return ["DROP TRIGGER audit_events_refuses_update"]
    return ["ALTER TABLE audit_events DISABLE TRIGGER ALL"]


def test_an_old_list_of_countries_is_found_the_shipped_one_and_an_own(
    ask: Ask, settings: Settings, tmp_path: Path
) -> None:
    shipped = datetime.combine(clock.months_after(SHIPPED_AS_OF, 12), time(12), UTC)
    assert ask("watching-countries-fresh", now=shipped).result is Result.KEPT
    late = ask("watching-countries-fresh", now=shipped + timedelta(days=1))
    assert (late.result, SHIPPED_AS_OF.isoformat() in late.evidence) == (Result.NOT_KEPT, True)
    own = tmp_path / "countries.csv"
    own.write_text("start,end,country\n8.8.8.0,8.8.8.255,US\n")
    given = replace(settings, countries=str(own))
    assert ask("watching-countries-fresh", settings=given).result is Result.KEPT
    old = (clock.now() - timedelta(days=400)).timestamp()
    os.utime(own, (old, old))
    assert ask("watching-countries-fresh", settings=given).result is Result.NOT_KEPT
    own.unlink()
    with pytest.raises(WrongCountryFile):
        ask("watching-countries-fresh", settings=given)


def test_a_trail_whose_beginning_went_within_a_year_is_found_and_days_are_those_of_japan(
    session: Session, ask: Ask
) -> None:
    for day in (1, 2):
        with time_machine.travel(datetime(2026, 6, day, 20, 0, tzinfo=UTC), tick=False):
            record(session, Event(EventName.SIGNED_OUT, Actor.at_console("tests")))
    assert "番号 1（2026-06-02）" in ask("kept-a-year").evidence
    remove_guards(session)
    session.execute(delete(AuditEvent).where(AuditEvent.number == 1))
    young, old = datetime(2027, 6, 2, 19, 59, tzinfo=UTC), datetime(2027, 6, 2, 20, 0, tzinfo=UTC)
    assert [ask("kept-a-year", now=one).result for one in (young, old)] == [Result.NOT_KEPT, Result.KEPT]
