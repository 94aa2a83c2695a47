"""What people passed, for tests of training."""

from datetime import date, datetime, time

from sqlalchemy.orm import Session

from models import clock
from models.accounts.account import Account
from models.training.courses import Course, current_course
from models.training.record import TrainingRecord

GENERAL, LEADING = "information-handling", "responsible-person"


def right_answers(course: Course) -> dict[int, frozenset[int]]:
    """The answers of somebody who has read the text."""
    return {one.number: one.right for one in course.questions}


def wrong_answers(course: Course, *numbers: int) -> dict[int, frozenset[int]]:
    """The same, but for these questions."""
    wrong = {
        one.number: frozenset(set(range(1, len(one.choices) + 1)) - one.right)
        for one in course.questions
        if one.number in numbers
    }
    return right_answers(course) | wrong


def add_pass(session: Session, account: Account, on: date, course: str = GENERAL) -> TrainingRecord:
    """Somebody passed a course on a day, at noon in Japan."""
    read = current_course(course, on)
    passed = TrainingRecord(
        account_id=account.id,
        login_id=account.login_id,
        person_name=account.person_name,
        organisation_id=account.organisation_id,
        organisation=account.organisation.name,
        course=course,
        title=read.title,
        version=read.version.isoformat(),
        text_sha256=read.sha256,
        score=len(read.questions),
        questions=len(read.questions),
        passed_at=datetime.combine(on, time(12), clock.JST),
        passed_on=on,
        valid_until=clock.months_after(on, read.valid_months),
    )
    session.add(passed)
    session.flush()
    return passed
