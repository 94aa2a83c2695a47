"""Encryption at rest."""

import pytest
from cryptography.fernet import Fernet

from models.secret_box import CannotOpen, SecretBox


def test_a_sealed_text_opens_in_its_own_place_only() -> None:
    box = SecretBox([Fernet.generate_key().decode()])
    sealed = box.seal("here", "秘密\nの言葉")
    assert "秘密" not in sealed
    assert box.open("here", sealed) == "秘密\nの言葉"
    with pytest.raises(CannotOpen):
        box.open("there", sealed)
    with pytest.raises(CannotOpen):
        box.open("here", sealed[:-2])


def test_keys_rotate() -> None:
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    sealed = SecretBox([old]).seal("here", "x")
    assert SecretBox([new, old]).open("here", sealed) == "x"
    with pytest.raises(CannotOpen):
        SecretBox([new]).open("here", sealed)
