"""What has to be written down from time to time of what the clock has decided already: warnings, stops, rounds (M7).

Nothing here decides: an account that is dormant is refused whether this ever runs or not.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from models import clock
from models.accounts import lifecycle
from models.accounts.account import Account, AccountState
from models.accounts.standing import StopReason
from models.audit.actor import Actor
from models.db import SessionFactory, begin_writing, one_transaction
from models.errors import Conflict
from models.mail.outgoing import Outgoing
from models.people.dormancy_letters import tell_once, unused_for_long, warn
from models.people.last_day_letters import ending, warn_of_last_day
from models.people.roll_call import quarter_began
from models.people.roll_call_acts import close_due, open_round
from models.people.roll_call_letters import remind_of_round
from models.people.telling import tell

TOLD_WITHIN = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Tidied:
    """What was done: warnings before dormancy and before a last day, reminders of a roll-call, accounts stopped for
    want of use, after their last day and after a roll-call, a round opened."""

    warned: int
    warned_of_end: int
    reminded: int
    dormant: int
    over: int
    unanswered: int
    opened: bool


def tidy_accounts(sessions: SessionFactory, outgoing: Outgoing, *, opens_rounds: bool = True) -> Tidied:
    """Warn, stop, close and open. Two at once do no harm: every step is one that only one can win."""
    now = clock.now()
    with one_transaction(sessions) as session:
        begin_writing(session)
        ids = {account.id for account in session.scalars(unused_for_long(now))}
        ids |= set(session.scalars(ending(clock.day_in_japan(now))))
    stopped: Counter[str] = Counter()
    warned = warned_of_end = 0
    for number in sorted(ids):
        with one_transaction(sessions) as session:
            account = lifecycle.lock_account(session, number)
            if lifecycle.stop_if_due(session, Actor.worker(), account, now):
                stopped[account.stop_reason] += 1
            elif account.state in {AccountState.ISSUED, AccountState.ACTIVE}:
                warned += warn(session, outgoing, account, now)
                warned_of_end += warn_of_last_day(session, outgoing, account, now)
    with one_transaction(sessions) as session:
        stopped[StopReason.ROLL_CALL] += close_due(session, now)
    with one_transaction(sessions) as session:
        reminded = remind_of_round(session, outgoing, now)
    for number in _untold(sessions, now):
        with one_transaction(sessions) as session:
            account = lifecycle.lock_account(session, number)
            if tell_once(session, account, now):
                sentence = f"停止しました（理由：{StopReason(account.stop_reason).label}）。"
                tell(session, outgoing, account, "アカウントを停止しました", sentence, now)
    return Tidied(
        warned=warned,
        warned_of_end=warned_of_end,
        reminded=reminded,
        dormant=stopped[StopReason.DORMANCY],
        over=stopped[StopReason.OVER],
        unanswered=stopped[StopReason.ROLL_CALL],
        opened=_open(sessions, outgoing) if opens_rounds else False,
    )


def _untold(sessions: SessionFactory, now: datetime) -> list[int]:
    """Accounts the clock has stopped lately, whoever wrote it down: a sign-in, a page, this job."""
    by_clock = [StopReason.DORMANCY.value, StopReason.ROLL_CALL.value, StopReason.OVER.value]
    with sessions() as session:
        chosen = select(Account.id).where(
            Account.state_code == AccountState.STOPPED.value,
            Account.stop_reason.in_(by_clock),
            Account.stopped_at > now - TOLD_WITHIN,
        )
        return list(session.scalars(chosen.order_by(Account.id)))


def _open(sessions: SessionFactory, outgoing: Outgoing) -> bool:
    with one_transaction(sessions) as session:
        began = quarter_began(clock.today())
        if session.scalar(select(Account.id).where(Account.issued_at < began).limit(1)) is None:
            return False  # everybody came this quarter: there is nothing to ask yet
        try:
            open_round(session, outgoing, Actor.worker())
        except Conflict:
            return False
    return True
