"""Passwords: which are accepted, how they are kept, how one is checked in the same time for everyone (M5).

Source: NIST SP 800-63B-4 §3.1.1: length and a blocklist, no composition rules, no forced change.
"""

import unicodedata
from dataclasses import dataclass
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from models.accounts.password_blocklist import why_predictable
from models.errors import DomainError

SHORTEST = 15
LONGEST = 128

STRENGTH = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
"""argon2id with two passes over 19 MiB. Source: OWASP Password Storage Cheat Sheet."""

_hasher = STRENGTH


class PasswordRefused(DomainError):
    """A password that cannot be set; the reason says what to change."""


@dataclass(frozen=True, slots=True)
class PasswordContext:
    """The words near a person that a guesser tries first."""

    login_id: str
    person_name: str = ""
    organisation: str = ""


def check_password_policy(password: str, context: PasswordContext) -> None:
    """Raise ``PasswordRefused`` unless ``password`` may be set. Length counts code points after NFC."""
    if len(password) > LONGEST * 2:
        raise PasswordRefused(f"パスワードは{LONGEST}文字以内にしてください。")
    password = unicodedata.normalize("NFC", password)
    if len(password) > LONGEST:
        raise PasswordRefused(f"パスワードは{LONGEST}文字以内にしてください。")
    if len(password) < SHORTEST:
        raise PasswordRefused(f"パスワードは{SHORTEST}文字以上にしてください。")
    why = why_predictable(password, (context.login_id, context.person_name, context.organisation))
    if why:
        raise PasswordRefused(why)


def hash_password(password: str) -> str:
    """The argon2id hash to keep; the password must have passed ``check_password_policy``."""
    return _hasher.hash(unicodedata.normalize("NFC", password))


def verify_password(kept: str | None, given: str) -> bool:
    """Whether ``given`` is the password kept as ``kept``.

    Without a kept hash (unknown ID, password not yet set) or with an overlong try a throw-away hash is checked
    instead, so that the answer takes as long as for anybody.
    """
    possible = kept is not None and len(given) <= LONGEST * 2
    try:
        _hasher.verify(kept if kept and possible else _nobodys_hash(), _comparable(given) if possible else "-")
    except (VerificationError, InvalidHashError):
        return False
    return possible


def needs_new_hash(kept: str) -> bool:
    """Whether the hash was made with weaker settings than today's; it is replaced at the next sign-in."""
    return _hasher.check_needs_rehash(kept)


def _comparable(given: str) -> str:
    return unicodedata.normalize("NFC", given)


@cache
def _nobodys_hash() -> str:
    return _hasher.hash("nobody's password, never accepted")
