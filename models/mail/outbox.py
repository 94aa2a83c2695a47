"""The outbox: letters are written in the act's own transaction and sent afterwards, so none is lost and none lies."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import islice

from sqlalchemy import Index, String, Text, case, insert
from sqlalchemy.orm import Mapped, Session, column_property, mapped_column

from models.db import Base
from models.errors import DomainError
from models.secret_box import SecretBox

ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
LONGEST_ADDRESS = 254
LONGEST_SUBJECT = 200
BATCH = 1_000
ABOUT_A_MATTER = "対応する事項についてのお知らせ"
"""How every letter about a case, an incident, an inquiry or a finding is listed."""
_BEARS_A_REFERENCE = "%（_-____-____%）%"


class LetterState(StrEnum):
    """Where a letter is on its way."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    WITHHELD = "withheld"

    @property
    def label(self) -> str:
        """The state in words."""
        return _STATES[self]


_STATES = {
    LetterState.QUEUED: "送信待ち",
    LetterState.SENDING: "送信中",
    LetterState.SENT: "送信済み",
    LetterState.FAILED: "送信不能",
    LetterState.WITHHELD: "送信なし",
}


class OutboxLetter(Base):
    """One letter. The body is sealed, for it may carry a one-use link, and erased once the letter has left.

    Of a letter that could not be sent it is kept a week, to be tried again (``retrying``).

    ``listed_subject`` is what lists of letters show. Whoever reads such a list may be the one whom a case is about, and
    of whom all colleagues were told: a subject that bears a reference (``（C-2026-0012）``) is no list's.
    """

    __tablename__ = "outbox"
    __table_args__ = (Index("ix_outbox_state_next_attempt_at", "state", "next_attempt_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    recipient: Mapped[str] = mapped_column(String(LONGEST_ADDRESS))
    subject: Mapped[str] = mapped_column(String(LONGEST_SUBJECT))
    listed_subject: Mapped[str] = column_property(
        case((subject.like(_BEARS_A_REFERENCE), ABOUT_A_MATTER), else_=subject)
    )
    sealed_body: Mapped[str] = mapped_column(Text)
    state_code: Mapped[str] = mapped_column("state", String(10))
    attempts: Mapped[int] = mapped_column(default=0)
    next_attempt_at: Mapped[datetime]
    last_error: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]

    @property
    def state(self) -> LetterState:
        """The state, as a member of the closed set."""
        return LetterState(self.state_code)


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter to one address, in plain text."""

    to: str
    subject: str
    body: str


class NotAnAddress(DomainError):
    """The e-mail address cannot be one."""

    def __init__(self) -> None:
        super().__init__("メールアドレスの形が正しくありません。半角で入力してください。")


def check_address(address: str) -> None:
    """Raise ``NotAnAddress`` unless ``address`` is a plain ASCII address without anything around it."""
    if not is_address(address):
        raise NotAnAddress


def is_address(address: str) -> bool:
    """Whether the address can be one."""
    return len(address) <= LONGEST_ADDRESS and ADDRESS.fullmatch(address) is not None


def queue_letter(
    session: Session, box: SecretBox, letter: Letter, now: datetime, *, withhold: bool = False
) -> OutboxLetter:
    """Write a letter into the outbox, to leave when this transaction is kept.

    ``withhold`` writes one that never leaves: asking a reset for an unknown ID costs the same work as for a known one.
    """
    if not withhold:
        check_address(letter.to)
    queued = OutboxLetter(
        recipient="" if withhold else letter.to,
        subject=one_line(letter.subject)[:LONGEST_SUBJECT],
        sealed_body=box.seal("letter", letter.body),
        state_code=(LetterState.WITHHELD if withhold else LetterState.QUEUED).value,
        next_attempt_at=now,
        created_at=now,
    )
    session.add(queued)
    session.flush()
    return queued


def queue_letters(session: Session, box: SecretBox, letters: Iterable[Letter], now: datetime) -> int:
    """Write many letters, a thousand a statement; returns how many.

    An address that cannot be one is passed over: whoever writes to tens of thousands does so because of an act that
    waits for no letter.
    """
    fit = (one for one in letters if is_address(one.to))
    written = 0
    while several := list(islice(fit, BATCH)):
        rows = [
            {
                "recipient": one.to,
                "subject": one_line(one.subject)[:LONGEST_SUBJECT],
                "sealed_body": box.seal("letter", one.body),
                "state_code": LetterState.QUEUED.value,
                "next_attempt_at": now,
                "created_at": now,
            }
            for one in several
        ]
        session.execute(insert(OutboxLetter), rows)
        written += len(rows)
    return written


def one_line(text: str) -> str:
    """The text without control characters or line separators, which could begin another header."""
    return "".join(" " if unicodedata.category(letter) in {"Cc", "Zl", "Zp"} else letter for letter in text)
