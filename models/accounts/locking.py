"""Telling people that an account is locked, and unlocking it (policy: numbers)."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import clock
from models.accounts import throttles
from models.accounts.account import Account, AccountState, Role
from models.accounts.standing import not_past_last_day
from models.accounts.visit import Visit
from models.audit.actor import Actor
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.mail import letters
from models.mail.outbox import queue_letter
from models.secret_box import SecretBox


def tell_of_lock(
    session: Session, box: SecretBox, visit: Visit, account: Account, why: str, until: datetime, now: datetime
) -> None:
    """Record the lock and write to the person; of wrong codes, to the responsible persons too: whoever gives codes
    has the password already."""
    letter = letters.locked(account.email, account.person_name, now, until, visit.address)
    queue_letter(session, box, letter, now)
    if why == "code":
        for responsible in responsible_persons(session, account):
            about = letters.member_locked(
                responsible.email, responsible.person_name, account.login_id, now, until, visit.address
            )
            queue_letter(session, box, about, now)
    details = {"why": why, "until": until.isoformat(timespec="seconds")}
    record(session, Event(EventName.ACCOUNT_LOCKED, visit.actor(), object=f"account:{account.id}", details=details))


def responsible_persons(session: Session, account: Account) -> list[Account]:
    """The responsible persons of the account's organisation, other than its own person."""
    chosen = select(Account).where(
        Account.organisation_id == account.organisation_id,
        Account.role_code == Role.RESPONSIBLE_PERSON.value,
        Account.state_code == AccountState.ACTIVE.value,
        Account.id != account.id,
        not_past_last_day(clock.today()),
    )
    return list(session.scalars(chosen.order_by(Account.id)))


def unlock(session: Session, actor: Actor, account: Account, reason: str = "") -> None:
    """Let the account's person try again before the lock runs out."""
    throttles.unlock(session, account.id, account.folded_id)
    details = {"reason": reason}
    record(session, Event(EventName.ACCOUNT_UNLOCKED, actor, object=f"account:{account.id}", details=details))
