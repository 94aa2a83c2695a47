"""The consent page."""

from collections.abc import Callable

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.consent.record import Consent
from models.consent.texts import ITEM_CODES
from tests.blueprints.people import agree, give_code, give_password, sign_in
from tests.driver.html import elements
from tests.driver.visitor import Visitor
from tests.models.accounts.people import add_organisation, add_person


@pytest.fixture
def asked(session: Session, visitor: Visitor) -> Visitor:
    """Somebody before the consent page."""
    add_person(session)
    visitor.visit("/account")
    give_password(visitor)
    give_code(visitor)
    return visitor


def count(session: Session) -> int | None:
    session.rollback()
    found = session.scalar(select(func.count(Consent.id)))
    session.rollback()
    return found


def test_there_are_six_boxes_required_and_none_ticked(asked: Visitor) -> None:
    boxes = elements(asked.page.tree.root, "input", name="agreed")
    assert [box.get("value") for box in boxes] == list(ITEM_CODES)
    assert all("required" in box.attrib and "checked" not in box.attrib for box in boxes)


@pytest.mark.parametrize("missing", ITEM_CODES)
def test_without_one_box_that_one_is_named_and_the_others_stay_ticked(
    session: Session, asked: Visitor, missing: str
) -> None:
    given = [item for item in ITEM_CODES if item != missing]
    page = agree(asked, given, expect=422)
    assert len(page.errors) == 1
    boxes = elements(page.tree.root, "input", name="agreed")
    assert [box.get("value") for box in boxes if "checked" in box.attrib] == given
    assert [box.get("value") for box in boxes if box.get("aria-invalid") == "true"] == [missing]
    assert count(session) == 0
    assert asked.visit("/account").heading == "利用に当たっての同意"


def test_pressing_twice_records_once(session: Session, asked: Visitor) -> None:
    form, button = asked.page.form("consent")
    form.fill("agreed", list(ITEM_CODES))
    sending = form.sending(button)
    for _ in range(2):
        assert asked.request("POST", "/consent", **sending.arguments()).status_code == 303
    assert count(session) == 1
    assert asked.visit("/account").heading == "アカウント"


def test_declining_signs_out(session: Session, asked: Visitor) -> None:
    assert asked.submit("同意しない（サインアウト）").heading == "サインアウトしました"
    assert asked.visit("/account").heading == "サインイン"
    assert count(session) == 0


def test_the_receipt_shows_the_words_agreed_to_to_nobody_else(
    session: Session, asked: Visitor, new_visitor: Callable[[], Visitor]
) -> None:
    agree(asked)
    asked.visit("/account/consents")
    page = asked.follow("控えを表示")
    assert page.heading == "同意の控え"
    for words in ("つばめ市", "佐藤 花子", "2026年5月11日 10:00"):
        assert words in page.text
    kept = asked.path
    add_person(session, "jiro.mori", add_organisation(session, "となり町"))
    other = new_visitor()
    sign_in(other, "jiro.mori")
    other.visit(kept, expect=404)
