"""What somebody typed for longer than a sign-in lasts is theirs again when they are back, and nobody else's."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session
from wtforms import PasswordField
from wtforms.fields.core import UnboundField

from blueprints.kept_forms import IS_BACK, NEVER_KEPT, TOO_LONG, WILL_BE_BACK
from models.accounts.account import Role
from tests.blueprints.incidents.conftest import FILLED_IN
from tests.blueprints.people import agree, give_code, give_password, sign_in
from tests.driver.page import Page
from tests.driver.visitor import Visitor
from tests.models.accounts.people import PASSWORD, add_person, code

KEPT = "__Host-saiene-kept-form"
FORM = "/incidents/new"
IDLE = timedelta(minutes=31)


@pytest.fixture
def typing(session: Session, visitor: Visitor, hands: time_machine.Traveller) -> Visitor:
    """Somebody who began to write a report and whose session has run out meanwhile."""
    account = add_person(session)
    add_person(session, "jiro.mori", account.organisation, Role.RESPONSIBLE_PERSON)
    sign_in(visitor, path=FORM)
    hands.shift(IDLE)
    return visitor


def test_a_form_sent_after_the_session_ran_out_is_shown_again_filled_in(typing: Visitor) -> None:
    page = typing.submit("report", FILLED_IN)
    assert page.heading == "サインイン"
    assert WILL_BE_BACK in page.text
    page = _back(typing)
    assert typing.path == FORM
    assert IS_BACK in page.text
    assert page.field("holders") == FILLED_IN["holders"]
    assert page.field("kind") == FILLED_IN["kind"]
    assert KEPT not in typing.cookies
    assert typing.submit("report").heading == "報告の内容の確認"  # all of it was there
    assert IS_BACK not in typing.visit(FORM).text


def test_another_account_at_the_same_browser_finds_an_empty_form(typing: Visitor) -> None:
    typing.submit("report", FILLED_IN)
    page = _back(typing, "jiro.mori")
    assert typing.path == FORM
    assert IS_BACK not in page.text
    assert not page.field("holders")


def test_what_was_typed_is_kept_for_half_an_hour(typing: Visitor, hands: time_machine.Traveller) -> None:
    typing.submit("report", FILLED_IN)
    carried = typing.cookies[KEPT].value
    hands.shift(timedelta(minutes=30))
    typing.client.set_cookie(KEPT, carried, domain="saiene.example", secure=True)  # a browser that forgets nothing
    assert not _back(typing).field("holders")


def test_the_cookie_tells_nothing_and_no_script_reads_it(typing: Visitor) -> None:
    typing.submit("report", FILLED_IN)
    cookie = typing.cookies[KEPT]
    assert (cookie.http_only, cookie.secure, cookie.same_site) == (True, True, "Lax")
    typing.client.set_cookie(KEPT, cookie.value[:-8] + "AAAAAAA=", domain="saiene.example", secure=True)
    assert not _back(typing).field("holders")


@pytest.mark.parametrize("token", ["", "made up"])
def test_what_another_site_sends_is_not_kept(typing: Visitor, token: str) -> None:
    typing.request("POST", FORM, data=FILLED_IN | {"csrf_token": token})
    assert typing.response.status_code == 303
    assert KEPT not in typing.cookies


def test_a_form_too_long_for_a_cookie_is_said_to_be_lost(typing: Visitor) -> None:
    scattered = "".join(chr(0x4E00 + number * 37 % 20_000) for number in range(2_000))
    page = typing.submit("report", FILLED_IN | {"what": scattered})
    assert TOO_LONG in page.text
    assert KEPT not in typing.cookies


def test_a_password_is_never_kept(session: Session, visitor: Visitor, hands: time_machine.Traveller) -> None:
    add_person(session)
    sign_in(visitor, path="/account/password")
    hands.shift(IDLE)
    assert (
        visitor.submit("password-form", current=PASSWORD, new="four calm rivers 7 under snow").heading == "サインイン"
    )
    assert KEPT not in visitor.cookies


def test_the_code_asked_again_costs_nothing_that_was_typed(
    session: Session, visitor: Visitor, hands: time_machine.Traveller
) -> None:
    add_person(session, role=Role.RESPONSIBLE_PERSON)
    sign_in(visitor, path="/admin/requests/new")
    hands.shift(timedelta(minutes=16))
    page = visitor.submit("application", person_name="見本 三郎", duty="契約の照合")
    assert WILL_BE_BACK in page.text
    page = visitor.submit("code-form", code=code())
    assert (page.field("person_name"), page.field("duty")) == ("見本 三郎", "契約の照合")


def test_every_form_with_a_secret_stands_in_an_area_whose_forms_are_not_kept(app: Flask) -> None:
    assert app.blueprints  # every form is imported
    secret = {form for form in _forms() if any(_is_secret(name, field) for name, field in vars(form).items())}
    assert len(secret) >= 6
    assert {form.__module__.split(".")[1] for form in secret} <= NEVER_KEPT


def _forms(base: type = FlaskForm) -> Iterator[type]:
    for form in base.__subclasses__():
        yield form
        yield from _forms(form)


def _is_secret(name: str, field: object) -> bool:
    return isinstance(field, UnboundField) and (issubclass(field.field_class, PasswordField) or name == "code")


def _back(visitor: Visitor, login_id: str = "hanako.sato") -> Page:
    """Through the sign-in, from whatever page it begins at."""
    give_password(visitor, login_id)
    page = give_code(visitor)
    return agree(visitor) if "同意" in page.heading else page
