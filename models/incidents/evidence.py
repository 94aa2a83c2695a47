"""Files kept with a matter: encrypted outside the web's folder, handed out as they came, never removed (M8, M13).

Incidents, cases and findings each have a table of theirs. A file that was written and whose row was never kept lies
there without a key, and never opens.
"""

import hashlib
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any

from sqlalchemy import ForeignKey, String, Text, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column
from sqlalchemy.sql import ColumnElement

from models import clock
from models.accounts.account import Account
from models.accounts.who import LONGEST_WHO, who_is
from models.certifications.kept_files import KeptFiles
from models.errors import Conflict, DomainError
from models.sealed_file import SealedWriter, open_sealed
from models.secret_box import SecretBox
from models.settings import Settings

LARGEST = 10 << 20
"""Bytes of one file: a log of a day, a photograph, a scanned statement."""
MOST = 20
"""Files with one matter."""
LONGEST_NAME = 200
_PIECE = 1 << 20


class TooLarge(DomainError):
    """The file has more bytes than ``LARGEST``."""

    def __init__(self) -> None:
        super().__init__(f"ファイルが大きすぎます。{LARGEST >> 20} MiBまでのファイルを選んでください。")


class Empty(DomainError):
    """The file has no bytes: something went wrong when it was chosen."""

    def __init__(self) -> None:
        super().__init__("ファイルが空です。")


class EvidenceFile:
    """The columns of one file, to be mixed in beside the matter it belongs to.

    ``token`` names it on the disk, ``sealed_key`` opens it; ``name`` is the person's own for it, ``who`` that person as
    their name read then. ``size`` is in bytes.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    token: Mapped[str] = mapped_column(String(32))
    sealed_key: Mapped[str] = mapped_column(Text)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    who: Mapped[str] = mapped_column(String(LONGEST_WHO))
    added_at: Mapped[datetime]


@dataclass(frozen=True, slots=True)
class Sealed:
    """A file as it was laid down: its name on the disk, its sealed key, and what it held (``size`` in bytes)."""

    token: str
    key: str
    size: int
    sha256: str

    def columns(self, name: str, by: Account) -> dict[str, Any]:
        """What ``EvidenceFile`` keeps of it."""
        return {
            "name": name,
            "size": self.size,
            "sha256": self.sha256,
            "token": self.token,
            "sealed_key": self.key,
            "account_id": by.id,
            "who": who_is(by),
            "added_at": clock.now(),
        }

    def in_words(self, name: str) -> str:
        """The line of a timeline that tells of it."""
        return f"{name}（SHA-256：{self.sha256}）"


def place_of(settings: Settings, area: str) -> KeptFiles:
    """Where a deployment keeps them; each kind of matter has an ``area`` of its own, in which alone its files open."""
    return KeptFiles(settings.incidents_folder, SecretBox(settings.encryption_keys), area)


def lay_down(place: KeptFiles, content: IO[bytes], keep: Callable[[Sealed], None]) -> None:
    """Encrypt a file, then have its row kept: nothing of it is left when that is refused.

    Encrypting takes long and happens before the turn to write is taken, which ``keep`` does. Raises ``TooLarge``,
    ``Empty``, and what ``keep`` raises.
    """
    sealed = _seal(place, content)
    try:
        keep(sealed)
    except BaseException:
        place.remove(sealed.token)
        raise


def check_room(session: Session, theirs: ColumnElement[bool], matter: str) -> None:
    """Raise ``Conflict`` when a matter, called ``matter``, has ``MOST`` files already; the caller holds the matter."""
    if (session.scalar(select(func.count()).where(theirs)) or 0) >= MOST:
        raise Conflict(f"この{matter}には、すでに {MOST} 個のファイルがあります。")


def pieces(place: KeptFiles, file: EvidenceFile) -> Iterator[bytes]:
    """The file's content, piece by piece. Raises ``CannotOpen`` for one that was touched."""
    key = place.open_key(file.token, file.sealed_key)
    return open_sealed(place.path(file.token), key, place.place(file.token))


def _seal(place: KeptFiles, content: IO[bytes]) -> Sealed:
    place.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    token, digest = secrets.token_hex(16), hashlib.sha256()
    sealed_key = place.new_sealed_key(token)
    sealed = SealedWriter(place.path(token), place.open_key(token, sealed_key), place.place(token))
    try:
        for piece in _checked(content):
            digest.update(piece)
            sealed.write(piece)
        sealed.close()
    except BaseException:
        sealed.abandon()
        place.remove(token)
        raise
    return Sealed(token, sealed_key, sealed.size, digest.hexdigest())


def _checked(content: IO[bytes]) -> Iterator[bytes]:
    size = 0
    while piece := content.read(_PIECE):
        size += len(piece)
        if size > LARGEST:
            raise TooLarge
        yield piece
    if not size:
        raise Empty
