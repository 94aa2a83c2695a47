"""Links and new passwords."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import clock
from models.accounts import devices, password_change, sessions, sign_in
from models.accounts.account import Account, AccountState, Role
from models.accounts.creation import NewAccount, create_account
from models.accounts.lifecycle import stop
from models.accounts.links import OneTimeLink
from models.accounts.outcomes import PasswordAccepted, SignInRefused
from models.accounts.passwords import PasswordRefused, verify_password
from models.accounts.standing import StopReason
from models.audit.event_names import EventName
from models.errors import NotFound
from models.mail.outbox import LetterState, OutboxLetter
from tests.models.accounts.people import (
    BOX,
    CONSOLE,
    ELSEWHERE,
    OFFICE,
    PASSWORD,
    PUBLIC,
    add_organisation,
    add_person,
    signed_in,
)
from tests.models.accounts.test_sign_in import events

NEW = "vier Möwen über dem Hafenkran"


def token_in_last_letter(session: Session) -> str:
    letter = session.scalars(select(OutboxLetter).order_by(OutboxLetter.id.desc())).first()
    assert letter is not None
    found = re.search(r"https://saiene\.example/login/password/(\S+)", BOX.open("letter", letter.sealed_body))
    assert found is not None
    return found[1]


def ask(session: Session, login_id: str = "hanako.sato") -> str:
    password_change.request_reset(session, BOX, OFFICE, login_id, PUBLIC)
    return token_in_last_letter(session)


def set_new(session: Session, token: str) -> None:
    password_change.set_password_by_link(session, BOX, OFFICE, token, NEW)


def test_a_reset_sets_the_password_ends_sessions_and_leaves_the_device(session: Session) -> None:
    account = add_person(session)
    opened, _ = signed_in(session)
    set_new(session, ask(session))
    session.refresh(account)
    session.refresh(opened)
    assert verify_password(account.password_hash, NEW)
    assert opened.end_reason == "password_changed"
    assert devices.has_device(session, account.id)
    assert events(session, EventName.PASSWORD_SET)[-1].details == {"by": "reset"}


def die_of_use(session: Session, token: str) -> None:
    set_new(session, token)


def die_of_a_newer_one(session: Session, _token: str) -> None:
    ask(session)


def die_of_a_sign_in(session: Session, _token: str) -> None:
    signed_in(session)


def die_of_a_stop(session: Session, _token: str) -> None:
    account = session.scalars(select(Account)).one()
    stop(session, CONSOLE, account.id, StopReason.TRANSFER, clock.now())


@pytest.mark.parametrize("cause", [die_of_use, die_of_a_newer_one, die_of_a_sign_in, die_of_a_stop])
def test_a_link_dies(session: Session, cause: Callable[[Session, str], None]) -> None:
    add_person(session)
    token = ask(session)
    password_change.check_link(session, token)
    cause(session, token)
    with pytest.raises(NotFound):
        set_new(session, token)


def test_a_reset_link_lives_an_hour(session: Session, hands: time_machine.Traveller) -> None:
    add_person(session)
    token = ask(session)
    hands.shift(timedelta(hours=1, seconds=-1))
    password_change.check_link(session, token)
    hands.shift(1)
    with pytest.raises(NotFound):
        password_change.check_link(session, token)


def test_a_set_up_link_lives_a_day(session: Session, hands: time_machine.Traveller) -> None:
    new = NewAccount("jiro.mori", add_organisation(session), Role.MEMBER, "森 次郎", "jiro@town.example")
    account = create_account(session, BOX, CONSOLE, new, PUBLIC)
    token = token_in_last_letter(session)
    hands.shift(timedelta(hours=24, seconds=-1))
    set_new(session, token)
    session.refresh(account)
    assert account.state is AccountState.ISSUED
    assert isinstance(sign_in.check_password(session, BOX, OFFICE, "jiro.mori", NEW), PasswordAccepted)


def test_a_refused_password_leaves_the_link_usable(session: Session) -> None:
    add_person(session)
    token = ask(session)
    with pytest.raises(PasswordRefused):
        password_change.set_password_by_link(session, BOX, OFFICE, token, "short")
    set_new(session, token)


def test_asking_for_an_unknown_id_does_the_same_work_and_sends_nothing(session: Session) -> None:
    password_change.request_reset(session, BOX, OFFICE, "nobody.here", PUBLIC)
    letter = session.scalars(select(OutboxLetter)).one()
    assert (letter.state, letter.recipient) == (LetterState.WITHHELD, "")
    assert not session.scalars(select(OneTimeLink)).all()


def test_a_stopped_account_gets_no_link(session: Session) -> None:
    account = add_person(session)
    stop(session, CONSOLE, account.id, StopReason.TRANSFER, clock.now())
    password_change.request_reset(session, BOX, OFFICE, "hanako.sato", PUBLIC)
    assert session.scalars(select(OutboxLetter)).one().state is LetterState.WITHHELD


def test_nobodys_letter_box_can_be_filled(session: Session, hands: time_machine.Traveller) -> None:
    add_person(session)
    for _ in range(5):
        password_change.request_reset(session, BOX, ELSEWHERE, "hanako.sato", PUBLIC)
    states = [letter.state for letter in session.scalars(select(OutboxLetter))]
    assert states.count(LetterState.QUEUED) == 3
    hands.shift(timedelta(hours=1))
    ask(session)


def test_a_reset_lifts_the_lock_of_wrong_passwords(session: Session) -> None:
    add_person(session)
    for _ in range(10):
        sign_in.check_password(session, BOX, ELSEWHERE, "hanako.sato", "not the password")
    set_new(session, ask(session))
    assert isinstance(sign_in.check_password(session, BOX, OFFICE, "hanako.sato", NEW), PasswordAccepted)


def test_only_the_hash_of_a_link_is_kept_and_its_letter_is_sealed(session: Session) -> None:
    add_person(session)
    token = ask(session)
    assert token not in session.scalars(select(OneTimeLink.token_hash)).one()
    assert token not in session.scalars(select(OutboxLetter.sealed_body)).one()


def test_changing_the_own_password_ends_all_other_sessions(session: Session, hands: time_machine.Traveller) -> None:
    account = add_person(session)
    signed_in(session)
    hands.shift(30)
    here, _ = signed_in(session)
    assert password_change.change_password(session, BOX, OFFICE, here, PASSWORD, NEW) is None
    assert [each.id for each in sessions.list_living(session, account.id, clock.now())] == [here.id]
    assert isinstance(sign_in.check_password(session, BOX, OFFICE, "hanako.sato", PASSWORD), SignInRefused)


def test_changing_needs_the_current_password(session: Session) -> None:
    add_person(session)
    here, _ = signed_in(session)
    refused = password_change.change_password(session, BOX, OFFICE, here, "not the password", NEW)
    assert isinstance(refused, SignInRefused)
    assert "現在のパスワード" in refused.reason
    with pytest.raises(PasswordRefused, match="ID"):
        password_change.change_password(session, BOX, OFFICE, here, PASSWORD, "hanako.sato.hanako")
