"""The number by which a look is asked about (照会番号): one act, one number, opaque to all but the owner's officers.

An event's number in the trail would tell how much the register is used, and in which order things happened. So it is
permuted under a key: a Feistel network of eight rounds over 64 bits, HMAC-SHA256 its round function (Luby–Rackoff). The
upper 24 bits of what goes in are zero; what comes out with anything else there was never a number of ours. The key is
laid down sealed in the database at its first use and never changes, so a number on paper stays good.
"""

import base64
import hmac
import re
import secrets
import unicodedata
from datetime import datetime

from sqlalchemy import CheckConstraint, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models import clock
from models.db import Base, begin_writing, insert_or
from models.secret_box import SecretBox

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
LENGTH = 13
_GROUPS = (4, 8)
_BITS_A_LETTER = 5
_ROUNDS = 8
_HALF_BITS = 32
_HALF = (1 << _HALF_BITS) - 1
_LARGEST = 1 << 40
_KEY_BYTES = 32
_PLACE = "looking-back:numbers"
_BETWEEN = re.compile(r"[\s\-‐‑–—―−ー]+")


class NumberingKey(Base):
    """The key of the numbers, sealed for its place: one row."""

    __tablename__ = "look_numbering_keys"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    sealed: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime]


class LookNumbers:
    """Writes and reads the numbers under one key."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def of(self, event_number: int) -> str:
        """The number of an event of the trail: ``7K2M-QXZ4-9HTRA``."""
        left, right = divmod(event_number, 1 << _HALF_BITS)
        for turn in range(_ROUNDS):
            left, right = right, left ^ self._mixed(turn, right)
        value, letters = left << _HALF_BITS | right, ""
        for _ in range(LENGTH):
            value, digit = divmod(value, len(LETTERS))
            letters = LETTERS[digit] + letters
        first, second = _GROUPS
        return f"{letters[:first]}-{letters[first:second]}-{letters[second:]}"

    def read(self, typed: str) -> int | None:
        """The event a number stands for, however it was typed; None for what was never a number of ours."""
        letters = _BETWEEN.sub("", unicodedata.normalize("NFKC", typed)).upper()
        if len(letters) != LENGTH or any(one not in LETTERS for one in letters):
            return None
        value = 0
        for one in letters:
            value = value << _BITS_A_LETTER | LETTERS.index(one)
        if value >> 2 * _HALF_BITS:
            return None
        left, right = value >> _HALF_BITS, value & _HALF
        for turn in reversed(range(_ROUNDS)):
            left, right = right ^ self._mixed(turn, left), left
        number = left << _HALF_BITS | right
        return number if 0 < number < _LARGEST else None

    def _mixed(self, turn: int, half: int) -> int:
        drawn = hmac.digest(self._key, bytes([turn]) + half.to_bytes(4), "sha256")
        return int.from_bytes(drawn[:4])


def look_numbers(session: Session, box: SecretBox) -> LookNumbers:
    """The numbers of this register; at the first use of all, under a key drawn now. Raises ``CannotOpen``."""
    sealed = session.scalar(select(NumberingKey.sealed))
    if sealed is None:
        begin_writing(session)
        drawn = base64.b64encode(secrets.token_bytes(_KEY_BYTES)).decode()
        row = insert_or(session, NumberingKey).values(id=1, sealed=box.seal(_PLACE, drawn), made_at=clock.now())
        session.execute(row.on_conflict_do_nothing(index_elements=[NumberingKey.id]))
        sealed = session.scalars(select(NumberingKey.sealed)).one()
    return LookNumbers(base64.b64decode(box.open(_PLACE, sealed)))
