"""Encryption at rest for the few secrets the register must be able to read again (TOTP keys, letters not yet sent)."""

import hmac
from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from models.errors import DomainError

SEPARATOR = "\n"


class CannotOpen(DomainError):
    """A sealed value does not open: the key is missing, or the value is not the one sealed for this place."""

    def __init__(self) -> None:
        super().__init__("暗号化された値を開けません。暗号鍵の設定を確認してください。")


class SecretBox:
    """Seals text with the newest key, opens it with any. The keys live outside the database (settings).

    A value is sealed *for a place* (``device:12``): moved to another row, it no longer opens.
    """

    def __init__(self, keys: Sequence[str]) -> None:
        self._keys = tuple(keys)
        self._fernet = MultiFernet([Fernet(key) for key in keys])

    def derived(self, purpose: str) -> tuple[bytes, ...]:
        """A key of its own for ``purpose`` from each of the keys, the newest first: none tells of another."""
        return tuple(hmac.digest(key.encode(), purpose.encode(), "sha256") for key in self._keys)

    def seal(self, place: str, text: str) -> str:
        """``text`` encrypted and authenticated, bound to ``place``."""
        return self._fernet.encrypt(f"{place}{SEPARATOR}{text}".encode()).decode()

    def open(self, place: str, sealed: str) -> str:
        """The text sealed for ``place``; raises ``CannotOpen``."""
        try:
            found, _, text = self._fernet.decrypt(sealed.encode()).decode().partition(SEPARATOR)
        except InvalidToken as error:
            raise CannotOpen from error
        if found != place:
            raise CannotOpen
        return text
