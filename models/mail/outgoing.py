"""What a letter needs beside its words: the box that seals it, and the public address its links begin with."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from models.mail.outbox import Letter, OutboxLetter, queue_letter, queue_letters
from models.secret_box import SecretBox


@dataclass(frozen=True, slots=True)
class Outgoing:
    """The way out for letters, handed to every act that writes some."""

    box: SecretBox
    public_url: str

    def send(self, session: Session, letter: Letter, now: datetime) -> OutboxLetter:
        """Write the letter into the outbox, to leave when this transaction is kept."""
        return queue_letter(session, self.box, letter, now)

    def send_all(self, session: Session, letters: Iterable[Letter], now: datetime) -> int:
        """The same for many, in a handful of statements; returns how many."""
        return queue_letters(session, self.box, letters, now)

    def url(self, path: str) -> str:
        """An own page's address for a letter: the configured public URL, never what a request claims."""
        return f"{self.public_url.rstrip('/')}{path}"
