"""Warnings 30 and 7 days before an account stops for want of use; each once (M7, policy §4)."""

from datetime import datetime, timedelta

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from models.accounts.account import Account, AccountState
from models.accounts.dormancy import stops_at
from models.accounts.standing import what_bars
from models.audit.actor import Actor
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.mail import people_letters
from models.mail.outgoing import Outgoing
from models.people.warnings_sent import is_first

DAYS_AHEAD = (30, 7)
UNUSED_AT_LEAST = timedelta(days=140)
"""Shorter than any six months less thirty days: nobody used since is near a warning."""


def unused_for_long(now: datetime) -> Select[Account]:
    """The accounts in use that nobody has used for months: few, whatever their number is in all."""
    last = func.coalesce(Account.last_signed_in_at, Account.issued_at)
    chosen = select(Account).where(
        Account.state_code.in_([AccountState.ISSUED, AccountState.ACTIVE]), last < now - UNUSED_AT_LEAST
    )
    return chosen.order_by(Account.id)


def tell_once(session: Session, account: Account, now: datetime) -> bool:
    """Whether the person is still to be told that the clock has stopped their account; from now on they are not."""
    if account.stopped_at is None:
        return False
    return is_first(session, account.id, account.stopped_at.isoformat(), 0, now)


def warn(session: Session, outgoing: Outgoing, account: Account, now: datetime) -> bool:
    """Send the warning that is due, unless it was sent already; the later one alone when both are."""
    stops = stops_at(account)
    due = [days for days in DAYS_AHEAD if stops - timedelta(days=days) <= now < stops]
    if not due or what_bars(account, now) is not None:
        return False
    days = min(due)
    if not is_first(session, account.id, stops.isoformat(), days, now):
        return False
    outgoing.send(session, people_letters.dormancy_ahead(account.email, account.person_name, stops, days), now)
    details = {"login_id": account.login_id, "days": days}
    record(session, Event(EventName.DORMANCY_TOLD, Actor.worker(), object=f"account:{account.id}", details=details))
    return True
