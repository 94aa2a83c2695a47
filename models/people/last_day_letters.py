"""Warnings 30 and 7 days before an account's last day, to its person and whoever may move the day; each once (M13)."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from models import clock
from models.accounts.account import Account, AccountState, Role
from models.accounts.locking import responsible_persons
from models.accounts.standing import not_past_last_day, what_bars
from models.audit.actor import Actor
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.mail import people_letters
from models.mail.outgoing import Outgoing
from models.people.warnings_sent import is_first, which_is_due
from models.people.watchers import IN_CHARGE

DAYS_AHEAD = (30, 7)


def ending(today: date) -> Select[int]:
    """The ids of the accounts in use whose last day is over or near."""
    return select(Account.id).where(
        Account.state_code.in_([AccountState.ISSUED.value, AccountState.ACTIVE.value]),
        Account.ends_on <= today + timedelta(days=max(DAYS_AHEAD)),
    )


def warn_of_last_day(session: Session, outgoing: Outgoing, account: Account, now: datetime) -> bool:
    """Send the warning that is due, unless it was sent already; the later one alone when both are."""
    last, today = account.ends_on, clock.day_in_japan(now)
    if last is None or what_bars(account, now) is not None:
        return False
    days = which_is_due((last - today).days, DAYS_AHEAD)
    if days is None or not is_first(session, account.id, last.isoformat(), days, now):
        return False
    movers = _who_may_move_it(session, account)
    whom = Role.OWNER_OFFICER if account.role in IN_CHARGE else Role.RESPONSIBLE_PERSON
    outgoing.send(session, people_letters.last_day_ahead(account.email, account.person_name, last, whom.label), now)
    for one in movers:
        letter = people_letters.persons_last_day_ahead(
            one.email, one.person_name, account.person_name, account.login_id, last
        )
        outgoing.send(session, letter, now)
    details = {"login_id": account.login_id, "days": days}
    record(session, Event(EventName.LAST_DAY_TOLD, Actor.worker(), object=f"account:{account.id}", details=details))
    return True


def _who_may_move_it(session: Session, account: Account) -> Sequence[Account]:
    """The responsible persons; for those who watch, the owner's officers."""
    if account.role not in IN_CHARGE:
        return responsible_persons(session, account)
    officers = select(Account).where(
        Account.role_code == Role.OWNER_OFFICER.value,
        Account.state_code == AccountState.ACTIVE.value,
        Account.id != account.id,
        not_past_last_day(clock.today()),
    )
    return session.scalars(officers.order_by(Account.id)).all()
