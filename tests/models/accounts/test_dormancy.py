"""Six months without use."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy.orm import Session

from models import clock
from models.accounts import dormancy
from models.accounts.account import Account, AccountState
from models.accounts.lifecycle import stop_if_due
from tests.models.accounts.people import CONSOLE, add_person

SECOND = timedelta(seconds=1)


def in_japan(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=clock.JST)  # type: ignore[arg-type, misc]


@pytest.mark.parametrize(
    ("used", "dormant"),
    [
        (in_japan(2026, 1, 15, 9, 30), in_japan(2026, 7, 15, 9, 30)),
        (in_japan(2026, 8, 31, 23, 59), in_japan(2027, 2, 28, 23, 59)),
        (in_japan(2027, 8, 31), in_japan(2028, 2, 29)),
        (in_japan(2026, 12, 31, 8), in_japan(2027, 6, 30, 8)),
        # Early in the morning in Japan it is still the day before in UTC.
        (in_japan(2026, 8, 31, 3), in_japan(2027, 2, 28, 3)),
    ],
)
def test_six_calendar_months_count_on_the_clock_in_japan(used: datetime, dormant: datetime) -> None:
    assert dormancy.dormant_from(used.astimezone(UTC)) == dormant


@pytest.mark.parametrize(("off", "dormant"), [(-SECOND, False), (timedelta(), True), (SECOND, True)])
def test_an_account_is_dormant_at_the_very_second(off: timedelta, dormant: bool) -> None:
    used = in_japan(2026, 1, 15, 9)
    account = Account(issued_at=used - timedelta(days=400), last_signed_in_at=used)
    assert dormancy.is_dormant(account, in_japan(2026, 7, 15, 9) + off) is dormant


def test_an_account_never_used_counts_from_its_issue() -> None:
    account = Account(issued_at=in_japan(2026, 1, 15), last_signed_in_at=None)
    assert dormancy.is_dormant(account, in_japan(2026, 7, 15))
    assert dormancy.days_left(account, in_japan(2026, 7, 8)) == 7
    assert dormancy.days_left(account, in_japan(2027, 7, 8)) == 0


def test_a_clock_that_jumps_ahead_and_back_revives_nothing(session: Session, hands: time_machine.Traveller) -> None:
    account = add_person(session)
    hands.shift(timedelta(days=7 * 31))
    assert stop_if_due(session, CONSOLE, account, clock.now())
    hands.shift(timedelta(days=-7 * 31))
    session.refresh(account)
    assert account.state is AccountState.STOPPED
    assert account.stop_reason == "dormancy"


def test_a_dormancy_is_kept_and_recorded_once(session: Session, hands: time_machine.Traveller) -> None:
    account = add_person(session)
    assert not stop_if_due(session, CONSOLE, account, clock.now())
    hands.shift(timedelta(days=7 * 31))
    assert [stop_if_due(session, CONSOLE, account, clock.now()) for _ in range(2)] == [True, False]
