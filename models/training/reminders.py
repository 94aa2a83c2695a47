"""Reminding people of courses: thirty and seven days before they are due, and when they are overdue (M17)."""

from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import Select, and_, case, exists, select
from sqlalchemy.orm import Session

from models import clock
from models.accounts.account import Account
from models.accounts.standing import not_past_last_day
from models.audit.actor import Actor
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.db import SessionFactory, begin_writing, insert_or, one_transaction
from models.mail import training_letters
from models.mail.outgoing import Outgoing
from models.organisations.kind_standing import KindStanding
from models.organisations.kinds import Standing
from models.organisations.organisation import Organisation
from models.training.courses import current_course
from models.training.duties import duties_on
from models.training.record import TrainingReminder

AT_ONCE = 100
PAGE = "/training"


class Occasion(StrEnum):
    """What a letter says: one of each for a due day."""

    MONTH_BEFORE = "month"
    WEEK_BEFORE = "week"
    OVERDUE = "overdue"


BEFORE = {Occasion.MONTH_BEFORE: timedelta(days=30), Occasion.WEEK_BEFORE: timedelta(days=7)}


def remind(sessions: SessionFactory, outgoing: Outgoing, now: datetime) -> int:
    """Write to everybody who has not been told yet; returns how many letters were written.

    Whoever missed an occasion, because nobody called this in time, gets the letter of the latest one alone. A hundred
    letters at a time are kept, so that nobody waits long for their turn to write. People of an organisation that may
    not use the register, alone or with its whole kind, and those whose last day is over are left in peace.
    """
    written = 0
    while True:
        with one_transaction(sessions) as session:
            begin_writing(session)
            waiting = session.execute(_untold(clock.day_in_japan(now))).all()
            told = [one for one in waiting if _note(session, *one, now)]
            for one in told:
                _write(session, outgoing, *one, now)
            for account_id, course, due_on, occasion in told:
                details = {"course": course, "occasion": occasion, "due_on": due_on.isoformat()}
                about = f"account:{account_id}"
                record(session, Event(EventName.TRAINING_REMINDED, Actor.worker(), object=about, details=details))
        written += len(told)
        if len(waiting) < AT_ONCE:
            return written


def _untold(today: date) -> Select[int, str, date, str]:
    """People, courses, due days and occasions of which nobody has written to them."""
    duties = duties_on(today)
    occasion = case(
        (duties.due_on < today, Occasion.OVERDUE.value),
        (duties.due_on <= today + BEFORE[Occasion.WEEK_BEFORE], Occasion.WEEK_BEFORE.value),
        else_=Occasion.MONTH_BEFORE.value,
    )
    told = exists().where(
        TrainingReminder.account_id == Account.id,
        TrainingReminder.course == duties.course,
        TrainingReminder.due_on == duties.due_on,
        TrainingReminder.occasion == occasion,
    )
    chosen = select(Account.id, duties.course, duties.due_on, occasion).select_from(duties.source)
    near = duties.due_on <= today + BEFORE[Occasion.MONTH_BEFORE]
    stopped = select(KindStanding.kind_code).where(KindStanding.stopped_at.is_not(None))
    open_to_them = and_(
        Organisation.standing_code == Standing.ACTIVE.value,
        Organisation.kind_code.not_in(stopped),
        not_past_last_day(today),
    )
    return chosen.where(near, open_to_them, ~told).order_by(duties.number).limit(AT_ONCE)


def _note(session: Session, account_id: int, course: str, due_on: date, occasion: str, now: datetime) -> bool:
    """Keep that the letter is written; ``False`` when somebody else is just writing it."""
    statement = insert_or(session, TrainingReminder).values(
        account_id=account_id, course=course, due_on=due_on, occasion=occasion, sent_at=now
    )
    statement = statement.on_conflict_do_nothing(index_elements=["account_id", "course", "due_on", "occasion"])
    return session.execute(statement.returning(TrainingReminder.id)).first() is not None


def _write(
    session: Session, outgoing: Outgoing, account_id: int, name: str, due_on: date, occasion: str, now: datetime
) -> None:
    account, course = session.get_one(Account, account_id), current_course(name, clock.day_in_japan(now))
    words = training_letters.overdue if occasion == Occasion.OVERDUE else training_letters.due
    outgoing.send(
        session,
        words(account.email, account.person_name, course.title, course.minutes, due_on, outgoing.url(PAGE)),
        now,
    )
