"""Refusing files before anything opens them. Every check reads in small pieces and keeps nothing."""

from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

from models.register.workbooks.bounds import REGISTER_BOUNDS, Bounds
from models.register.workbooks.part_scanner import scan
from models.register.workbooks.refusals import UnsafeFile
from models.register.workbooks.zip_directory import read_directory

MAX_FILE_BYTES = 50 << 20

_COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_TEXT_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


class FileKind(StrEnum):
    """What may be opened."""

    WORKBOOK = "workbook"
    TEXT = "text"


def check_file(path: Path, bounds: Bounds = REGISTER_BOUNDS) -> FileKind:
    """What the file is, once nothing speaks against opening it. Raises UnsafeFile with a reason for a person.

    ``bounds`` say how large a table may be; a text is measured as it is read (``csv_text``).
    """
    size = path.stat().st_size
    if size == 0:
        raise UnsafeFile("ファイルが空です。")
    if size > MAX_FILE_BYTES:
        raise UnsafeFile(f"ファイルが大きすぎます（上限 {MAX_FILE_BYTES >> 20} MiB）。")
    with path.open("rb") as file:
        start = file.read(512)
        if start.startswith(_COMPOUND_FILE):
            raise UnsafeFile(
                "パスワードで保護されたファイルと旧形式（.xls）のファイルは取り込めません。"
                "パスワードを外し、.xlsx で保存し直してください。"
            )
        if start.startswith(_ZIP):
            check_workbook(file, size, bounds)
            return FileKind.WORKBOOK
    if _looks_binary(start):
        raise UnsafeFile("Excel ブック（.xlsx）または CSV ではありません。")
    return FileKind.TEXT


def check_workbook(file: BinaryIO, size: int, bounds: Bounds) -> None:
    """That nothing speaks against opening a workbook of so many bytes. Raises UnsafeFile."""
    for part in read_directory(file, size):
        scan(file, part, bounds)


def _looks_binary(start: bytes) -> bool:
    """Whether the first bytes are no text in any accepted encoding; a NUL further on is told with its line."""
    if start.startswith(_TEXT_MARKS):
        return False
    first_line = start.split(b"\n", 1)[0]
    return b"\0" in first_line or start.startswith((b"PK", b"%PDF", b"\x1f\x8b", b"\x89PNG"))
