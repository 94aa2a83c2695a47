"""The demonstration's passwords and keys: made at loading, kept in one file that only its owner reads.

They are random for each installation, for a password that is published is no password.
"""

import csv
import os
import secrets
from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields
from pathlib import Path

import pyotp

from models.accounts.passwords import PasswordContext, PasswordRefused, check_password_policy
from models.clock import now
from models.errors import DomainError, NotFound
from models.settings import Settings

FILE_NAME = "accounts.csv"
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _GROUP_LENGTH = 4, 5


@dataclass(frozen=True, slots=True)
class Credentials:
    """One line of the file. ``totp_secret`` is empty for an account whose device is not connected yet."""

    login_id: str
    password: str
    totp_secret: str
    organisation: str
    kind: str
    role: str


COLUMNS = tuple(field.name for field in fields(Credentials))


def folder(settings: Settings) -> Path:
    """Where everything the demonstration makes lies."""
    return settings.instance / "demo"


def accounts_file(settings: Settings) -> Path:
    """The file of IDs, passwords and keys."""
    return folder(settings) / FILE_NAME


def new_password(context: PasswordContext) -> str:
    """A password of twenty random characters in groups, for typing."""
    while True:
        groups = ("".join(secrets.choice(_ALPHABET) for _ in range(_GROUP_LENGTH)) for _ in range(_GROUPS))
        password = "-".join(groups)
        try:
            check_password_policy(password, context)
        except PasswordRefused:
            continue
        return password


def write(settings: Settings, lines: Iterable[Credentials]) -> Path:
    """Write the file so that nobody else can read it, not even for a moment, and replace a former one at once."""
    path = accounts_file(settings)
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".new")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(descriptor, "w", encoding="utf-8", newline="") as file:  # noqa: PTH123  # a descriptor, not a path
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows(astuple(line) for line in lines)
    return draft.replace(path)


def read(settings: Settings) -> list[Credentials]:
    """The lines of the file; ``NotFound`` before the demonstration is loaded."""
    path = accounts_file(settings)
    if not path.exists():
        raise NotFound("デモ用アカウントの一覧がありません。先に flask demo load を実行してください。")
    with path.open(encoding="utf-8", newline="") as file:
        return [Credentials(**row) for row in csv.DictReader(file)]


def present_code(settings: Settings, login_id: str) -> str:
    """The six digits an authenticator app would show now for a demonstration account."""
    found = next((line for line in read(settings) if line.login_id == login_id.strip().casefold()), None)
    if found is None:
        raise NotFound("そのIDのデモ用アカウントはありません。flask demo welcome で一覧を確認してください。")
    if not found.totp_secret:
        raise DomainError("このアカウントには、まだ端末が接続されていません。サインインして接続してください。")
    return pyotp.TOTP(found.totp_secret).at(now())
