"""The password step and the full sign-in."""

import re
from datetime import timedelta

import time_machine
from argon2 import PasswordHasher
from cryptography.fernet import Fernet
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import clock
from models.accounts import known_browsers, sessions, sign_in
from models.accounts.account import AccountState
from models.accounts.lifecycle import stop
from models.accounts.outcomes import BeginAgain, NotAdmitted, PasswordAccepted, SignedIn, SignInRefused
from models.accounts.sign_in_session import Rung, SignInSession
from models.accounts.standing import Bar, StopReason
from models.audit.event_names import EventName
from models.audit.tables import AuditEvent
from models.organisations.kinds import Standing
from models.secret_box import SecretBox
from tests.models.accounts.people import (
    BOX,
    CONSOLE,
    ELSEWHERE,
    OFFICE,
    PASSWORD,
    add_organisation,
    add_person,
    found,
    half_signed_in,
    signed_in,
    with_code,
)

VERSION = "local_government:2026-04-01"


def events(session: Session, name: EventName) -> list[AuditEvent]:
    return list(session.scalars(select(AuditEvent).where(AuditEvent.name == name.value).order_by(AuditEvent.number)))


def test_the_right_password_opens_the_lowest_rung_only(session: Session) -> None:
    add_person(session)
    assert half_signed_in(session).rung is Rung.PASSWORD
    assert events(session, EventName.PASSWORD_CHECKED)[-1].details == {
        "given_id": "hanako.sato",
        "unknown_mark": "",
        "why": "",
    }


def test_unknown_wrong_unset_and_overlong_are_refused_in_the_same_words(session: Session) -> None:
    organisation = add_organisation(session)
    add_person(session, organisation=organisation)
    add_person(session, "jiro.mori", organisation, credentials=False)
    tries = [
        ("nobody.here", PASSWORD),
        ("hanako.sato", "not the password"),
        ("jiro.mori", PASSWORD),
        ("hanako.sato", PASSWORD + "x" * 10_000),
        ("", ""),
    ]
    outcomes = {sign_in.check_password(session, BOX, OFFICE, login_id, given) for login_id, given in tries}
    assert len(outcomes) == 1
    assert isinstance(outcomes.pop(), SignInRefused)


def test_a_stopped_dormant_or_barred_account_is_refused_in_the_same_words_as_a_wrong_password(
    session: Session, hands: time_machine.Traveller
) -> None:
    account = add_person(session)
    wrong = sign_in.check_password(session, BOX, OFFICE, "hanako.sato", "not the password")
    account.organisation.standing_code = Standing.BARRED.value
    hands.shift(timedelta(days=300))
    assert sign_in.check_password(session, BOX, OFFICE, "hanako.sato", "not the password") == wrong
    # With the right password alone nobody learns more: the ladder goes on as for anyone.
    assert isinstance(sign_in.check_password(session, BOX, OFFICE, "hanako.sato", PASSWORD), PasswordAccepted)


def test_of_an_unknown_id_the_trail_keeps_a_mark_that_tells_nobody_what_was_typed(session: Session) -> None:
    other = SecretBox([Fernet.generate_key().decode()])
    tries = [(BOX, "My-Password"), (BOX, " ｍｙ-password"), (BOX, "my-passwore"), (other, "My-Password")]
    for box, typed in tries:
        sign_in.check_password(session, box, OFFICE, typed, "x")
    recorded = events(session, EventName.PASSWORD_CHECKED)
    assert {(one.outcome, one.details["given_id"], one.details["why"]) for one in recorded} == {
        ("refused", "", "unknown_id")
    }
    first, again, another, elsewhere = (one.details["unknown_mark"] for one in recorded)
    assert first == again
    assert len({first, another, elsewhere}) == 3
    assert all(re.fullmatch("[0-9a-f]{8}", mark) for mark in (first, another, elsewhere))


def test_a_password_changed_meanwhile_does_not_open(session: Session, monkeypatch: object) -> None:
    account = add_person(session)
    checked = sign_in.find_by_login_id

    def find_before_the_change(opened: Session, login_id: str) -> object:
        account_then = checked(opened, login_id)
        assert account_then is not None
        opened.expunge(account_then)
        account.password_hash = "changed"
        return account_then

    session.add(account)
    sign_in.find_by_login_id = find_before_the_change  # type: ignore[assignment]
    try:
        outcome = sign_in.check_password(session, BOX, OFFICE, "hanako.sato", PASSWORD)
    finally:
        sign_in.find_by_login_id = checked
    assert isinstance(outcome, SignInRefused)


def test_a_hash_of_weaker_settings_is_replaced_at_sign_in(session: Session) -> None:
    account = add_person(session)
    account.password_hash = weak = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(PASSWORD)
    session.commit()
    half_signed_in(session)
    session.refresh(account)
    assert account.password_hash != weak
    half_signed_in(session)


def test_a_full_sign_in_makes_the_account_active_and_counts_against_dormancy(session: Session) -> None:
    account = add_person(session, state=AccountState.ISSUED)
    opened, browser = signed_in(session)
    session.refresh(account)
    assert account.state is AccountState.ACTIVE
    assert account.last_signed_in_at == clock.now()
    assert opened.rung is Rung.CONSENT
    assert opened.consent_version == VERSION
    assert browser
    event = events(session, EventName.SIGNED_IN)[0]
    assert (event.account_id, event.session, event.details) == (account.id, opened.id, {"device": "Windows の Edge"})


def test_each_rung_has_a_new_token_and_the_old_one_is_dead(session: Session) -> None:
    add_person(session)
    hashes = [half_signed_in(session).token_hash]
    second = with_code(session, login_id="hanako.sato")
    hashes.append(second.token_hash)
    outcome = sign_in.complete(session, OFFICE, second, VERSION)
    assert isinstance(outcome, SignedIn)
    hashes.append(found(session, outcome.token).token_hash)
    assert len(set(hashes)) == 3
    still = session.scalars(select(SignInSession.token_hash).where(SignInSession.id == second.id)).one()
    assert still == hashes[-1]


def test_a_new_sign_in_ends_the_session_the_browser_had(session: Session) -> None:
    add_person(session)
    former, _ = signed_in(session)
    sign_in.check_password(session, BOX, OFFICE, "hanako.sato", PASSWORD, former=former)
    session.refresh(former)
    assert former.end_reason == "replaced"


def test_consent_anew_in_an_open_session_is_no_second_sign_in(session: Session, hands: time_machine.Traveller) -> None:
    account = add_person(session)
    opened, _ = signed_in(session)
    then = account.last_signed_in_at
    hands.shift(60)
    sign_in.complete(session, OFFICE, opened, "local_government:2027-04-01")
    session.refresh(account)
    assert account.last_signed_in_at == then
    assert len(events(session, EventName.SIGNED_IN)) == 1


def test_an_account_stopped_meanwhile_is_turned_away_at_the_last_step(session: Session) -> None:
    account = add_person(session)
    opened = with_code(session)
    stop(session, CONSOLE, account.id, StopReason.TRANSFER, clock.now())
    assert sign_in.complete(session, OFFICE, opened, VERSION) == NotAdmitted(Bar.STOPPED.reason)
    session.refresh(opened)
    assert opened.ended_at is not None


def test_a_session_ended_meanwhile_cannot_go_on(session: Session) -> None:
    add_person(session)
    opened = with_code(session)
    sign_in.sign_out(session, OFFICE, opened)
    assert isinstance(sign_in.complete(session, OFFICE, opened, VERSION), BeginAgain)


def test_signing_out_ends_the_session_on_the_server_once(session: Session) -> None:
    add_person(session)
    opened, _ = signed_in(session)
    sign_in.sign_out(session, OFFICE, opened)
    sign_in.sign_out(session, OFFICE, opened)
    assert len(events(session, EventName.SIGNED_OUT)) == 1
    assert session.scalar(select(func.count()).where(SignInSession.ended_at.is_(None))) == 0


def test_ten_wrong_passwords_lock_the_account_and_its_person_is_told(
    session: Session, hands: time_machine.Traveller
) -> None:
    add_person(session)
    for _ in range(10):
        wrong = sign_in.check_password(session, BOX, ELSEWHERE, "hanako.sato", "not the password")
    assert events(session, EventName.ACCOUNT_LOCKED)[0].details["why"] == "password"
    assert sign_in.check_password(session, BOX, ELSEWHERE, "hanako.sato", PASSWORD) == wrong
    assert events(session, EventName.PASSWORD_CHECKED)[-1].details["why"] == "locked"
    hands.shift(timedelta(minutes=30))
    assert isinstance(sign_in.check_password(session, BOX, ELSEWHERE, "hanako.sato", PASSWORD), PasswordAccepted)


def test_a_lock_out_is_no_weapon_against_a_colleague(session: Session) -> None:
    add_person(session)
    _, browser = signed_in(session)
    for _ in range(15):
        sign_in.check_password(session, BOX, ELSEWHERE, "hanako.sato", "not the password")
    own = sessions_visit(browser)
    assert isinstance(sign_in.check_password(session, BOX, own, "hanako.sato", PASSWORD), PasswordAccepted)
    fresh = sessions_visit("")
    assert isinstance(sign_in.check_password(session, BOX, fresh, "hanako.sato", PASSWORD), SignInRefused)


def test_a_known_browser_has_no_more_tries_than_others(session: Session) -> None:
    add_person(session)
    _, browser = signed_in(session)
    own = sessions_visit(browser)
    for _ in range(10):
        sign_in.check_password(session, BOX, own, "hanako.sato", "not the password")
    assert isinstance(sign_in.check_password(session, BOX, own, "hanako.sato", PASSWORD), SignInRefused)


def sessions_visit(browser_token: str) -> sign_in.Visit:
    return sign_in.Visit(OFFICE.address, OFFICE.user_agent, browser_token)


def test_a_browser_stays_one_device_while_its_cookie_changes(session: Session, hands: time_machine.Traveller) -> None:
    add_person(session)
    first, browser = signed_in(session)
    hands.shift(timedelta(hours=1))
    second, changed = signed_in(session, sessions_visit(browser))
    assert changed != browser
    assert second.device == first.device != ""


def test_a_browser_cookie_handed_to_somebody_is_another_device_for_the_next_of_the_two(
    session: Session, hands: time_machine.Traveller
) -> None:
    add_person(session)
    first, handed_on = signed_in(session)
    hands.shift(timedelta(hours=1))
    theirs, _ = signed_in(session, sessions_visit(handed_on))
    hands.shift(known_browsers.GRACE)
    own, _ = signed_in(session, sessions_visit(handed_on))
    assert theirs.device == first.device
    assert own.device not in ("", first.device)


def test_a_lost_answer_makes_no_other_device(session: Session, hands: time_machine.Traveller) -> None:
    add_person(session)
    first, browser = signed_in(session)
    hands.shift(timedelta(hours=1))
    signed_in(session, sessions_visit(browser))  # the answer never arrives
    hands.shift(known_browsers.GRACE - timedelta(seconds=1))
    again, _ = signed_in(session, sessions_visit(browser))
    assert again.device == first.device


def test_two_people_at_one_browser_are_one_device(session: Session, hands: time_machine.Traveller) -> None:
    colleague = add_person(session)
    add_person(session, "jiro.suzuki", colleague.organisation)
    first, browser = signed_in(session)
    second, browser = signed_in(session, sessions_visit(browser), "jiro.suzuki")
    hands.shift(timedelta(hours=1))
    again, _ = signed_in(session, sessions_visit(browser))
    assert first.device == second.device == again.device


def test_many_wrong_passwords_from_one_address_close_it_to_everyone_but_known_browsers(
    session: Session, hands: time_machine.Traveller
) -> None:
    add_person(session)
    _, browser = signed_in(session)
    for number in range(50):
        sign_in.check_password(session, BOX, OFFICE, f"person.{number}", "spraying one password")
    assert isinstance(sign_in.check_password(session, BOX, OFFICE, "hanako.sato", PASSWORD), SignInRefused)
    own = sessions_visit(browser)
    assert isinstance(sign_in.check_password(session, BOX, own, "hanako.sato", PASSWORD), PasswordAccepted)
    hands.shift(timedelta(minutes=10))
    assert isinstance(sign_in.check_password(session, BOX, OFFICE, "hanako.sato", PASSWORD), PasswordAccepted)


def test_a_session_ends_with_its_account(session: Session) -> None:
    account = add_person(session)
    opened, _ = signed_in(session)
    stop(session, CONSOLE, account.id, StopReason.MONITORING, clock.now())
    session.refresh(opened)
    assert not sessions.is_alive(opened, clock.now())
    assert events(session, EventName.ACCOUNT_STOPPED)[0].details == {
        "login_id": "hanako.sato",
        "why": "monitoring",
        "reason": "",
    }
