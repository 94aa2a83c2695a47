"""A deployment that is not safe does not start, and says which setting to change."""

import base64
import stat
from dataclasses import fields, replace
from pathlib import Path

import pytest

from models.settings import Settings, WrongSettings, load_settings

KEY = base64.urlsafe_b64encode(bytes(range(32))).decode()
SAFE = {
    "SAIENE_SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyz",
    "SAIENE_ENCRYPTION_KEYS": KEY,
    "SAIENE_CHECKPOINT_KEY": "zyxwvutsrqponmlkjihgfedcba9876543210",
    "SAIENE_TRUSTED_HOSTS": "saiene.example",
    "SAIENE_PUBLIC_URL": "https://saiene.example",
    "SAIENE_MAIL_SERVER": "mail.example",
    "SAIENE_MAIL_FROM": "saiene@saiene.example",
}


def load(tmp_path: Path, file: str = "", **environment: str) -> Settings:
    if file:
        (tmp_path / "settings.toml").write_text(file, encoding="utf-8")
    return load_settings({"SAIENE_INSTANCE": str(tmp_path), **environment})


def test_a_safe_deployment_starts(tmp_path: Path) -> None:
    settings = load(tmp_path, **SAFE)
    assert settings.encryption_keys == (KEY,)
    assert (settings.tls, settings.demonstration, settings.trusted_proxies) == (True, False, 0)
    assert settings.database == f"sqlite:///{tmp_path / 'saiene.sqlite3'}"


@pytest.mark.parametrize("name", SAFE)
def test_without_one_of_what_it_needs_it_does_not_start(tmp_path: Path, name: str) -> None:
    with pytest.raises(WrongSettings, match=name):
        load(tmp_path, **{key: value for key, value in SAFE.items() if key != name})


@pytest.mark.parametrize(
    ("name", "weak"),
    [
        ("SAIENE_SECRET_KEY", ""),
        ("SAIENE_SECRET_KEY", "short"),
        ("SAIENE_SECRET_KEY", "0123456789abcdefghijklmnopqrstu"),
        ("SAIENE_SECRET_KEY", "a" * 64),
        ("SAIENE_SECRET_KEY", "abcdefg" * 10),
        ("SAIENE_CHECKPOINT_KEY", "short"),
        ("SAIENE_CHECKPOINT_KEY", "0123456789abcdefghijklmnopqrstuvwxyz"),
        ("SAIENE_AUDIT_YEARS", "0"),
        ("SAIENE_ENCRYPTION_KEYS", ","),
        ("SAIENE_ENCRYPTION_KEYS", "not a key"),
        ("SAIENE_ENCRYPTION_KEYS", f"{KEY},not a key"),
        ("SAIENE_PUBLIC_URL", "http://saiene.example"),
        ("SAIENE_PUBLIC_URL", "saiene.example"),
        ("SAIENE_TRUSTED_HOSTS", " , "),
    ],
)
def test_what_is_weak_is_refused_as_if_it_were_missing(tmp_path: Path, name: str, weak: str) -> None:
    with pytest.raises(WrongSettings, match=name):
        load(tmp_path, **{**SAFE, name: weak})


@pytest.mark.parametrize(
    ("name", "value"),
    [("SAIENE_TLS", "no"), ("SAIENE_DEMONSTRATION", "ja"), ("SAIENE_TRUSTED_PROXIES", "-1"), ("SAIENE_MAIL_PORT", "x")],
)
def test_a_value_that_cannot_be_read_is_named(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(WrongSettings, match=name):
        load(tmp_path, **SAFE, **{name: value})


def test_a_file_serves_and_the_environment_wins(tmp_path: Path) -> None:
    file = f'''
secret_key = "{SAFE["SAIENE_SECRET_KEY"]}"
encryption_keys = ["{KEY}"]
checkpoint_key = "{SAFE["SAIENE_CHECKPOINT_KEY"]}"
trusted_hosts = ["one.example", "two.example"]
public_url = "https://one.example"
mail_server = "mail.example"
mail_from = "saiene@one.example"
trusted_proxies = 1
'''
    settings = load(tmp_path, file, SAIENE_TRUSTED_PROXIES="2", DATABASE_URL="postgresql://db.example/saiene")
    assert settings.trusted_hosts == ("one.example", "two.example")
    assert settings.trusted_proxies == 2
    assert settings.database == "postgresql+psycopg://db.example/saiene"


@pytest.mark.parametrize(
    "file",
    ['sekret_key = "x"', "tls = ", "[table]\na = 1", 'demonstration = "false"', 'tls = "no"', "trusted_proxies = true",
     'trusted_hosts = "saiene.example"', "secret_key = 5"],
)  # fmt: skip
def test_a_file_that_cannot_be_taken_at_its_word_is_refused(tmp_path: Path, file: str) -> None:
    with pytest.raises(WrongSettings, match=r"settings\.toml"):
        load(tmp_path, file, **SAFE)


def test_a_demonstration_makes_its_own_secrets_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    first = load(tmp_path, SAIENE_DEMONSTRATION="1")
    path = tmp_path / "demo" / "secrets.toml"
    assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0
    assert (len(first.secret_key), len(first.encryption_keys)) == (44, 1)
    assert load(tmp_path, SAIENE_DEMONSTRATION="1") == first
    other = tmp_path / "other"
    other.mkdir()
    assert load(other, SAIENE_DEMONSTRATION="1").secret_key != first.secret_key


def test_a_demonstration_stays_on_this_machine_and_a_word_of_its_own_wins(tmp_path: Path) -> None:
    settings = load(tmp_path, SAIENE_DEMONSTRATION="1")
    assert (settings.tls, settings.trusted_hosts) == (False, ("127.0.0.1", "localhost", "[::1]"))
    assert load(tmp_path, SAIENE_DEMONSTRATION="1", SAIENE_TRUSTED_HOSTS="a.example").trusted_hosts == ("a.example",)


def test_a_demonstrations_secrets_do_not_start_a_real_deployment(tmp_path: Path) -> None:
    load(tmp_path, SAIENE_DEMONSTRATION="1")
    with pytest.raises(WrongSettings, match="SAIENE_SECRET_KEY"):
        load(tmp_path, **{key: value for key, value in SAFE.items() if key != "SAIENE_SECRET_KEY"})


def test_no_secret_is_ever_printed_with_the_settings(tmp_path: Path) -> None:
    secrets = {
        "secret_key": "s" * 40,
        "encryption_keys": ("k" * 40,),
        "checkpoint_key": "c" * 40,
        "mail_password": "p" * 40,
        "database_url": "u" * 40,
    }
    shown = repr(replace(load(tmp_path, **SAFE), **secrets))
    assert not [name for name in secrets if name in shown]
    assert {setting.name for setting in fields(Settings) if not setting.repr} == set(secrets)
