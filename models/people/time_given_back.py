"""What a stop of a whole organisation or kind must not cost its people once it is lifted: accounts (M7, M8, M16).

Nobody answers a roll-call, does a course or signs in while they are cut off. Whoever's time for these ran out
meanwhile, or runs out too soon after, is asked in the next round, has a fair time for the course, and their six months
without use count anew from the lifting.
"""

from datetime import datetime, timedelta

from sqlalchemy import Select, and_, case, or_, select, update
from sqlalchemy.orm import Session

from models import clock
from models.accounts.account import Account
from models.accounts.dormancy import stops_at
from models.organisations.kind_standing import KindStanding
from models.organisations.kinds import Standing
from models.organisations.organisation import Organisation
from models.people.dormancy_letters import unused_for_long

FAIR_TIME = timedelta(days=14)
"""Less than this after the lifting is too little to answer for everybody, or to come back from elsewhere."""


def organisations_cut_off(before: datetime) -> Select[int]:
    """The ids of the organisations that are barred, or their kind stopped, now and were ``before`` that moment.

    One whose registration has ended is none of them: nobody lets it in again.
    """
    barred, since = Organisation.standing_code == Standing.BARRED.value, Organisation.standing_since
    alone = and_(barred, or_(since.is_(None), since < before))
    stopped = KindStanding.stopped_at < before
    of_kind = KindStanding.kind_code == Organisation.kind_code
    return select(Organisation.id).join(KindStanding, of_kind).where(or_(stopped, alone))


def give_time_back(session: Session, accounts: Select[int], since: datetime, now: datetime) -> None:
    """Undo what the clock did, or is about to do, to accounts that were cut off from ``since`` until ``now``.

    What it had done before ``since`` stays, whether it was written down or not.
    """
    theirs = Account.id.in_(accounts)
    session.execute(select(Account.id).where(theirs).order_by(Account.id).with_for_update(of=Account, key_share=True))
    for account in session.scalars(unused_for_long(now).where(theirs)):
        if since < stops_at(account) < now + FAIR_TIME:
            account.released_at = now
    session.flush()
    within = (Account.roll_call_due_at > since, Account.roll_call_due_at < now + FAIR_TIME)
    statement = update(Account).where(theirs, *within).values(roll_call_due_at=None)
    session.execute(statement.execution_options(synchronize_session=False))
    _move_courses(session, accounts, since, now)
    session.expire_all()


def _move_courses(session: Session, accounts: Select[int], since: datetime, now: datetime) -> None:
    """Let no course that fell due be due before a fair time from now (``models.training.standing``).

    A stop that begins before what an earlier one moved is due goes on from that one: what it moved, moves again.
    """
    first_day = clock.day_in_japan(since)
    goes_on = and_(Account.nothing_due_before >= first_day, Account.cut_off_on < first_day)
    statement = (
        update(Account)
        .where(Account.id.in_(accounts))
        .values(
            cut_off_on=case((goes_on, Account.cut_off_on), else_=first_day),
            nothing_due_before=clock.day_in_japan(now + FAIR_TIME),
        )
    )
    session.execute(statement.execution_options(synchronize_session=False))
