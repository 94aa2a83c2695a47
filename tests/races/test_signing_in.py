"""Two at once: exactly one wins."""

from collections.abc import Iterator
from functools import partial
from itertools import pairwise

import pytest
import time_machine
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from models import clock
from models.accounts import known_browsers, recovery_codes, second_step, sign_in
from models.accounts.failure_counters import FailureCounter
from models.accounts.known_browsers import KnownBrowser
from models.accounts.lifecycle import stop
from models.accounts.outcomes import CodeAccepted, SignedIn
from models.accounts.sessions import is_alive
from models.accounts.sign_in_session import Rung, SignInSession, token_hash
from models.accounts.standing import StopReason
from models.audit.tables import AuditEvent
from models.consent import consents
from models.consent.record import Consent
from models.consent.texts import ITEM_CODES
from models.db import begin_writing
from models.organisations.kinds import OrganisationKind
from tests.amount import ROUNDS
from tests.models.accounts import people
from tests.models.accounts.people import BOX, CONSOLE, OFFICE, START
from tests.races.racing import Racers


@pytest.fixture(autouse=True)
def hands() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(START, tick=False) as coordinates:
        yield coordinates


@pytest.fixture
def two(session: Session) -> Iterator[Racers]:
    engine = session.get_bind().engine
    racers = Racers(engine, 2)
    yield racers
    racers.close()


def open_session(session: Session, account_id: int, rung: Rung = Rung.PASSWORD) -> int:
    """A session on a rung, without the cost of a password."""
    _, opened = people.sign_in.sessions.begin(session, account_id, OFFICE, "", clock.now())
    opened.rung_number = rung.value
    number = opened.id
    session.commit()
    return number


def check_code(session: Session, session_id: int, code: str) -> object:
    return second_step.check_code(session, BOX, OFFICE, session.get_one(SignInSession, session_id), code)


def use_recovery_code(session: Session, session_id: int, code: str) -> object:
    return second_step.use_recovery_code(session, BOX, OFFICE, session.get_one(SignInSession, session_id), code)


def load_session(session: Session, number: int) -> SignInSession:
    return session.get_one(SignInSession, number)


def accept(session: Session, session_id: int) -> object:
    opened = session.get_one(SignInSession, session_id)
    asked = consents.asked_of(session, opened, clock.today())
    return consents.accept(session, OFFICE, opened, asked.shown, ITEM_CODES)


def test_the_same_code_in_two_browsers_opens_one(session: Session, two: Racers, hands: time_machine.Traveller) -> None:
    account = people.add_person(session)
    one, other = (open_session(session, account.id) for _ in range(2))
    for _ in range(ROUNDS):
        hands.shift(30)
        revive(session, one, other)
        session.commit()
        answers = two.race(
            partial(check_code, session_id=one, code=people.code()),
            partial(check_code, session_id=other, code=people.code()),
        )
        assert [type(answer) for answer in answers].count(CodeAccepted) == 1


def test_the_same_recovery_code_opens_one(session: Session, two: Racers) -> None:
    account = people.add_person(session)
    one, other = (open_session(session, account.id) for _ in range(2))
    codes: list[str] = []
    for _ in range(ROUNDS):
        if not codes:
            codes = recovery_codes.make_codes(session, BOX, account.id, one, clock.now())
        revive(session, one, other)
        session.commit()
        code = codes.pop()
        answers = two.race(
            partial(use_recovery_code, session_id=one, code=code),
            partial(use_recovery_code, session_id=other, code=code),
        )
        assert [type(answer) for answer in answers].count(CodeAccepted) == 1


def revive(session: Session, *numbers: int) -> None:
    """Put sessions back on the lowest rung, and forget failures, for the next round."""
    now = clock.now()
    change = {"rung_number": 1, "rung_at": now, "last_seen_at": now, "created_at": now}
    session.execute(update(SignInSession).where(SignInSession.id.in_(numbers)).values(change))
    session.execute(update(FailureCounter).values(in_a_row=0, in_window=0, locked_until=None))


def test_a_consent_given_twice_at_once_is_one_record(session: Session, two: Racers) -> None:
    organisation = people.add_organisation(session, kind=OrganisationKind.GRID_OPERATOR)
    account = people.add_person(session, organisation=organisation)
    for number in range(ROUNDS):
        opened = open_session(session, account.id, Rung.SECOND_FACTOR)
        answers = two.race(*[partial(accept, session_id=opened)] * 2, load=partial(load_session, number=opened))
        assert [type(answer) for answer in answers].count(SignedIn) == 1
        assert session.scalar(select(func.count(Consent.id))) == number + 1
        session.commit()


def test_a_stop_and_a_sign_in_at_once_leave_no_living_session(session: Session, two: Racers) -> None:
    account = people.add_person(session)
    number = account.id
    for _ in range(ROUNDS // 4):
        account.state_code = "active"
        opened = open_session(session, number, Rung.SECOND_FACTOR)
        two.race(partial(accept, session_id=opened), partial(_stop, account_id=number))
        left = session.get_one(SignInSession, opened, populate_existing=True)
        assert not is_alive(left, clock.now())
        session.commit()


def _stop(session: Session, account_id: int) -> bool:
    return stop(session, CONSOLE, account_id, StopReason.MONITORING, clock.now())


def test_of_fifty_codes_at_once_no_more_than_five_are_answered(session: Session) -> None:
    account = people.add_person(session)
    opened = open_session(session, account.id)
    racers = Racers(session.get_bind().engine, 10)
    for _ in range(5):
        racers.race(*[partial(check_code, session_id=opened, code="000000")] * 10)
    racers.close()
    whys = [event.details["why"] for event in session.scalars(select(AuditEvent)) if event.name.endswith("code:check")]
    assert (whys.count("wrong"), whys.count("locked")) == (5, 45)


def test_of_thirty_passwords_at_once_no_more_than_ten_are_answered(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    people.add_person(session)
    monkeypatch.setattr(sign_in.passwords, "verify_password", lambda _kept, _given: False)
    racers = Racers(session.get_bind().engine, 10)
    for _ in range(3):
        racers.race(*[_wrong_password] * 10)
    racers.close()
    whys = [event.details["why"] for event in session.scalars(select(AuditEvent)) if "password" in event.name]
    assert (whys.count("wrong"), whys.count("locked")) == (10, 20)


def _wrong_password(session: Session) -> object:
    return sign_in.check_password(session, BOX, OFFICE, "hanako.sato", "not the password")


def test_sixteen_who_write_at_once_leave_one_unbroken_chain(session: Session) -> None:
    account = people.add_person(session)
    opened = open_session(session, account.id)
    racers = Racers(session.get_bind().engine, 16)
    for _ in range(ROUNDS // 4):
        racers.race(*[partial(check_code, session_id=opened, code="000000")] * 16)
    racers.close()
    chain = session.execute(
        select(AuditEvent.number, AuditEvent.previous_hash, AuditEvent.hash).order_by(AuditEvent.number)
    ).all()
    assert len(chain) > 16 * (ROUNDS // 4)
    assert [number for number, _, _ in chain] == list(range(1, len(chain) + 1))
    assert all(before.hash == after.previous_hash for before, after in pairwise(chain))


def test_two_accounts_signing_in_at_one_browser_stay_one_device(
    session: Session, two: Racers, hands: time_machine.Traveller
) -> None:
    first = people.add_person(session)
    accounts = [first.id, people.add_person(session, "jiro.suzuki", first.organisation).id]
    token, device = known_browsers.remember(session, accounts[0], "", clock.now())
    token, _ = known_browsers.remember(session, accounts[1], token, clock.now())
    session.commit()
    for _ in range(ROUNDS):
        hands.shift(3600)
        given = [partial(remembered, account_id=account, token=token) for account in accounts]
        answers = two.race(*given)
        assert [one for _, one in answers] == [device, device]
        session.rollback()
        kept = set(session.execute(select(KnownBrowser.token_hash, KnownBrowser.device)))
        assert len(kept) == 1, "one browser, one token that counts"
        [token] = [given for given, _ in answers if token_hash(given) == next(iter(kept)).token_hash]


def remembered(session: Session, account_id: int, token: str) -> tuple[str, str]:
    begin_writing(session)
    return known_browsers.remember(session, account_id, token, clock.now())
