"""Recovery codes: ten, for the day the device is lost; each opens the second step once (SP 800-63B-4 §4.2)."""

import hashlib
import secrets
import unicodedata
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, Select, String, Text, UniqueConstraint, delete, func, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.db import Base, changed_rows
from models.secret_box import SecretBox

COUNT = 10
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
LENGTH = 16
GROUP = 4


class RecoveryCode(Base):
    """One code, as its SHA-256: with 80 random bits there is nothing to guess from a copy of the database."""

    __tablename__ = "recovery_codes"
    __table_args__ = (UniqueConstraint("account_id", "code_hash"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class RecoverySheet(Base):
    """The codes still readable, sealed, until the person says they are kept (or the session is over)."""

    __tablename__ = "recovery_sheets"

    session_id: Mapped[int] = mapped_column(ForeignKey("sign_in_sessions.id"), primary_key=True, autoincrement=False)
    sealed: Mapped[str] = mapped_column(Text)


def make_codes(session: Session, box: SecretBox, account_id: int, session_id: int, now: datetime) -> list[str]:
    """Ten fresh codes; every earlier one ends. They can be read in this session until ``put_away``."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_id))
    codes = [_new_code() for _ in range(COUNT)]
    rows = [RecoveryCode(account_id=account_id, code_hash=_hash(code), created_at=now) for code in codes]
    session.add_all(rows)
    put_away(session, session_id)
    sealed = box.seal(_place(session_id), " ".join(codes))
    session.add(RecoverySheet(session_id=session_id, sealed=sealed))
    session.flush()
    return codes


def readable_codes(session: Session, box: SecretBox, session_id: int) -> Sequence[str]:
    """The codes made in this session and not yet put away; empty when there are none."""
    sheet = session.get(RecoverySheet, session_id)
    return () if sheet is None else box.open(_place(session_id), sheet.sealed).split(" ")


def put_away(session: Session, session_id: int) -> None:
    """Nobody can read the codes any more."""
    session.execute(delete(RecoverySheet).where(RecoverySheet.session_id == session_id))


def put_away_of(session: Session, sessions: Select[int]) -> None:
    """The same for the sessions chosen."""
    chosen = delete(RecoverySheet).where(RecoverySheet.session_id.in_(sessions))
    session.execute(chosen.execution_options(synchronize_session=False))


def forget_codes(session: Session, account_id: int) -> None:
    """No code of the account opens anything any more."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_id))


def use(session: Session, account_id: int, code: str, now: datetime) -> bool:
    """Use a code up. One conditional statement: of two racers with the same code exactly one succeeds."""
    statement = (
        update(RecoveryCode)
        .where(
            RecoveryCode.account_id == account_id,
            RecoveryCode.code_hash == _hash(code),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=now)
    )
    return changed_rows(session, statement) == 1


def count_left(session: Session, account_id: int) -> int:
    """How many codes of the account can still be used."""
    chosen = select(func.count()).where(RecoveryCode.account_id == account_id, RecoveryCode.used_at.is_(None))
    return session.scalar(chosen) or 0


def _new_code() -> str:
    letters = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return "-".join(letters[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def _clean(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text[:80]).upper()
    return "".join(letter for letter in plain if letter.isalnum())


def _hash(code: str) -> str:
    return hashlib.sha256(_clean(code).encode()).hexdigest()


def _place(session_id: int) -> str:
    return f"recovery-sheet:{session_id}"
