"""Files encrypted at rest, each under a key of its own: whoever deletes the key has shredded the file.

The STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár: Online Authenticated-Encryption and its Nonce-Reuse
Misuse-Resistance, CRYPTO 2015) over AES-256-GCM: the nonce of each piece is its number and whether it is the last, so
that a piece left out, moved, or cut off at the end does not open. A key seals one file, so no nonce is used twice.
"""

import os
import secrets
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from models.secret_box import CannotOpen

PIECE = 64 * 1024
TAG = 16
KEY_BYTES = 32


def new_key() -> bytes:
    """A key for one file."""
    return secrets.token_bytes(KEY_BYTES)


class SealedWriter:
    """Writes a new file, readable by this user alone; whole only once ``close`` has returned.

    ``place`` is bound to every piece: a file does not open in another's place. Raises ``FileExistsError``.
    """

    def __init__(self, path: Path, key: bytes, place: str) -> None:
        self._file: BinaryIO = os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
        self._cipher, self._place = AESGCM(key), place.encode()
        self._waiting = bytearray()
        self._number = 0
        self.size = 0

    def write(self, data: bytes) -> int:
        """Take bytes; what fills a piece goes to the disk."""
        self._waiting += data
        self.size += len(data)
        # One piece is held back, for the last one is marked and nobody knows yet which it is.
        while len(self._waiting) > PIECE:
            self._seal(bytes(self._waiting[:PIECE]), last=False)
            del self._waiting[:PIECE]
        return len(data)

    def flush(self) -> None:
        """Nothing: a piece goes out when it is full."""

    def close(self) -> None:
        """Write the last piece, and wait until the disk has it."""
        self._seal(bytes(self._waiting), last=True)
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()

    def abandon(self) -> None:
        """Leave the file as it is: without its last piece it never opens. Nothing more once it is closed."""
        with suppress(OSError):  # on a full disk what still waits fails once more; the file is closed all the same
            self._file.close()

    def _seal(self, piece: bytes, *, last: bool) -> None:
        self._file.write(self._cipher.encrypt(_nonce(self._number, last=last), piece, self._place))
        self._number += 1


def open_sealed(path: Path, key: bytes, place: str) -> Iterator[bytes]:
    """The pieces of a file, each checked before it is handed out; raises ``CannotOpen`` at the first that is not right.

    A file cut short is noticed at its end: whoever passes pieces on has to break off then.
    """
    cipher = AESGCM(key)
    with path.open("rb") as file:
        number, sealed = 0, file.read(PIECE + TAG)
        while True:
            following = file.read(PIECE + TAG)
            try:
                yield cipher.decrypt(_nonce(number, last=not following), sealed, place.encode())
            except InvalidTag as error:
                raise CannotOpen from error
            if not following:
                return
            number, sealed = number + 1, following


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])
