"""How many wrong tries the register bears, per account, per browser, per address and in all (policy: numbers).

A lock-out must not be a weapon against a colleague: a browser that has completed a sign-in for the account keeps
its own counter, which nobody else's failures touch.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from models.accounts.failure_counters import Limit, forget_failures, hand_back, hold, lock_if_due, take_try

PASSWORD = Limit(in_a_row=10, lock=timedelta(minutes=30))
CODE = Limit(in_a_row=10, lock=timedelta(minutes=30), in_window=5, window=timedelta(minutes=5))
ADDRESS = Limit(in_window=50, window=timedelta(minutes=10))
EVERYWHERE = Limit(in_window=1_000, window=timedelta(minutes=10))
RESET_LETTERS = Limit(in_window=3, window=timedelta(hours=1))
RESETS_FROM_ADDRESS = Limit(in_window=30, window=timedelta(hours=1))


@dataclass(frozen=True, slots=True)
class Guard:
    """The counters one kind of try runs against: ``shared`` ones first, then the person's own."""

    shared: tuple[tuple[str, Limit], ...]
    own: tuple[str, Limit]

    def take(self, session: Session, now: datetime) -> bool:
        """Take one try under every counter; ``False`` at the first that allows none."""
        return all(take_try(session, key, limit, now) for key, limit in (*self.shared, self.own))

    def succeed(self, session: Session) -> None:
        """The try was right."""
        for key, _ in self.shared:
            hand_back(session, key)
        forget_failures(session, self.own[0])

    def fail(self, session: Session, now: datetime) -> datetime | None:
        """The try was wrong; returns the end of the lock it led to, if any."""
        return lock_if_due(session, *self.own, now)


def password_guard(folded_id: str, address: str, browser: int | None) -> Guard:
    """For a password given for ``folded_id``, known or not. ``browser`` is a known browser's number."""
    if browser is not None:
        return Guard((), (f"password:browser:{browser}", PASSWORD))
    shared = ((f"password:address:{_short(address)}", ADDRESS), ("password:everywhere", EVERYWHERE))
    return Guard(shared, (f"password:id:{_short(folded_id)}", PASSWORD))


def code_guard(account_id: int) -> Guard:
    """For a one-time or recovery code of an account."""
    return Guard((), (f"code:account:{account_id}", CODE))


def reset_guard(folded_id: str, address: str) -> Guard:
    """For asking a reset link for ``folded_id``, known or not."""
    shared = ((f"reset:address:{_short(address)}", RESETS_FROM_ADDRESS),)
    return Guard(shared, (f"reset:id:{_short(folded_id)}", RESET_LETTERS))


def unlock(session: Session, account_id: int, folded_id: str) -> None:
    """Forget the failures counted against an account."""
    forget_failures(session, code_guard(account_id).own[0])
    unlock_password(session, folded_id)


def unlock_password(session: Session, folded_id: str) -> None:
    """Forget the wrong passwords counted against an ID."""
    forget_failures(session, password_guard(folded_id, "", None).own[0])


def hold_password(session: Session, folded_id: str) -> None:
    """Take an ID's counter in its turn, to be unlocked later in the same transaction."""
    hold(session, password_guard(folded_id, "", None).own[0])


def _short(text: str) -> str:
    # People type passwords into the ID field: what was typed is not kept readable.
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:32]
