"""The directory of a ZIP file, read with suspicion before any library opens the file.

Only one reading of the directory is accepted: no prefix, no comment, no ZIP64, no doubled names. What another
reader would find is then what was checked here.
"""

import struct
import zipfile
from dataclasses import dataclass
from typing import BinaryIO

from models.register.workbooks.refusals import UnsafeFile

MAX_ENTRIES = 2_000
MAX_DIRECTORY_BYTES = 1 << 20
MAX_INFLATED_BYTES = 256 << 20
"""A workbook of one prefecture inflates to well under 100 MiB (about 620 bytes a row)."""
MAX_RATIO = 100
RATIO_APPLIES_FROM = 1 << 20
"""Small parts may compress very well (an empty style sheet); large ones of a register reach about 10."""

_END = struct.Struct("<4s4H2LH")
_END_MARK = b"PK\x05\x06"
_ZIP64_LOCATOR = b"PK\x06\x07"
_BROKEN = "ファイルが壊れているか、途中までしかありません。"
NO_MACROS = "マクロを含むファイルは取り込めません。マクロのない .xlsx で保存し直してください。"
NO_LINKS = "外部のファイルへのリンクを含むファイルは取り込めません。リンクを解除して保存し直してください。"
_FORBIDDEN = {
    "vbaproject": NO_MACROS,
    "xl/macrosheets/": NO_MACROS,
    "xl/dialogsheets/": NO_MACROS,
    "xl/externallinks/": NO_LINKS,
    "xl/connections": "外部データへの接続を含むファイルは取り込めません。接続を解除して保存し直してください。",
    "xl/activex/": "埋め込みの部品を含むファイルは取り込めません。",
    "xl/embeddings/": "埋め込みの部品を含むファイルは取り込めません。",
}
_OTHER_SPREADSHEETS = frozenset({"content.xml", "xl/workbook.bin"})


@dataclass(frozen=True, slots=True)
class Part:
    """One entry: where its local header stands, and the sizes and the checksum (CRC-32) it declares."""

    name: str
    header_offset: int
    compressed: int
    inflated: int
    deflated: bool
    checksum: int


def read_directory(file: BinaryIO, size: int) -> list[Part]:
    """The parts of an .xlsx file, or UnsafeFile with the reason. Reads the directory only, never a part."""
    _check_end_record(file, size)
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, struct.error) as error:
        raise UnsafeFile(_BROKEN) from error
    for entry in entries:
        _check_entry(entry)
    _check_names([entry.filename for entry in entries])
    if sum(entry.file_size for entry in entries) > MAX_INFLATED_BYTES:
        raise UnsafeFile(f"展開すると {MAX_INFLATED_BYTES >> 20} MiB を超えるファイルは取り込めません。")
    return [
        Part(entry.filename, entry.header_offset, entry.compress_size, entry.file_size,
             entry.compress_type == zipfile.ZIP_DEFLATED, entry.CRC)
        for entry in entries
    ]  # fmt: skip


def _check_end_record(file: BinaryIO, size: int) -> None:
    if size < _END.size:
        raise UnsafeFile(_BROKEN)
    tail_size = min(size, _END.size + 20)
    file.seek(size - tail_size)
    tail = file.read(tail_size)
    mark, disk, first_disk, here, total, directory, offset, comment = _END.unpack(tail[-_END.size :])
    if mark != _END_MARK or disk or first_disk or here != total or comment:
        raise UnsafeFile(_BROKEN)
    if tail[: -_END.size].startswith(_ZIP64_LOCATOR) or offset + directory != size - _END.size:
        raise UnsafeFile(_BROKEN)
    if total > MAX_ENTRIES or directory > MAX_DIRECTORY_BYTES:
        raise UnsafeFile(f"中に含まれる部品が多すぎます（上限 {MAX_ENTRIES:,}）。")


def _check_entry(entry: zipfile.ZipInfo) -> None:
    if entry.flag_bits & 0x41:
        raise UnsafeFile("暗号化されたファイルは取り込めません。パスワードを外して保存し直してください。")
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise UnsafeFile("この圧縮方式のファイルは取り込めません。")
    if entry.file_size >= RATIO_APPLIES_FROM and entry.file_size > entry.compress_size * MAX_RATIO:
        raise UnsafeFile("圧縮率が異常に高い部分があるため、取り込めません。")


def _check_names(names: list[str]) -> None:
    folded = [name.casefold() for name in names]
    if len(set(folded)) != len(folded):
        raise UnsafeFile("同じ名前の部品が重複しているため、取り込めません。")
    for name in folded:
        if name.startswith("/") or "\\" in name or ":" in name or "\0" in name or ".." in name.split("/"):
            raise UnsafeFile("部品の名前に不正なパスが含まれているため、取り込めません。")
        for fragment, reason in _FORBIDDEN.items():
            if fragment in name:
                raise UnsafeFile(reason)
    if _OTHER_SPREADSHEETS.intersection(folded) or not {"[content_types].xml", "xl/workbook.xml"} <= set(folded):
        raise UnsafeFile("Excel ブック（.xlsx）または CSV ではありません。")
