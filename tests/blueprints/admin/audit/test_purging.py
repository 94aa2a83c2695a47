"""Two officers permit that old events are given up; the console then does exactly that, and nothing else (B3)."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from sqlalchemy.orm import Session

from models import clock
from models.accounts.account import Role
from models.audit import trail_file
from models.audit.actor import Actor
from models.audit.checkpoints import CheckpointBook, make_checkpoint
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.auditing.days import Days
from models.auditing.files import export_trail
from models.looking_back.period import Period
from models.looking_back.record import known_since
from models.organisations.kinds import OrganisationKind
from tests.driver.visitor import Visitor
from tests.threats.conftest import Service

PAGE = "/admin/audit/purge"
LONG_AGO = datetime(2020, 4, 1, 3, tzinfo=UTC)
CONSOLE = Actor.at_console("tests")


@pytest.fixture
def old(empty_service: Service, tmp_path: Path) -> Path:
    """The file of the trail's first two events, which are old, and a checkpoint that covers them."""
    with time_machine.travel(LONG_AGO, tick=False):
        for _ in range(2):
            empty_service.change(lambda session: record(session, Event(EventName.SIGNED_OUT, CONSOLE)))
    file = tmp_path / "old.jsonl"
    empty_service.change(lambda session: export_trail(session, CONSOLE, file, Days(until=date(2020, 5, 1))))
    empty_service.change(lambda session: make_checkpoint(session, CheckpointBook.of(empty_service.settings), CONSOLE))
    return file


def officer(service: Service) -> Visitor:
    visitor, _ = service.enter(OrganisationKind.OWNER, role=Role.OWNER_OFFICER)
    return visitor


def test_what_two_officers_permit_the_console_does_and_nothing_else(empty_service: Service, old: Path) -> None:
    first, second = officer(empty_service), officer(empty_service)
    console = empty_service.app.test_cli_runner()
    assert console.invoke(args=["audit", "purge", str(old)]).exit_code == 2, "without an approval there is no purge"
    first.visit("/admin/audit")
    first.follow("古い証跡の廃棄")
    assert first.submit("purge", expect=422).errors
    first.submit("purge", reason="保存期間を過ぎた")
    page = first.visit("/admin/approvals/1")
    assert "自分が提案したものは" in page.text
    refused = console.invoke(args=["audit", "purge", str(old), "--approval", "1"])
    assert (refused.exit_code, "まだ二人目に承認されていない" in refused.output) == (1, True)
    assert "2020-04-01" in second.visit("/admin/approvals/1").text
    second.submit("approve")
    done = console.invoke(args=["audit", "purge", str(old), "--approval", "1"])
    assert (done.exit_code, "証跡 1〜2 を廃棄しました" in done.output) == (0, True), done.output
    assert console.invoke(args=["audit", "purge", str(old), "--approval", "1"]).exit_code == 1
    assert console.invoke(args=["audit", "verify"]).exit_code == 0
    assert "廃棄を提案できる書き出しはありません" in first.visit(PAGE).text


def test_once_something_was_purged_no_answer_passes_for_one_of_all_times(empty_service: Service, old: Path) -> None:
    first, person = empty_service.enter(OrganisationKind.OWNER, role=Role.OWNER_OFFICER)
    second = officer(empty_service)
    gone, facility = "より前の記録は、保存期間を過ぎたため廃棄されています", "/admin/audit/facility?facility=7"
    own = f"/admin/audit/person?login_id={person.account.login_id}&since="
    pages = (facility, f"{own}2020-01-01")
    assert not [page for page in pages if gone in first.visit(page).text]
    first.visit(PAGE)
    first.submit("purge", reason="保存期間を過ぎた")
    second.visit("/admin/approvals/1")
    second.submit("approve")
    done = empty_service.app.test_cli_runner().invoke(args=["audit", "purge", str(old), "--approval", "1"])
    assert done.exit_code == 0, done.output
    assert [page for page in pages if gone in first.visit(page).text] == [*pages]
    today = clock.today()
    assert gone not in first.visit(f"{own}{today + timedelta(days=1)}&until={today + timedelta(days=1)}").text
    with Session(empty_service.engine) as session:
        moment = trail_file.goes_back_to(session)
        assert moment is not None
        assert known_since(session, Period(date(2020, 1, 1), today)) == moment
        assert known_since(session, Period(today + timedelta(days=1), today + timedelta(days=1))) is None


def test_an_export_that_is_not_offered_cannot_be_chosen(empty_service: Service, old: Path) -> None:
    visitor = officer(empty_service)
    visitor.visit(PAGE)
    token = visitor.token()
    for export in ("1", "99999", "x", ""):
        sent = {"csrf_token": token, "export": export, "reason": "試験"}
        assert visitor.request("POST", PAGE, data=sent).status_code == 422, export
