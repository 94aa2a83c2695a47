"""Dormancy: an account unused for six months stops by itself (M7)."""

from datetime import datetime, timedelta

from models import clock
from models.accounts.account import Account

MONTHS = 6


def dormant_from(last_used: datetime) -> datetime:
    """Six calendar months later on the clock in Japan; a day the month lacks becomes its last (31 Aug → end of Feb)."""
    local = clock.in_japan(last_used)
    return datetime.combine(clock.months_after(local.date(), MONTHS), local.timetz())


def stops_at(account: Account) -> datetime:
    """When the account stops unless it is used; before the first full sign-in it counts from the issue.

    A release begins the count anew, and nobody's begins before their first day.
    """
    begins = clock.day_begins(account.starts_on) if account.starts_on is not None else None
    moments = (account.last_signed_in_at or account.issued_at, account.released_at, begins)
    return dormant_from(max(moment for moment in moments if moment is not None))


def is_dormant(account: Account, now: datetime) -> bool:
    """Whether six months have passed. From the clock and the row alone, so no job has to run for it to be true."""
    return now >= stops_at(account)


def days_left(account: Account, now: datetime) -> int:
    """Whole days until the account stops; 0 when it is dormant."""
    return max((stops_at(account) - now) // timedelta(days=1), 0)
