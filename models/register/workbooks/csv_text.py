"""Rows of a CSV file with their line numbers, and errors that name the line.

UTF-8 with and without a mark, UTF-16 with a mark (Excel's 'Unicode text', separated by tabs) and cp932.
"""

import codecs
import csv
import itertools
from collections.abc import Iterator
from pathlib import Path

from models.register.workbooks.bounds import MAX_ROWS, REGISTER_BOUNDS, Bounds
from models.register.workbooks.refusals import BrokenText

_CHUNK = 1 << 20
_FIRST_LINE = 8_192


def detect_encoding(path: Path) -> str:
    """The codec that reads the whole file. Raises BrokenText at the line where every candidate fails."""
    with path.open("rb") as file:
        first_line = file.readline(_FIRST_LINE)
    if first_line.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        candidates = ["utf-16"]
    elif first_line.startswith(codecs.BOM_UTF8):
        candidates = ["utf-8-sig"]
    else:
        candidates = ["utf-8"] if _is_utf8_japanese(first_line) else ["utf-8", "cp932"]
    farthest = 0
    for codec in candidates:
        line = _first_unreadable_line(path, codec)
        if line is None:
            return codec
        farthest = max(farthest, line)
    raise BrokenText(farthest, "文字として読めない部分があります。UTF-8 または Shift_JIS で保存し直してください。")


def _is_utf8_japanese(line: bytes) -> bool:
    """Whether a line can only be UTF-8: then a fault further on is a fault, not a sign of cp932.

    Nearly any bytes make some text in cp932, which would turn one bad byte into a file of nonsense.
    """
    try:
        # The line may have been cut in the middle of its last character.
        return not codecs.getincrementaldecoder("utf-8")().decode(line).isascii()
    except UnicodeDecodeError:
        return False


def _first_unreadable_line(path: Path, codec: str) -> int | None:
    decoder = codecs.getincrementaldecoder(codec)()
    lines = 1
    with path.open("rb") as file:
        while True:
            chunk = file.read(_CHUNK)
            try:
                lines += decoder.decode(chunk, final=not chunk).count("\n")
            except UnicodeDecodeError as error:
                readable = error.object[: error.start].decode(codec, errors="ignore")
                return lines + readable.count("\n")
            if not chunk:
                return None


def count_lines(path: Path) -> int:
    """Line ends: close enough to the number of rows for a progress bar."""
    with path.open("rb") as file:
        return sum(chunk.count(b"\n") for chunk in iter(lambda: file.read(_CHUNK), b""))


class _Lines:
    """Physical lines for csv.reader, each checked before it is handed on."""

    def __init__(self, path: Path, codec: str, bounds: Bounds) -> None:
        self.number = 0
        self.row_started = 1
        self._length_of_row = 0
        self._bounds = bounds
        self._file = path.open(encoding=codec, newline="")

    def begin_row(self) -> None:
        """What comes next belongs to a new row."""
        self.row_started = self.number + 1
        self._length_of_row = 0

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        longest = self._bounds.line_length
        line = self._file.readline(longest + 1)
        if not line:
            raise StopIteration
        self.number += 1
        if len(line) > longest:
            raise BrokenText(self.number, f"1行が長すぎます（上限 {longest:,}文字）。")
        if "\0" in line:
            raise BrokenText(self.number, "文字ではないデータ（NUL）が含まれています。")
        # A quoted cell may hold line breaks; one that runs on and on was never closed.
        self._length_of_row += len(line)
        if self._length_of_row > longest or self.number - self.row_started >= self._bounds.lines_of_a_row:
            raise BrokenText(self.row_started, '引用符（"）が閉じられていません。')
        return line

    def close(self) -> None:
        self._file.close()


def read_rows(path: Path, codec: str, bounds: Bounds = REGISTER_BOUNDS) -> Iterator[tuple[int, list[str]]]:
    """(line number where the row begins, cells). Raises BrokenText at the line that cannot be read or is too many."""
    lines = _Lines(path, codec, bounds)
    try:
        rows = csv.reader(lines, delimiter=_delimiter(path, codec), strict=True)
        for number in itertools.count():
            lines.begin_row()
            try:
                row = next(rows)
            except StopIteration:
                return
            except csv.Error as error:
                raise BrokenText(lines.row_started, _reason(error)) from error
            if number > MAX_ROWS:
                raise BrokenText(
                    lines.row_started, f"行が多すぎます（上限 {MAX_ROWS:,}行）。分けて保存し直してください。"
                )
            yield lines.row_started, row
    finally:
        lines.close()


def _delimiter(path: Path, codec: str) -> str:
    with path.open(encoding=codec) as file:
        start = file.read(4_096)
    return "\t" if "\t" in start and "," not in start else ","


def _reason(error: csv.Error) -> str:
    text = str(error)
    if "unexpected end" in text:
        return '引用符（"）が閉じられていません。'
    if "field larger" in text:
        return "1つの欄が長すぎます。"
    return '引用符（"）や区切りの使い方に誤りがあります。'
