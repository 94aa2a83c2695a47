"""Letters that could not be sent: tried again when somebody says so, and forgotten after a week."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, update
from sqlalchemy.orm import Session

from models.audit.actor import Actor
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.db import SessionFactory, begin_writing, changed_rows, one_transaction
from models.errors import Conflict, check_any
from models.mail.outbox import LetterState, OutboxLetter

KEPT_FOR = timedelta(days=7)


def can_retry(letter: OutboxLetter) -> bool:
    """Whether the letter has failed and its words are still there."""
    return letter.state is LetterState.FAILED and bool(letter.sealed_body)


def retry_letters(session: Session, actor: Actor, numbers: Sequence[int], now: datetime) -> int:
    """Put failed letters back into the queue, all or none; returns how many. Raises ``Conflict``.

    What has become of a link in them meanwhile is the link's own matter: one that is over opens nothing.
    """
    check_any(numbers)
    begin_writing(session)
    ids = sorted(set(numbers))
    statement = update(OutboxLetter).where(OutboxLetter.id.in_(ids), *_retriable())
    values = {"state_code": LetterState.QUEUED.value, "attempts": 0, "next_attempt_at": now}
    if changed_rows(session, statement.values(**values).execution_options(synchronize_session=False)) != len(ids):
        raise Conflict("再送できないメールが含まれているため、どれも再送していません。一覧を開き直してください。")
    session.expire_all()
    record(session, Event(EventName.LETTERS_RETRIED, actor, details={"letters": ids}))
    return len(ids)


def forget_failed(sessions: SessionFactory, now: datetime) -> int:
    """Erase the words of what failed a week ago; returns how many."""
    with one_transaction(sessions) as session:
        begin_writing(session)
        statement = update(OutboxLetter).where(*_retriable(), OutboxLetter.next_attempt_at < now - KEPT_FOR)
        return changed_rows(session, statement.values(sealed_body=""))


def _retriable() -> tuple[ColumnElement[bool], ...]:
    return (OutboxLetter.state_code == LetterState.FAILED.value, OutboxLetter.sealed_body != "")
