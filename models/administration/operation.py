"""What is on its way: letters and jobs, for those who keep the system running. No letter's words, no file's content.

Of a letter about a case or another matter the subject is none of theirs either (``OutboxLetter.listed_subject``).
"""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.jobs.job import Job, JobKind, JobState
from models.lists import ListFilter, ListSpec, contains, equals
from models.mail.outbox import LetterState, OutboxLetter


def letters() -> ListSpec[OutboxLetter]:
    """The outbox, newest first."""
    return ListSpec(
        select(OutboxLetter),
        OutboxLetter.id,
        {"at": OutboxLetter.created_at, "to": OutboxLetter.recipient, "subject": OutboxLetter.listed_subject},
        (
            ListFilter("state", "状態", equals(OutboxLetter.state_code), [(one, one.label) for one in LetterState]),
            ListFilter("q", "宛先・件名", contains(OutboxLetter.recipient, OutboxLetter.listed_subject)),
        ),
        descending=True,
    )


def letters_by_number(session: Session, numbers: Sequence[int]) -> Sequence[OutboxLetter]:
    """The letters with these numbers, as far as there are any."""
    return session.scalars(select(OutboxLetter).where(OutboxLetter.id.in_(numbers)).order_by(OutboxLetter.id)).all()


def jobs() -> ListSpec[Job]:
    """The queue, newest first."""
    return ListSpec(
        select(Job),
        Job.id,
        {"at": Job.created_at},
        (
            ListFilter("state", "状態", equals(Job.state_code), [(one, one.label) for one in JobState]),
            ListFilter("kind", "種類", equals(Job.kind_code), [(one, one.label) for one in JobKind]),
        ),
        descending=True,
    )
