"""How long a session lives, and how it ends."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import clock
from models.accounts import sessions
from models.accounts.sessions import EndReason
from models.accounts.sign_in_session import Rung, SignInSession, new_token, token_hash
from models.accounts.visit import Visit
from models.audit.actor import Actor
from models.audit.event_names import EventName
from tests.models.accounts.people import CONSOLE, OFFICE, add_person, half_signed_in, signed_in, with_code
from tests.models.accounts.test_sign_in import events

SECOND = timedelta(seconds=1)


def opened_at(rung: Rung, *, created: timedelta, seen: timedelta) -> SignInSession:
    now = clock.now()
    return SignInSession(
        rung_number=rung.value, created_at=now - created, rung_at=now - created, last_seen_at=now - seen, ended_at=None
    )


LIVES = pytest.mark.parametrize(
    ("rung", "created", "seen", "why"),
    [
        (Rung.CONSENT, timedelta(hours=1), timedelta(minutes=30) - SECOND, None),
        (Rung.CONSENT, timedelta(hours=1), timedelta(minutes=30), EndReason.IDLE),
        (Rung.CONSENT, timedelta(hours=12) - SECOND, timedelta(), None),
        (Rung.CONSENT, timedelta(hours=12), timedelta(), EndReason.TOO_OLD),
        (Rung.PASSWORD, timedelta(minutes=5) - SECOND, timedelta(), None),
        (Rung.PASSWORD, timedelta(minutes=5), timedelta(), EndReason.HALF_SIGNED_IN),
        (Rung.SECOND_FACTOR, timedelta(minutes=6), timedelta(), None),
        (Rung.CONSENT, -timedelta(hours=1), -timedelta(hours=1), EndReason.CLOCK),
    ],
)


@LIVES
def test_the_clock_ends_a_session(rung: Rung, created: timedelta, seen: timedelta, why: EndReason | None) -> None:
    assert sessions.why_over(opened_at(rung, created=created, seen=seen), clock.now()) is why


@LIVES
def test_many_sessions_are_counted_by_the_same_clock(
    session: Session, rung: Rung, created: timedelta, seen: timedelta, why: EndReason | None
) -> None:
    account, kept = add_person(session), opened_at(rung, created=created, seen=seen)
    kept.account_id, kept.token_hash, kept.address, kept.user_agent = account.id, "0" * 64, "", ""
    session.add(kept)
    session.flush()
    alive = session.scalars(select(SignInSession.id).where(sessions.alive_at(clock.now()))).all()
    assert alive == ([kept.id] if why is None else [])
    kept.ended_at = clock.now()
    session.flush()
    assert session.scalar(select(func.count()).where(sessions.alive_at(clock.now()))) == 0


def test_an_idle_session_seen_as_over_is_not_revived_by_the_clock(
    session: Session, hands: time_machine.Traveller
) -> None:
    account = add_person(session)
    token, opened = sessions.begin(session, account.id, OFFICE, "", clock.now())
    hands.shift(timedelta(minutes=40))
    assert sessions.find(session, token, clock.now()) is None
    hands.shift(timedelta(minutes=-39))
    assert sessions.find(session, token, clock.now()) is None
    assert opened.end_reason == EndReason.IDLE


def test_only_the_hash_of_the_token_is_kept(session: Session) -> None:
    account = add_person(session)
    token, opened = sessions.begin(session, account.id, OFFICE, "", clock.now())
    assert opened.token_hash == token_hash(token)
    assert sessions.find(session, opened.token_hash, clock.now()) is None
    assert sessions.find(session, "", clock.now()) is None
    assert sessions.find(session, token, clock.now()) is opened


def test_tokens_have_256_bits() -> None:
    assert len(new_token()) >= 43


def test_the_persons_presence_is_written_at_most_once_a_minute(session: Session, hands: time_machine.Traveller) -> None:
    add_person(session)
    opened, _ = signed_in(session)
    before = opened.last_seen_at
    hands.shift(59)
    sessions.touch(session, opened, clock.now())
    session.refresh(opened)
    assert opened.last_seen_at == before
    hands.shift(1)
    sessions.touch(session, opened, clock.now())
    session.refresh(opened)
    assert opened.last_seen_at == clock.now()


def test_a_person_lists_and_ends_their_own_sessions_only(session: Session) -> None:
    account = add_person(session)
    other = add_person(session, "jiro.mori", account.organisation)
    here, _ = signed_in(session)
    there = with_code(session, login_id="jiro.mori")
    half_signed_in(session)
    now = clock.now()
    assert [listed.id for listed in sessions.list_living(session, account.id, now)] == [here.id]
    actor = Actor(account_id=account.id)
    assert sessions.end_one(session, actor, account.id, there.id, EndReason.BY_PERSON, now) == 0
    assert sessions.end_one(session, actor, other.id, there.id, EndReason.BY_PERSON, now) == 1
    assert [event.details for event in events(session, EventName.SESSION_ENDED)] == [
        {"sessions": 1, "why": "by_person"}
    ]


def test_ending_all_others_keeps_this_one(session: Session, hands: time_machine.Traveller) -> None:
    account = add_person(session)
    ended = []
    for _ in range(3):
        ended.append(signed_in(session)[0])
        hands.shift(30)
    kept = ended.pop()
    assert sessions.end_others(session, CONSOLE, account.id, kept.id, EndReason.BY_PERSON, clock.now()) == 2
    assert [each.id for each in sessions.list_living(session, account.id, clock.now())] == [kept.id]


def test_a_proof_lasts_fifteen_minutes(session: Session, hands: time_machine.Traveller) -> None:
    add_person(session)
    opened = with_code(session)
    hands.shift(timedelta(minutes=15) - SECOND)
    assert sessions.is_proved(opened, clock.now())
    hands.shift(SECOND)
    assert not sessions.is_proved(opened, clock.now())


def test_an_overlong_description_of_a_browser_is_cut(session: Session) -> None:
    account = add_person(session)
    _, opened = sessions.begin(session, account.id, Visit("192.0.2.1", "x" * 5_000), "/" + "y" * 5_000, clock.now())
    assert len(opened.user_agent) == 300
    assert len(opened.destination) == 2_000
