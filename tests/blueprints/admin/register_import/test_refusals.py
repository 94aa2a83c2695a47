"""What is not taken in: by whom, when, and which files."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import update

from models import clock
from models.audit.event_names import EventName
from models.certifications.proposals.endings import tidy
from models.certifications.proposals.proposal import ImportProposal, Stage
from models.certifications.proposals.uploads import Uploads
from tests.blueprints.admin.register_import.conftest import APPLY, ONE, PAGE, Office, confirm, press, row, upload
from tests.driver.visitor import Visitor
from tests.factories.broken_files import CORPUS, good_register

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
