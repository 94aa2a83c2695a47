"""Reading what somebody passed: their own records, and by when they have to do what."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from models.accounts.account import Account
from models.errors import NotFound
from models.training.record import TrainingRecord
from models.training.standing import SOON, Passed, Standing, TrainingState, first_dues, standings

# Pages run it: made once, it is compiled once. An older pass counts as long as it is valid, whatever came after.
_PASSED = (
    select(TrainingRecord.course, func.max(TrainingRecord.passed_on), func.max(TrainingRecord.valid_until))
    .where(TrainingRecord.account_id == bindparam("account"))
    .group_by(TrainingRecord.course)
)
PRESSING = frozenset({TrainingState.OVERDUE, TrainingState.SOON})


def passed_by(session: Session, account_id: int) -> dict[str, Passed]:
    """What the person passed, by the course's name."""
    found = session.connection().execute(_PASSED, {"account": account_id})
    return {course: Passed(passed_on, valid_until) for course, passed_on, valid_until in found}


def own_standings(session: Session, account: Account, today: date) -> tuple[Standing, ...]:
    """How the person stands with every course they may do."""
    return standings(account, passed_by(session, account.id), today)


def pressing(session: Session, account: Account, today: date) -> tuple[Standing, ...]:
    """What is overdue, or due within thirty days. A new account's row says by itself that nothing is."""
    if not any(due_on - today <= SOON for due_on in first_dues(account, today).values()):
        return ()
    return tuple(one for one in own_standings(session, account, today) if one.state in PRESSING)


def is_overdue(session: Session, account: Account, today: date) -> bool:
    """Whether the person is late with anything."""
    return any(one.state is TrainingState.OVERDUE for one in pressing(session, account, today))


def own_records(session: Session, account_id: int) -> Sequence[TrainingRecord]:
    """Every course the person passed, newest first."""
    chosen = select(TrainingRecord).where(TrainingRecord.account_id == account_id)
    return session.scalars(chosen.order_by(TrainingRecord.id.desc())).all()


def own_record(session: Session, account_id: int, number: int) -> TrainingRecord:
    """One of them; anybody else's is ``NotFound``, like one that never was."""
    found = session.get(TrainingRecord, number)
    if found is None or found.account_id != account_id:
        raise NotFound
    return found
