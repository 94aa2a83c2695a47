"""From the first page to what one came for."""

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlencode

import pytest
import time_machine
from sqlalchemy.orm import Session

from models import clock
from models.accounts.lifecycle import stop
from models.accounts.standing import Bar, StopReason
from models.legal.notices import SIGN_IN_NOTICES
from models.organisations.kinds import OrganisationKind
from tests.blueprints.people import agree, give_code, give_password, sign_in
from tests.driver.visitor import Visitor
from tests.models.accounts.people import CONSOLE, add_organisation, add_person, code

COOKIE = "__Host-saiene"


def test_password_code_consent_and_what_one_came_for(session: Session, visitor: Visitor) -> None:
    add_person(session)
    assert visitor.visit("/account/history").heading == "サインイン"
    assert give_password(visitor).heading == "確認コードの入力"
    assert give_code(visitor).heading == "利用に当たっての同意"
    assert agree(visitor).heading == "サインインの履歴"
    assert visitor.path == "/account/history"


def test_the_notices_stand_on_the_first_page(visitor: Visitor) -> None:
    text = visitor.visit("/login").text
    assert all(notice in text for notice in SIGN_IN_NOTICES)


def test_every_rung_gives_a_new_cookie_that_no_script_reads(session: Session, visitor: Visitor) -> None:
    add_person(session)
    seen = []
    visitor.visit("/account")
    for step in (give_password, give_code, agree):
        step(visitor)
        cookie = visitor.cookies[COOKIE]
        assert cookie.http_only
        assert cookie.secure
        assert cookie.same_site == "Lax"
        seen.append(cookie.value)
    assert len(set(seen)) == 3


def test_unknown_wrong_stopped_and_locked_get_the_same_page(session: Session, visitor: Visitor) -> None:
    account = add_person(session)
    other = add_person(session, "jiro.mori", account.organisation)
    stop(session, CONSOLE, other.id, StopReason.TRANSFER, clock.now())
    session.commit()
    texts = set()
    for login_id in ("nobody.here", "hanako.sato", "jiro.mori", *["hanako.sato"] * 10):
        visitor.visit("/login")
        page = visitor.submit("sign-in", login_id=login_id, password="not the password", expect=422)
        texts.add((page.text, tuple(page.errors), COOKIE in visitor.cookies))
    assert len(texts) == 1
    page = visitor.submit("sign-in", login_id="hanako.sato", password="紫陽花 wakes before 9 lanterns", expect=422)
    assert (page.text, tuple(page.errors), False) in texts


def test_a_password_is_never_written_back_into_the_page(session: Session, visitor: Visitor) -> None:
    visitor.visit("/login")
    page = visitor.submit("sign-in", login_id="hanako.sato", password="very secret words", expect=422)
    assert "very secret words" not in page.source
    assert page.field("login_id") == "hanako.sato"


def test_why_an_account_is_stopped_is_told_after_the_code_only(session: Session, visitor: Visitor) -> None:
    account = add_person(session)
    stop(session, CONSOLE, account.id, StopReason.TRANSFER, clock.now())
    session.commit()
    visitor.visit("/account")
    page = give_password(visitor)
    assert page.heading == "確認コードの入力"
    assert Bar.STOPPED.reason not in page.text
    page = visitor.submit("code-form", code=code(), expect=403)
    assert Bar.STOPPED.reason in page.text
    assert COOKIE not in visitor.cookies


@pytest.mark.parametrize("write", [lambda c: c, lambda c: f"{c[:3]} {c[3:]}", lambda c: f" {c[:3]}－{c[3:]}"])
def test_a_code_may_be_typed_as_people_type(session: Session, visitor: Visitor, write: Callable[[str], str]) -> None:
    add_person(session)
    visitor.visit("/account")
    give_password(visitor)
    assert give_code(visitor, write(code())).heading == "利用に当たっての同意"


def test_the_code_page_shows_the_servers_time(session: Session, visitor: Visitor) -> None:
    add_person(session)
    visitor.visit("/account")
    assert "10:00" in give_password(visitor).text


def test_half_signed_in_lasts_five_minutes_and_opens_nothing(
    session: Session, visitor: Visitor, hands: time_machine.Traveller
) -> None:
    add_person(session)
    visitor.visit("/account")
    give_password(visitor)
    for path in ("/", "/account", "/consent", "/login/step-up", "/login/recovery-codes", "/login/recovery-codes.txt"):
        assert visitor.visit(path).heading == "確認コードの入力"
    hands.shift(timedelta(minutes=5))
    assert visitor.submit("code-form", code=code()).heading == "サインイン"


def test_a_code_used_in_another_browser_is_refused(session: Session, new_visitor: Callable[[], Visitor]) -> None:
    add_person(session)
    one, other = new_visitor(), new_visitor()
    for visitor in (one, other):
        visitor.visit("/account")
        give_password(visitor)
    give_code(one)
    assert other.submit("code-form", code=code(), expect=422).errors


def test_signing_out_ends_the_session_on_the_server(session: Session, visitor: Visitor) -> None:
    add_person(session)
    sign_in(visitor)
    copied = visitor.cookies[COOKIE].value
    assert visitor.submit("サインアウト").heading == "サインアウトしました"
    assert COOKIE not in visitor.cookies
    visitor.client.set_cookie(COOKIE, copied, domain="saiene.example", secure=True)
    assert visitor.visit("/account").heading == "サインイン"


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "///evil.example", "/%09/evil.example",
     "javascript:alert(1)", "/account\r\nX: y", "evil", "/nowhere"],
)  # fmt: skip
def test_nobody_is_led_to_another_site(session: Session, visitor: Visitor, elsewhere: str) -> None:
    add_person(session)
    visitor.visit("/login")
    visitor.location += "?" + urlencode({"next": elsewhere})
    give_password(visitor)
    give_code(visitor)
    agree(visitor)
    assert visitor.path == "/"


def test_grid_companies_agree_at_every_sign_in(
    session: Session, visitor: Visitor, hands: time_machine.Traveller
) -> None:
    grid = add_organisation(session, "東の電力ネットワーク", OrganisationKind.GRID_OPERATOR)
    add_person(session, organisation=grid)
    for _ in range(2):
        visitor.visit("/account")
        give_password(visitor)
        assert give_code(visitor).heading == "利用に当たっての同意"
        agree(visitor)
        visitor.submit("サインアウト")
        hands.shift(30)


def test_others_agree_once(session: Session, visitor: Visitor, hands: time_machine.Traveller) -> None:
    add_person(session)
    sign_in(visitor)
    visitor.submit("サインアウト")
    hands.shift(30)
    visitor.visit("/account")
    give_password(visitor)
    assert give_code(visitor).heading == "アカウント"


def test_the_previous_sign_in_is_shown(session: Session, visitor: Visitor, hands: time_machine.Traveller) -> None:
    add_person(session)
    sign_in(visitor)
    visitor.submit("サインアウト")
    hands.shift(timedelta(days=2))
    assert "2026年5月11日 10:00" in sign_in(visitor).text


def test_a_step_up_asks_the_code_and_leads_back(
    session: Session, visitor: Visitor, hands: time_machine.Traveller
) -> None:
    add_person(session)
    sign_in(visitor)
    hands.shift(timedelta(minutes=16))
    assert visitor.visit("/account/recovery-codes").heading == "もう一度、本人確認"
    assert visitor.submit("code-form", code="000000", expect=422).errors
    give_code(visitor)
    assert visitor.path == "/account/recovery-codes"
