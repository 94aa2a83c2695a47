"""What may be a password, and how one is checked."""

import unicodedata

import pytest

from models.accounts.passwords import (
    STRENGTH,
    PasswordContext,
    PasswordRefused,
    check_password_policy,
    hash_password,
    needs_new_hash,
    verify_password,
)

CONTEXT = PasswordContext("hanako.sato", "佐藤 花子", "つばめ市役所")


@pytest.mark.parametrize(
    "password",
    [
        "kettle umbrella 47",
        "しずかな湖畔の朝にひとり笛をふく",
        "x7Qm#2vT9p!LwZe",
        "🐢🦊🐝🐌🦉🐙🐧🦔🐳🐿️🦋🐞🦀🐫🦒",
        "pR" + "".join(chr(0x4E00 + 97 * number) for number in range(126)),
    ],
)
def test_a_long_unguessable_password_of_any_characters_is_accepted(password: str) -> None:
    check_password_policy(password, CONTEXT)


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("", "15文字以上"),
        ("x7Qm#2vT9p!LwZ", "15文字以上"),
        ("か\u3099" * 7 + "x7Qm#2v", "15文字以上"),
        ("x7Qm#2vT9" * 20, "128文字以内"),
        ("x" * 10_000, "128文字以内"),
        ("aaaaaaaaaaaaaaaaaa", "繰り返し"),
        ("Kx9!Kx9!Kx9!Kx9!", "繰り返し"),
        ("abcdefghijklmnopqrst", "単純"),
        ("qwertyuiopasdfghjkl", "単純"),
        ("98765432101234567890", "単純"),
        ("correct horse battery staple", "よく使われている"),
        ("Password1Password2", "言葉をつないだ"),
        ("P@ssw0rd!P@ssw0rd?2", "言葉をつないだ"),
        ("saiene solar system 1", "言葉をつないだ"),
        ("再エネ業務管理システムパスワード", "言葉をつないだ"),
        ("hanako.sato.hanako", "ID"),
        ("つばめ市役所の佐藤花子です！！！", "ID"),
        ("1985-04-12/2026年5月11日", "日付"),
        ("昭和60年4月12日 平成元年です", "日付"),
    ],
)
def test_a_guessable_password_is_refused_with_its_reason(password: str, why: str) -> None:
    with pytest.raises(PasswordRefused) as refused:
        check_password_policy(password, CONTEXT)
    assert why in refused.value.reason


def test_the_same_password_typed_composed_or_decomposed_is_the_same() -> None:
    composed = "がぎぐげごなにぬねのはひふへほ"
    assert verify_password(hash_password(composed), unicodedata.normalize("NFD", composed))


def test_a_wrong_an_overlong_and_an_unset_password_do_not_verify() -> None:
    kept = hash_password("kettle umbrella 47")
    assert not verify_password(kept, "kettle umbrella 48")
    assert not verify_password(kept, "kettle umbrella 47" + "x" * 10_000)
    assert not verify_password(None, "nobody's password, never accepted")
    assert not verify_password(None, "")


def test_passwords_are_kept_as_argon2id_of_the_strength_that_is_asked_for() -> None:
    assert STRENGTH.hash("kettle umbrella 47").startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_a_hash_of_weaker_settings_is_to_be_replaced() -> None:
    assert not needs_new_hash(hash_password("kettle umbrella 47"))
    assert needs_new_hash("$argon2id$v=19$m=8192,t=1,p=1$c29tZXNhbHRzb21l$M2Xjn1bPKyBTPtWmsKQpKbVkyGKKbHG4iFNuzIvmrR8")
