"""Sending what is due, with growing pauses between attempts."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from models.db import begin_writing, changed_rows
from models.mail.outbox import LetterState, OutboxLetter
from models.mail.post import CannotSend, Post
from models.secret_box import SecretBox

PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720, 1440))
CLAIM_LASTS = timedelta(minutes=10)
AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Delivered:
    """How a round of delivery went."""

    sent: int = 0
    put_off: int = 0
    failed: int = 0


def deliver_due(session: Session, post: Post, box: SecretBox, now: datetime) -> Delivered:
    """Send up to a hundred letters that are due.

    It commits for itself, unlike other functions of the domain: a letter is claimed, and the claim kept, before it is
    handed over. No transaction is open while the mail server is asked, two deliverers never send the same letter,
    and a letter whose deliverer died is tried again after ten minutes.
    """
    chosen = select(OutboxLetter.id).where(_due(now)).order_by(OutboxLetter.id).limit(AT_ONCE)
    ids = session.scalars(chosen).all()
    session.commit()
    sent = put_off = failed = 0
    for number in ids:
        letter = _claim(session, number, now)
        if letter is None:
            continue
        match _send(session, post, box, letter, now):
            case LetterState.SENT:
                sent += 1
            case LetterState.FAILED:
                failed += 1
            case _:
                put_off += 1
    return Delivered(sent, put_off, failed)


def _due(now: datetime) -> ColumnElement[bool]:
    letter = OutboxLetter
    waiting = letter.state_code.in_([LetterState.QUEUED.value, LetterState.SENDING.value])
    return waiting & (letter.next_attempt_at <= now)


def _claim(session: Session, number: int, now: datetime) -> OutboxLetter | None:
    begin_writing(session)
    statement = (
        update(OutboxLetter)
        .where(OutboxLetter.id == number, _due(now))
        .values(state_code=LetterState.SENDING.value, next_attempt_at=now + CLAIM_LASTS)
    )
    claimed = changed_rows(session, statement) == 1
    letter = session.get(OutboxLetter, number, populate_existing=True) if claimed else None
    session.commit()
    return letter


def _send(session: Session, post: Post, box: SecretBox, letter: OutboxLetter, now: datetime) -> LetterState:
    try:
        post.send(letter.recipient, letter.subject, box.open("letter", letter.sealed_body))
    except CannotSend as error:
        return _put_off(session, letter, error, now)
    begin_writing(session)
    letter.state_code, letter.sent_at, letter.sealed_body = LetterState.SENT.value, now, ""
    letter.attempts += 1
    letter.last_error = ""
    session.commit()
    return LetterState.SENT


def _put_off(session: Session, letter: OutboxLetter, error: CannotSend, now: datetime) -> LetterState:
    begin_writing(session)
    letter.last_error = str(error)[:200]
    over = error.for_ever or letter.attempts >= len(PAUSES)
    if over:
        letter.state_code, letter.next_attempt_at = LetterState.FAILED.value, now  # sealed still, to be tried again
    else:
        letter.state_code, letter.next_attempt_at = LetterState.QUEUED.value, now + PAUSES[letter.attempts]
    letter.attempts += 1
    session.commit()
    return letter.state
