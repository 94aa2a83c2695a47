"""What is not taken in: by whom, when, and which files; and what is left of it."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from models import clock
from models.accounts.account import Account, AccountState
from models.accounts.sessions import EndReason
from models.accounts.sign_in_session import SignInSession
from models.audit.event_names import EventName
from models.certifications.proposals import work
from models.certifications.proposals.endings import tidy
from models.certifications.proposals.proposal import ImportProposal, Stage
from models.certifications.proposals.uploads import Uploads
from models.jobs import queue
from models.jobs.job import Job, JobKind, JobState
from tests.blueprints.admin.register_import.conftest import ONE, TWO, Office, confirm, row, upload
from tests.driver.visitor import Visitor
from tests.factories.broken_files import CORPUS, good_register
from tests.factories.stock import CORRECTED

PAGE, APPLY = "/admin/register/import/1", "/admin/register/import/1/apply"
AT_THE_DOOR = {
    "password.xlsx",
    "encrypted.xlsx",
    "macros.xlsx",
    "inflating.xlsx",
    "path.xlsx",
    "empty.csv",
    "picture.csv",
}
WHEN_READ = {"nul.csv", "doubled-header.csv", "page.csv"}


@pytest.fixture
def first(office: Office) -> Visitor:
    """The officer who uploads; the file changes one facility, and is previewed."""
    visitor = office.visitor(office.first)
    upload(visitor, office.workbook(row(ONE, 20)))
    office.work()
    return visitor


def press(visitor: Visitor, path: str = APPLY, **fields: str) -> Any:
    """Send the form past its page."""
    visitor.visit("/admin/register/import/new")
    return visitor.request("POST", path, data={"csrf_token": visitor.token(), **fields})


def test_who_uploaded_cannot_take_in_and_the_attempt_is_recorded(office: Office, first: Visitor) -> None:
    page = first.visit(APPLY, expect=403)
    assert "もう一人の保有者担当" in page.text
    assert press(first).status_code == 403
    office.work()
    assert office.outputs() == {ONE: 10}
    [(_, outcome, account, details)] = office.events(EventName.IMPORT_CONFIRMED)
    assert (outcome, account, details["why"]) == ("refused", office.first.id, "same-person")


def test_pressed_twice_it_is_taken_in_once(office: Office, first: Visitor) -> None:
    second = office.visitor(office.second)
    assert [press(second).status_code for _ in range(2)] == [303, 303]
    office.work()
    assert press(second).status_code == 303
    office.work()
    assert office.outputs() == {ONE: 20}
    assert len(office.events(EventName.IMPORT_CONFIRMED)) == 1


def withdraw(office: Office, first: Visitor) -> None:
    first.visit(PAGE)
    first.follow("取り下げる")
    first.submit("withdraw", expect=422)
    first.submit("withdraw", reason="ファイルを間違えた")


def let_expire(office: Office, _first: Visitor) -> None:
    office.change(lambda session: session.execute(update(ImportProposal).values(expires_at=clock.now())))


def let_another_take_it(office: Office, _first: Visitor) -> None:
    confirm(office.visitor(office.second))
    office.work()


@pytest.mark.parametrize(
    ("happens", "sentence"),
    [
        (withdraw, "取り下げられています"),
        (let_expire, "期限が過ぎています"),
        (let_another_take_it, "すでに取り込まれて"),
    ],
    ids=["withdrawn", "expired", "applied"],
)
def test_what_is_over_cannot_be_taken_in(
    office: Office, first: Visitor, happens: Callable[[Office, Visitor], None], sentence: str
) -> None:
    happens(office, first)
    with office.sessions() as session:
        session.execute(update(ImportProposal).values(confirmed_by=None))
        session.commit()
    before = office.outputs()
    second = office.visitor(office.second)
    assert "取込みの確認に進む" not in second.visit(PAGE).text
    press(second)
    assert sentence in second.visit(PAGE).text
    office.work()
    assert office.outputs() == before
    tidy(office.sessions, Uploads.of(office.settings))
    assert office.kept() == []


def test_withdrawing_is_recorded_with_its_reason_and_stops_the_preview(office: Office) -> None:
    visitor = office.visitor(office.first)
    upload(visitor, office.workbook(row(ONE, 20)))
    withdraw(office, visitor)
    assert office.kept() == []
    office.work()
    assert office.proposal().stage is Stage.WITHDRAWN
    page = visitor.visit(PAGE)
    assert "ファイルを間違えた" in page.text
    [(_, _, account, details)] = office.events(EventName.IMPORT_WITHDRAWN)
    assert (account, details["reason"]) == (office.first.id, "ファイルを間違えた")


def test_a_broken_file_is_refused_at_its_field_or_on_its_page_and_nothing_is_kept(
    office: Office, tmp_path: Path
) -> None:
    visitor, good = office.visitor(office.first), good_register(tmp_path)
    number = 0
    for broken in CORPUS:
        if broken.name not in AT_THE_DOOR | WHEN_READ:
            continue
        path = tmp_path / "broken"
        broken.write(good, path)
        if broken.name in AT_THE_DOOR:
            page = upload(visitor, path.read_bytes(), broken.name, expect=422)
            assert len(page.errors) == 1, broken.name
        else:
            number += 1
            upload(visitor, path.read_bytes(), broken.name)
            office.work()
            page = visitor.visit(f"/admin/register/import/{number}")
            assert "取込み不可" in page.text, broken.name
        assert office.kept() == [], broken.name
    assert office.outputs() == {ONE: 10}
    refused = [one for one in office.events(EventName.IMPORT_PROPOSED) if one[1] == "refused"]
    assert len(refused) == len(AT_THE_DOOR)
    assert number == len(WHEN_READ)


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


def test_a_file_naming_an_item_that_its_person_may_not_see_is_refused_as_unknown(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    from models.certifications.proposals import officers
    from tests.factories.viewers import without

    whole = officers.viewer_of
    monkeypatch.setattr(officers, "viewer_of", lambda *given: without(whole(*given), "facility_name", "output_kw"))
    visitor = office.visitor(office.first)
    for content, name, kind in (
        (f"設備ID,設備名称\r\n{ONE},見本\r\n".encode(), "a.csv", "items"),
        (f"設備ID,無い項目\r\n{ONE},見本\r\n".encode(), "b.csv", "items"),
        (office.workbook(row(ONE, 20)), "06.山形県.xlsx", "published"),
    ):
        upload(visitor, content, name, kind=kind)
    office.work()
    whys = [office.proposal(number).why for number in (1, 2, 3)]
    assert whys[0].replace("設備名称", "") == whys[1].replace("無い項目", "")
    assert "項目の一覧にありません" in whys[2]
    named = [details["items"] for *_, details in office.events(EventName.HIDDEN_ITEMS_NAMED)]
    assert named == [["facility_name"], ["output_kw"]]
    assert office.outputs() == {ONE: 10}
    assert office.kept() == []


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
