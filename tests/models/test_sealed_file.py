"""Files at rest: they come back whole, or not at all."""

import stat
from pathlib import Path

import pytest

from models.sealed_file import PIECE, TAG, SealedWriter, new_key, open_sealed
from models.secret_box import CannotOpen

KEY = new_key()
SIZES = [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE, 3 * PIECE + 5]


def sealed(folder: Path, content: bytes, at_a_time: int = 10_000) -> Path:
    path = folder / "file"
    writer = SealedWriter(path, KEY, "here")
    for start in range(0, len(content), at_a_time):
        writer.write(content[start : start + at_a_time])
    writer.close()
    assert writer.size == len(content)
    return path


def opened(path: Path, key: bytes = KEY, place: str = "here") -> bytes:
    return b"".join(open_sealed(path, key, place))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("at_a_time", [7_919, 10 * PIECE])
def test_what_was_written_comes_back_and_cannot_be_read_otherwise(tmp_path: Path, size: int, at_a_time: int) -> None:
    content = (b"A200001C22," * (size // 11 + 1))[:size]
    path = sealed(tmp_path, content, at_a_time)
    assert opened(path) == content
    assert b"A200001C22" not in path.read_bytes()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def swapped(raw: bytes) -> bytes:
    whole = PIECE + TAG
    return raw[whole : 2 * whole] + raw[:whole] + raw[2 * whole :]


CHANGES = {
    "one bit": lambda raw: raw[:100] + bytes([raw[100] ^ 1]) + raw[101:],
    "the last byte gone": lambda raw: raw[:-1],
    "the last piece gone": lambda raw: raw[: 2 * (PIECE + TAG)],
    "a piece left out": lambda raw: raw[PIECE + TAG :],
    "two pieces swapped": swapped,
    "something added": lambda raw: raw + raw[-(PIECE + TAG) :],
    "nothing left": lambda _raw: b"",
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_file_does_not_open_to_its_end(tmp_path: Path, change: str) -> None:
    path = sealed(tmp_path, b"x" * (2 * PIECE + 9))
    path.write_bytes(CHANGES[change](path.read_bytes()))
    with pytest.raises(CannotOpen):
        opened(path)


def test_a_file_opens_by_its_own_key_in_its_own_place_alone(tmp_path: Path) -> None:
    path = sealed(tmp_path, b"x")
    for key, place in ((new_key(), "here"), (KEY, "there")):
        with pytest.raises(CannotOpen):
            opened(path, key, place)


def test_an_abandoned_file_never_opens_and_none_is_written_over(tmp_path: Path) -> None:
    writer = SealedWriter(tmp_path / "file", KEY, "here")
    writer.write(b"x" * (2 * PIECE))
    writer.abandon()
    with pytest.raises(CannotOpen):
        opened(tmp_path / "file")
    with pytest.raises(FileExistsError):
        SealedWriter(tmp_path / "file", KEY, "here")
