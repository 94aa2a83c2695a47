"""What changed between upload, preview and taking in: the register, the person, the session."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import update

from models import clock
from models.accounts.account import Account, AccountState
from models.accounts.sessions import EndReason
from models.accounts.sign_in_session import SignInSession
from models.audit.event_names import EventName
from models.certifications.proposals import work
from models.certifications.proposals.proposal import Stage
from tests.blueprints.admin.register_import.conftest import ONE, PAGE, TWO, Office, confirm, row, upload
from tests.driver.visitor import Visitor
from tests.factories.stock import CORRECTED


def test_a_register_that_changed_meanwhile_is_looked_at_anew_before_anything_is_taken_in(
    office: Office, first: Visitor
) -> None:
    office.take(row(ONE, 30))
    second = office.visitor(office.second)
    confirm(second)
    office.work()
    assert office.outputs() == {ONE: 30}
    page = second.visit(PAGE)
    assert "もう一度確認しました" in page.text
    assert [one[3]["why"] for one in office.events(EventName.IMPORT_ENDED)] == ["difference-moved"]
    confirm(second)
    office.work()
    assert office.outputs() == {ONE: 20}


def test_items_that_would_change_something_else_than_was_shown_are_not_taken_in(office: Office) -> None:
    def name(text: str) -> bytes:
        return f"設備ID,設備名称\r\n{CORRECTED},{text}\r\n".encode()

    first, second = office.visitor(office.first), office.visitor(office.second)
    for text in ("一つ目", "二つ目"):
        upload(first, name(text), "items.csv", kind="items")
    office.work()
    for number in (1, 2):
        second.visit(f"/admin/register/import/{number}/apply")
        second.submit("apply")
        office.work()
    assert "一つ目" in second.visit(f"/certifications/{CORRECTED}").text
    assert "もう一度確認しました" in second.visit("/admin/register/import/2").text
    assert office.proposal(2).stage is Stage.READY


def test_a_register_that_changed_elsewhere_is_no_obstacle(office: Office, first: Visitor) -> None:
    second = office.visitor(office.second)
    upload(second, f"設備ID,設備名称\r\n{ONE},見本\r\n".encode(), "a.csv", kind="items")
    office.work()
    office.take(row(ONE, 10), row(TWO))
    confirm(second)
    first.visit("/admin/register/import/2/apply")
    first.submit("apply")
    office.work()
    assert office.proposal(2).stage is Stage.APPLIED


def stop(account: Account) -> Callable[[Any], object]:
    values = {"state_code": AccountState.STOPPED.value}
    return lambda session: session.execute(update(Account).where(Account.id == account.id).values(values))


def test_a_stopped_account_has_nothing_taken_in_any_more(
    office: Office, first: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    confirm(office.visitor(office.second))
    prepare = work.prepare

    def prepared_meanwhile(*arguments: Any, **options: Any) -> Any:
        made = prepare(*arguments, **options)
        made_session = arguments[0]
        made_session.rollback()
        office.change(stop(office.second))
        return made

    monkeypatch.setattr(work, "prepare", prepared_meanwhile)
    office.work()
    assert office.outputs() == {ONE: 10}
    page = first.visit(PAGE)
    assert "利用の権限が変わったため" in page.text
    assert "もう一人の確認待ち" in page.text
    assert [one[3]["why"] for one in office.events(EventName.IMPORT_ENDED)] == ["rights-changed"]


@pytest.mark.parametrize(("why", "taken_in"), [(EndReason.SIGNED_OUT, True), (EndReason.PASSWORD_CHANGED, False)])
def test_a_session_ended_because_it_was_stolen_has_nothing_taken_in(
    office: Office, first: Visitor, why: EndReason, taken_in: bool
) -> None:
    confirm(office.visitor(office.second))
    ended = update(SignInSession).where(SignInSession.account_id == office.second.id)
    office.change(lambda session: session.execute(ended.values(ended_at=clock.now(), end_reason=why.value)))
    office.work()
    assert office.outputs() == {ONE: 20 if taken_in else 10}
    whys = [one[3]["why"] for one in office.events(EventName.IMPORT_ENDED)]
    assert whys == ([] if taken_in else ["rights-changed"])


def test_a_stopped_account_has_nothing_previewed(office: Office) -> None:
    upload(office.visitor(office.first), office.workbook(row(ONE, 20)))
    office.change(stop(office.first))
    office.work()
    assert office.proposal().stage is Stage.FAILED
    assert office.kept() == []
