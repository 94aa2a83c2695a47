"""The own training, in the forms the pages offer, without script."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import clock
from models.accounts.account import Role
from models.settings import Settings
from models.training.courses import Course, current_course
from models.training.record import TrainingRecord
from tests.blueprints.people import give_code, give_password, sign_in
from tests.driver.form import Filling
from tests.driver.html import elements
from tests.driver.page import Page
from tests.driver.visitor import Visitor
from tests.models.accounts.people import add_organisation, add_person
from tests.models.training.people import GENERAL

# The account of these tests is issued on 11 May 2026: due on 11 August, refused from 11 September.
LATE = timedelta(days=95)
TOO_LATE = timedelta(days=130)
PATH = f"/training/courses/{GENERAL}"
PASSED = "研修の修了証"


def course() -> Course:
    return current_course(GENERAL, clock.today())


def filling(*wrong: int) -> dict[str, Filling]:
    """The right choices of every question, but wrong ones for these."""
    filled: dict[str, Filling] = {}
    for one in course().questions:
        others = [number for number in range(1, len(one.choices) + 1) if number not in one.right]
        chosen = others if one.number in wrong else sorted(one.right)
        filled[f"q{one.number}"] = [str(each) for each in chosen] if one.several else str(chosen[0])
    return filled


def answer(visitor: Visitor, *wrong: int, expect: int = 200) -> Page:
    return visitor.submit("answers", filling(*wrong), expect=expect)


@pytest.fixture
def person(session: Session, visitor: Visitor) -> Visitor:
    """Somebody signed in on the day their account was issued."""
    add_person(session)
    sign_in(visitor)
    return visitor


def later(visitor: Visitor, hands: time_machine.Traveller, by: timedelta, path: str = "/account/history") -> Page:
    """Time passes, and the person signs in to go to a page."""
    hands.shift(by)
    visitor.visit(path)
    give_password(visitor)
    return give_code(visitor)


def test_from_the_own_account_to_the_certificate(person: Visitor) -> None:
    page = person.follow("受ける研修と修了の記録")
    assert page.rows("受ける研修") == [
        {"研修": course().title, "状態": "未受講", "受講期限": "2026年8月11日", "所要時間": "約20分"}
    ]
    person.follow(course().title)
    page = answer(person)
    assert page.heading == PASSED
    told = page.terms()
    assert (told["氏名"], told["組織"], told["研修"]) == ("佐藤 花子", "つばめ市", course().title)
    assert (told["得点"], told["有効期限"]) == ("6問中6問正解", "2027年5月11日")
    assert all(words in page.text for one in course().questions for words in (*one.right_choices, one.explanation))
    page = person.visit("/training")
    assert page.rows("受ける研修")[0]["状態"] == "修了"
    assert page.rows("修了の記録")[0]["有効期限"] == "2027年5月11日"
    assert person.follow("修了証を表示").heading == PASSED


def test_every_question_is_shown_in_its_order_and_nothing_is_chosen(person: Visitor) -> None:
    page = person.visit(PATH)
    controls = [one for one in elements(page.tree.root, "input") if one.get("name", "").startswith("q")]
    assert not [one for one in controls if "checked" in one.attrib]
    names = [(one.get("name"), one.get("value")) for one in controls]
    expected = [(f"q{one.number}", str(n)) for one in course().questions for n in range(1, len(one.choices) + 1)]
    assert names == expected
    assert "explanation" not in page.source
    assert not any(one.explanation in page.text for one in course().questions)


def test_unanswered_questions_are_named_and_what_was_chosen_stays(person: Visitor, session: Session) -> None:
    person.visit(PATH)
    given = {name: value for name, value in filling().items() if name not in {"q2", "q4"}}
    page = person.submit("answers", given, expect=422)
    assert page.errors == ["問2に答えてください。", "問4に答えてください。"]
    assert page.field("q1") == given["q1"]
    assert not any(one.explanation in page.text for one in course().questions)


def test_wrong_answers_are_explained_and_can_be_given_again(person: Visitor) -> None:
    person.visit(PATH)
    page = answer(person, 3, 4, expect=422)
    assert page.errors == ["問3が違います。", "問4が違います。"]
    assert "6問中4問が正解でした" in page.text
    shown = [one.number for one in course().questions if one.explanation in page.text]
    assert shown == [3, 4]
    assert page.field("q1") == filling()["q1"]
    assert answer(person).heading == PASSED


def test_pressing_twice_records_once(person: Visitor, session: Session) -> None:
    person.visit(PATH)
    form, button = person.page.form("answers")
    for name, value in filling().items():
        form.fill(name, value)
    sending = form.sending(button)
    led_to = {person.request("POST", PATH, **sending.arguments()).headers["Location"] for _time in range(2)}
    assert len(led_to) == 1
    session.rollback()
    assert len(session.scalars(select(TrainingRecord)).all()) == 1


def test_what_the_page_does_not_offer_is_no_answer(person: Visitor) -> None:
    person.visit(PATH)
    for crafted in (["１"], ["99"], ["1", "2"], ["-1", "a", ""], ["2" * 5000]):
        given = {**filling(), "q1": crafted, "csrf_token": person.token(), "shown": course().sha256}
        assert person.request("POST", PATH, data=given).status_code == 422


def test_the_certificate_is_absent_for_others(
    person: Visitor, session: Session, new_visitor: Callable[[], Visitor]
) -> None:
    person.visit(PATH)
    answer(person)
    kept = person.path.partition("?")[0]
    add_person(session, "jiro.mori", add_organisation(session, "となり町"))
    other = new_visitor()
    sign_in(other, "jiro.mori")
    other.visit(kept, expect=404)
    other.visit("/training/courses/responsible-person", expect=404)
    other.visit("/training/courses/nothing", expect=404)


def test_whoever_is_late_is_led_to_the_training_and_may_go_on(person: Visitor, hands: time_machine.Traveller) -> None:
    page = later(person, hands, LATE)
    assert page.heading == "研修"
    assert "2026年9月11日からは" in page.text
    assert page.rows("受ける研修")[0]["状態"] == "期限超過"
    assert person.follow("研修は後で受けて、先へ進む").heading == "サインインの履歴"


def test_whoever_is_in_time_is_not_led_there(person: Visitor, hands: time_machine.Traveller) -> None:
    assert later(person, hands, timedelta(days=92)).heading == "サインインの履歴"


def test_whoever_is_far_too_late_reaches_the_training_and_themselves_alone(
    person: Visitor, hands: time_machine.Traveller
) -> None:
    page = later(person, hands, TOO_LATE, "/certifications?q=見本")
    assert page.heading == "研修"
    assert "ほかの画面は利用できません" in page.text
    assert "先へ進む" not in page.text
    for path in ("/", "/certifications", "/certifications/exports"):
        assert person.visit(path).heading == "研修"
    assert person.htmx("/certifications").response.headers["HX-Redirect"].startswith("/training?next=")
    assert person.visit("/account").heading == "アカウント"
    person.visit("/certifications?q=見本")
    person.follow(course().title)
    answer(person, 1, expect=422)
    assert answer(person).heading == PASSED
    person.follow("先へ進む")
    assert person.path.startswith("/certifications?q=")


def test_it_takes_hold_of_an_open_session_at_its_next_request(person: Visitor, hands: time_machine.Traveller) -> None:
    later(person, hands, timedelta(days=122, hours=13, minutes=45))
    assert person.visit("/").heading == "ホーム"
    hands.shift(timedelta(minutes=20))
    assert person.visit("/").heading == "研修"


def test_the_home_page_reminds_from_thirty_days_before(person: Visitor, hands: time_machine.Traveller) -> None:
    assert "受講期限" not in person.visit("/").text
    page = later(person, hands, timedelta(days=62), "/")
    assert "受講期限は2026年8月11日です" in page.text
    page = later(person, hands, timedelta(days=31), "/training")
    assert "受講期限（2026年8月11日）を過ぎています" in person.visit("/").text


def test_a_role_brings_its_course_with_it(session: Session, visitor: Visitor) -> None:
    add_person(session, role=Role.RESPONSIBLE_PERSON)
    sign_in(visitor)
    titles = [row["研修"] for row in visitor.visit("/training").rows("受ける研修")]
    assert titles == ["認定情報の取扱いと情報保護", "システム利用責任者の役割"]
    assert visitor.follow("所属組織の受講状況を見る").heading == "所属組織の研修の受講状況"


class TestWithoutEnforcement:
    """A deployment that asks, and lets everybody go on."""

    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return replace(settings, training_enforced=False)

    def test_nobody_is_refused_however_late(self, person: Visitor, hands: time_machine.Traveller) -> None:
        page = later(person, hands, TOO_LATE)
        assert page.heading == "研修"
        assert "利用できなくなります" not in page.text
        assert person.follow("研修は後で受けて、先へ進む").heading == "サインインの履歴"
