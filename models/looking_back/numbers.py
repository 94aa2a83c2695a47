"""The number by which a look is asked about (照会番号): one act, one number, opaque to all but the owner's officers.

An event's number in the trail would tell how much the register is used, and in which order things happened. So it is
permuted under a key: a Feistel network of eight rounds over 64 bits, HMAC-SHA256 its round function (Luby–Rackoff). The
upper 24 bits of what goes in are zero; what comes out with anything else there was never a number of ours. Numbers are
written under the oldest of the deployment's keys, so that they stay the same when a new one is added, and read under
any: one on paper stays good as long as its key is kept.
"""

import hmac
import re
import unicodedata
from collections.abc import Sequence

from models.secret_box import SecretBox

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
LENGTH = 13
_GROUPS = (4, 8)
_BITS_A_LETTER = 5
_ROUNDS = 8
_HALF_BITS = 32
_HALF = (1 << _HALF_BITS) - 1
_LARGEST = 1 << 40
_PURPOSE = "looking-back:numbers"
_BETWEEN = re.compile(r"[\s\-‐‑–—―−ー]+")


def look_numbers(box: SecretBox) -> "LookNumbers":
    """The numbers of this deployment."""
    return LookNumbers(box.derived(_PURPOSE))


class LookNumbers:
    """Writes and reads the numbers. ``keys`` are the newest first."""

    def __init__(self, keys: Sequence[bytes]) -> None:
        self._keys = keys

    def of(self, event_number: int) -> str:
        """The number of an event of the trail: ``7K2M-QXZ4-9HTRA``."""
        value, letters = _permuted(self._keys[-1], event_number), ""
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
        read = (_undone(key, value) for key in reversed(self._keys))
        return next((number for number in read if 0 < number < _LARGEST), None)


def _permuted(key: bytes, number: int) -> int:
    left, right = divmod(number, 1 << _HALF_BITS)
    for turn in range(_ROUNDS):
        left, right = right, left ^ _mixed(key, turn, right)
    return left << _HALF_BITS | right


def _undone(key: bytes, value: int) -> int:
    left, right = value >> _HALF_BITS, value & _HALF
    for turn in reversed(range(_ROUNDS)):
        left, right = right ^ _mixed(key, turn, left), left
    return left << _HALF_BITS | right


def _mixed(key: bytes, turn: int, half: int) -> int:
    return int.from_bytes(hmac.digest(key, bytes([turn]) + half.to_bytes(4), "sha256")[:4])
