"""A year of one office through its forms, scripts off: people join, work, move on, fall asleep; a ban ends it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from models.accounts.account import AccountState, Role
from models.audit.event_names import EventName
from models.clock import today
from models.organisations.kinds import Standing
from models.people.request import AccountRequest
from models.training.courses import current_course
from tests.driver.form import Filling
from tests.driver.html import elements
from tests.driver.visitor import Visitor
from tests.journeys.office import MANAGER, OFFICER, SECOND, Office

SPRING = datetime(2026, 4, 6, 1, 0, tzinfo=UTC)
WORD = "硝子の橋 carries 7 quiet herons"
TOWN = "みほん町"
LEAD = {
    "role": "responsible_person",
    "person_name": "見本 春子",
    "department": "環境課長",
    "email": "haruko@town.example",
    "duty": "条例に基づく事務の責任者",
    "telephone": "03-0000-0000",
}
MEMBER = {
    "role": "member",
    "person_name": "見本 次郎",
    "department": "環境課",
    "email": "jiro@town.example",
    "duty": "条例に基づく届出の確認",
}


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(SPRING, tick=True) as coordinates:
        yield coordinates


def approve(office: Office, login_id: str) -> Visitor:
    """The second person: from the list to the act to the button."""
    visitor = office.browser(login_id)
    visitor.visit("/admin/approvals?state=proposed")
    visitor.visit(f"/admin/approvals/{_last_number(visitor)}")
    visitor.submit("approve")
    assert "承認・実施済み" in visitor.page.text
    return visitor


def _last_number(visitor: Visitor) -> str:
    return max((row["番号"] for row in visitor.page.rows()), key=int)


def apply_for(visitor: Visitor, person: dict[str, str]) -> None:
    """From the form in view: check answers, sent."""
    visitor.submit("application", person)
    assert "まだ送られていません" in visitor.page.text
    visitor.submit("check")
    assert "確認待ち" in visitor.page.text


def issue(office: Office, number: int) -> str:
    """The manager issues an application; returns the ID."""
    manager = office.browser(MANAGER)
    manager.visit(f"/admin/requests/{number}")
    manager.submit("発行する")
    office.look_again()
    request = office.session.get_one(AccountRequest, number)
    assert request.account is not None
    return request.account.login_id


def confirm_all(visitor: Visitor) -> None:
    """Everybody on the roll-call in view is still in post."""
    form, _button = visitor.page.form("roll-call")
    names = {control.get("name", "") for control in form.controls}
    visitor.submit("roll-call", {name: "kept" for name in sorted(names) if name.startswith("answer-")})
    assert "回答した人" in visitor.page.text


def do_training(visitor: Visitor) -> None:
    """Every course that is asked of the person, read and answered."""
    visitor.visit("/training")
    for course in sorted(
        {
            link.get("href", "")
            for link in elements(visitor.page.tree.root, "a")
            if "/training/courses/" in link.get("href", "")
        }
    ):
        visitor.visit(course)
        asked = current_course(course.rpartition("/")[2], today())
        filled: dict[str, Filling] = {
            f"q{one.number}": sorted(map(str, one.right)) if one.several else str(min(one.right))
            for one in asked.questions
        }
        visitor.submit("answers", filled)
        assert visitor.page.heading == "研修の修了証"


def test_a_year_of_the_office(office: Office, clock: time_machine.Traveller) -> None:
    # An officer registers the town, a second one approves; the first one names its responsible person.
    officer = office.browser(OFFICER)
    officer.visit("/admin/organisations")
    officer.follow("組織を登録する")
    officer.submit(
        "organisation",
        kind="local_government",
        name=TOWN,
        scope_code="22210",
        mail_domains="town.example",
        reason="届出による",
    )
    approve(office, SECOND)
    town = office.organisation(TOWN)
    officer.visit(f"/admin/organisations/{town.id}")
    officer.follow("アカウントを申請する")
    apply_for(officer, LEAD)
    issue(office, 1)
    lead, lead_id, lead_key = office.first_sign_in("haruko@town.example", WORD)
    assert office.person(lead_id).role is Role.RESPONSIBLE_PERSON
    assert office.person(lead_id).state is AccountState.ACTIVE

    # The responsible person applies for a clerk; the manager asks back, and issues.
    clock.shift(timedelta(minutes=1))
    lead.visit("/desk")
    lead.follow("アカウントを申請する")
    apply_for(lead, MEMBER)
    manager = office.browser(MANAGER)
    manager.visit("/admin/requests/2")
    manager.submit("decide", text="届出の確認は、いつからですか。")
    lead.visit("/admin/requests/2")
    lead.submit("answer", text="今月からです。")
    member_id = issue(office, 2)
    clock.shift(timedelta(minutes=1))
    member, _, member_key = office.first_sign_in("jiro@town.example", WORD)
    assert member.visit("/certifications").heading == "認定情報の検索"
    lead.visit("/admin/requests/2")
    assert "使用済み" in lead.page.text

    # The clerk moves on: stopped the same day, told at the next click. The next one comes.
    clock.shift(timedelta(minutes=20))
    lead = office.browser(lead_id)
    lead.visit("/desk")
    lead.follow("見本 次郎")
    lead.follow("停止する")
    lead.submit("stop", why="transfer", reason="建設課へ異動")
    assert office.person(member_id).state is AccountState.STOPPED
    assert "停止されています" in member.visit("/certifications", expect=403).text
    lead.visit("/desk")
    lead.follow("アカウントを申請する")
    apply_for(lead, MEMBER | {"person_name": "見本 三郎", "email": "saburo@town.example"})
    next_id = issue(office, 3)
    clock.shift(timedelta(minutes=1))
    _, _, next_key = office.first_sign_in("saburo@town.example", WORD)

    # The roll-call: the next clerk is confirmed, and so is the responsible person.
    manager = office.browser(MANAGER)
    manager.visit("/admin/roll-calls")
    manager.submit("今の四半期の棚卸しを始める")
    lead.visit("/desk")
    lead.follow("棚卸しに回答する")
    confirm_all(lead)
    officer = office.browser(OFFICER)
    officer.visit("/")
    officer.follow("棚卸しの回答（名）")
    confirm_all(officer)
    assert office.person(next_id).roll_call_due_at is None

    # Half a year passes: whoever never came is asleep, and comes back by letter and responsible person together.
    clock.shift(timedelta(days=100))
    lead = office.sign_in(lead_id, WORD, lead_key)
    assert "研修" in lead.page.text
    do_training(lead)
    for login_id in (OFFICER, SECOND):
        office.browser(login_id)
    clock.shift(timedelta(days=100))
    asleep = office.sign_in(next_id, WORD, next_key)
    assert "6か月以上" in asleep.page.text
    lead = office.sign_in(lead_id, WORD, lead_key)
    lead.visit(f"/admin/accounts/{office.person(next_id).id}")
    lead.follow("停止の解除に進む")
    lead.submit("act", reason="育児休業から復帰")
    letter = Visitor(office.app)
    letter.visit(office.link("saburo@town.example"))
    letter.submit("release")
    clock.shift(timedelta(minutes=1))
    awake = office.sign_in(next_id, WORD, next_key)
    do_training(awake)
    assert awake.visit("/certifications").heading == "認定情報の検索"

    # The town is barred: everybody learns it at the next click, and two officers lift it.
    officer = office.browser(OFFICER)
    officer.visit(f"/admin/organisations/{town.id}")
    officer.follow("利用を停止する")
    officer.submit("act", reason="目的外の利用が判明")
    assert "所属組織の利用が停止されています" in awake.visit("/certifications", expect=403).text
    assert "所属組織の利用が停止されています" in lead.visit("/desk", expect=403).text
    assert office.organisation(TOWN).standing is Standing.BARRED
    officer.visit(f"/admin/organisations/{town.id}")
    officer.follow("停止の解除を提案する")
    officer.submit("act", reason="再発防止を確認")
    approve(office, SECOND)
    assert office.organisation(TOWN).standing is Standing.ACTIVE
    clock.shift(timedelta(minutes=1))
    assert office.sign_in(lead_id, WORD, lead_key).visit("/desk").heading == "組織の利用者"

    town_at, next_at = f"organisation:{town.id}", f"account:{office.person(next_id).id}"
    told: list[tuple[EventName, str, str, str]] = [
        (EventName.ORGANISATION_CREATED, SECOND, town_at, "届出による"),
        (EventName.REQUEST_ISSUED, MANAGER, "request:1", ""),
        (EventName.REQUEST_ISSUED, MANAGER, "request:2", ""),
        (EventName.ACCOUNT_STOPPED, lead_id, f"account:{office.person(member_id).id}", "建設課へ異動"),
        (EventName.REQUEST_ISSUED, MANAGER, "request:3", ""),
        (EventName.ROLL_CALL_ANSWERED, lead_id, "roll-call:1", ""),
        (EventName.ROLL_CALL_ANSWERED, OFFICER, "roll-call:1", ""),
        (EventName.ACCOUNT_STOPPED, next_id, next_at, ""),  # by the clock, written down at their sign-in
        (EventName.ACCOUNT_RELEASE_ASKED, lead_id, next_at, "育児休業から復帰"),
        (EventName.ACCOUNT_RELEASED, next_id, next_at, "登録のアドレスでの本人の確認"),
        (EventName.ORGANISATION_BARRED, OFFICER, town_at, "目的外の利用が判明"),
        (EventName.ORGANISATION_RESUMED, SECOND, town_at, "再発防止を確認"),
    ]
    kept = [
        (one.name, one.login_id, one.object, one.details.get("reason", ""))
        for one in office.events(*{name for name, *_rest in told})
    ]
    assert kept == told
    assert member_key != next_key
