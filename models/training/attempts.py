"""Answering the questions of a course (M17)."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import clock
from models.accounts.account import Account
from models.audit.actor import Actor
from models.audit.event_names import EventName, Outcome
from models.audit.recorder import Event, record
from models.db import begin_writing, insert_or
from models.errors import DomainError, NotFound
from models.legal.dated import NoSuchText
from models.training.courses import Course, current_course
from models.training.marking import Answers, Marked, mark
from models.training.record import TrainingRecord


class CourseChanged(DomainError):
    """A newer version came into force while the page was open: what was read is not what would be recorded."""

    def __init__(self) -> None:
        super().__init__("研修の内容が更新されました。新しい内容を確認してから、もう一度答えてください。")


@dataclass(frozen=True, slots=True)
class Attempt:
    """How an attempt went; ``record`` is the number of the record of whoever passed."""

    course: Course
    marked: Marked
    record: int | None = None


def course_for(account: Account, name: str, now: datetime) -> Course:
    """The course as it is now. Raises ``NotFound``, for one that is not for this person too."""
    try:
        course = current_course(name, clock.day_in_japan(now))
    except NoSuchText as error:
        raise NotFound from error
    if not course.is_for(account.organisation.kind, account.role):
        raise NotFound
    return course


def attempt(
    session: Session, actor: Actor, account: Account, name: str, shown: str, answers: Answers, now: datetime
) -> Attempt:
    """Mark the answers given to the words ``shown`` (their SHA-256), and keep who passed. Each attempt is recorded.

    Passed again on the same day, the first record stands: twice pressed, once recorded. Raises ``NotFound``,
    ``CourseChanged``, ``Unanswered``; nothing is recorded then.
    """
    course = course_for(account, name, now)
    if shown != course.sha256:
        raise CourseChanged
    marked = mark(course, answers)
    begin_writing(session)
    if not marked.passed:
        _record(session, actor, course, marked)
        return Attempt(course, marked)
    number = _keep(session, account, course, marked, now)
    if number is not None:
        _record(session, actor, course, marked)
    return Attempt(course, marked, number or _of_the_day(session, account, course, now))


def _keep(session: Session, account: Account, course: Course, marked: Marked, now: datetime) -> int | None:
    """The number of the new record; ``None`` when there is one of the day already."""
    today = clock.day_in_japan(now)
    statement = insert_or(session, TrainingRecord).values(
        account_id=account.id,
        login_id=account.login_id,
        person_name=account.person_name,
        organisation_id=account.organisation_id,
        organisation=account.organisation.name,
        course=course.name,
        title=course.title,
        version=course.version.isoformat(),
        text_sha256=course.sha256,
        score=marked.score,
        questions=len(course.questions),
        passed_at=now,
        passed_on=today,
        valid_until=clock.months_after(today, course.valid_months),
    )
    statement = statement.on_conflict_do_nothing(index_elements=["account_id", "course", "passed_on"])
    return session.execute(statement.returning(TrainingRecord.id)).scalar()


def _of_the_day(session: Session, account: Account, course: Course, now: datetime) -> int:
    chosen = select(TrainingRecord.id).where(
        TrainingRecord.account_id == account.id,
        TrainingRecord.course == course.name,
        TrainingRecord.passed_on == clock.day_in_japan(now),
    )
    return session.execute(chosen).scalar_one()


def _record(session: Session, actor: Actor, course: Course, marked: Marked) -> None:
    details = {
        "course": course.name,
        "version": course.version.isoformat(),
        "score": marked.score,
        "questions": len(course.questions),
    }
    outcome = Outcome.DONE if marked.passed else Outcome.FAILED
    record(session, Event(EventName.TRAINING_ATTEMPTED, actor, outcome, f"course:{course.name}", details=details))
