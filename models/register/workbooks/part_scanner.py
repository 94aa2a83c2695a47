"""Looking through the parts of a workbook in small pieces, without ever building a document or a grid.

A spreadsheet library allocates rows × columns for a sheet: two cells, A1 and XFD1048576, cost it 17 thousand
million. So the extent of every part is measured first, from the cell references themselves: what
``<dimension>`` says is only a claim, and is refused when it is absurd.
"""

import re
import struct
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from models.register.workbooks.refusals import UnsafeFile
from models.register.workbooks.zip_directory import Part

MAX_ROWS = 199_999
MAX_COLUMNS = 40
"""Together the largest grid a library is let to allocate: eight million cells. The layouts have 18 columns, and
the largest prefecture some tens of thousands of rows."""
MAX_SHARED_STRINGS = 3_000_000
MAX_UNBROKEN_TEXT = 1 << 20

_CHUNK = 1 << 18
_LOCAL_HEADER = struct.Struct("<4s5H3L2H")
_BROKEN = "ファイルが壊れているか、途中までしかありません。"
_DIFFERS = "部品の大きさが申告と異なるため、取り込めません。"
_TOO_LARGE = f"表が大きすぎます（上限 {MAX_ROWS:,}行、{MAX_COLUMNS}列）。不要な行や列を削除して保存し直してください。"
_ODD = "ブックの内部の書き方が通常と異なるため、取り込めません。Excel で開いて保存し直してください。"

# Every ordinary writer begins a cell like this; here the reference is also within MAX_ROWS and MAX_COLUMNS.
_UNUSUAL_CELL = re.compile(rb'<c(?! r="(?:A[A-N]|[A-Z])1?[0-9]{1,5}")[\s/>]')
_PREFIXED = re.compile(rb"<[^\s<>!?]*:(?:c|row|dimension)[\s/>]")
_OPENING = re.compile(rb"<(?:[^\s<>/!?]*:)?(?:c|row)(?=[\s/>])")
_ATTRIBUTES = rb"""(?:[^<>"'/]|/(?!>)|"[^"<]*"|'[^'<]*')*"""
_CELL_OR_ROW = re.compile(rb"<(?:[^\s<>/!?]*:)?(?P<tag>c|row)(?P<attributes>(?:\s" + _ATTRIBUTES + rb")?)/?>")
_REFERENCE = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]{0,4})([0-9]{0,10})["']""")
_REFERENCE_NAME = re.compile(rb"\sr\s*=")
_DIMENSION = re.compile(rb"""<(?:[^\s<>/!?]*:)?dimension\s[^>]*ref\s*=\s*["']([^"']*)["']""")
_DIMENSION_END = re.compile(rb"([A-Za-z]{1,3})([0-9]{1,10})\s*$")
_ROW_REFERENCE_TOO_FAR = re.compile(rb'<row r="(?:[2-9][0-9]{5}|[0-9]{7,})"')
_LINKED_OUTSIDE = re.compile(rb"<[^>]*TargetMode\s*=\s*[\"']External[\"'][^>]*>")


def scan(file: BinaryIO, part: Part) -> None:
    """Inflate one part, check it, keep nothing. Raises UnsafeFile."""
    extent = _Extent()
    carried = b""
    first = True
    for chunk in inflate(file, part):
        if first and (chunk[:2] in (b"\xff\xfe", b"\xfe\xff") or (b"\0" in chunk[:64] and _is_xml(part))):
            raise UnsafeFile(_ODD)
        first = False
        piece = carried + chunk
        # A tag is looked at whole: what follows the last '<' waits for the next piece.
        cut = piece.rfind(b"<")
        whole, carried = (piece[:cut], piece[cut:]) if cut > 0 else (b"", piece)
        if len(carried) > MAX_UNBROKEN_TEXT:
            raise UnsafeFile(_ODD)
        _check_piece(whole, part, extent)
    _check_piece(carried, part, extent)


def _is_xml(part: Part) -> bool:
    return part.name.casefold().endswith((".xml", ".rels", ".vml"))


def _check_piece(piece: bytes, part: Part, extent: "_Extent") -> None:
    if b"<!DOCTYPE" in piece or b"<!ENTITY" in piece:
        raise UnsafeFile("文書型宣言（DOCTYPE、ENTITY）を含むファイルは取り込めません。")
    if part.name.casefold().endswith(".rels"):
        for link in _LINKED_OUTSIDE.findall(piece):
            if b"/hyperlink" not in link:
                raise UnsafeFile(
                    "外部のファイルへのリンクを含むファイルは取り込めません。リンクを解除して保存し直してください。"
                )
    extent.add(piece)


class _Extent:
    """How far the cells of a part reach, counting what a spreadsheet library would count."""

    def __init__(self) -> None:
        self._row_tags = 0
        self._strings = 0
        self._row = 0
        self._column = 0
        self._unusual = False

    def add(self, piece: bytes) -> None:
        """Raises UnsafeFile as soon as anything lies beyond the bounds."""
        prefixed = (b":c" in piece or b":row" in piece) and _PREFIXED.search(piece)
        self._row_tags += piece.count(b"<row") + (piece.count(b":row") if prefixed else 0)
        self._strings += piece.count(b"<si") + piece.count(b":si")
        if self._row_tags > MAX_ROWS or self._strings > MAX_SHARED_STRINGS or _ROW_REFERENCE_TOO_FAR.search(piece):
            raise UnsafeFile(_TOO_LARGE)
        if b"dimension" in piece:
            for claim in _DIMENSION.findall(piece):
                _check_claim(claim)
        if self._unusual or prefixed or _UNUSUAL_CELL.search(piece):
            self._unusual = True
            self._follow(piece)

    def _follow(self, piece: bytes) -> None:
        """Cells without a reference, or written otherwise: follow every tag as a reader would."""
        if b"<!" in piece:
            raise UnsafeFile(_ODD)
        followed = 0
        for match in _CELL_OR_ROW.finditer(piece):
            followed += 1
            self._step(match["tag"] == b"row", match["attributes"])
            if self._row > MAX_ROWS or self._column > MAX_COLUMNS:
                raise UnsafeFile(_TOO_LARGE)
        if followed != sum(1 for _ in _OPENING.finditer(piece)):
            raise UnsafeFile(_ODD)

    def _step(self, is_row: bool, attributes: bytes) -> None:
        reference = _REFERENCE.search(attributes)
        if reference is None and _REFERENCE_NAME.search(attributes):
            raise UnsafeFile(_ODD)
        if is_row:
            self._row = int(reference[2] or 0) if reference else self._row + 1
            self._column = 0
        elif reference:
            self._row = int(reference[2] or 0)
            self._column = _column_number(reference[1])
        else:
            self._column += 1


def _check_claim(reference: bytes) -> None:
    end = _DIMENSION_END.search(reference)
    if end is None:
        raise UnsafeFile(_ODD)
    if int(end[2]) > MAX_ROWS:
        raise UnsafeFile(_TOO_LARGE)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def inflate(file: BinaryIO, part: Part) -> Iterator[bytes]:
    """The true content of a part in pieces, stopped where it exceeds what the directory declares."""
    file.seek(part.header_offset)
    header = file.read(_LOCAL_HEADER.size)
    if len(header) < _LOCAL_HEADER.size or header[:4] != b"PK\x03\x04":
        raise UnsafeFile(_BROKEN)
    *_, name_length, extra_length = _LOCAL_HEADER.unpack(header)
    file.seek(name_length + extra_length, 1)
    total = 0
    for chunk in _inflated(file, part) if part.deflated else _stored(file, part):
        total += len(chunk)
        if total > part.inflated:
            raise UnsafeFile(_DIFFERS)
        yield chunk
    if total != part.inflated:
        raise UnsafeFile(_DIFFERS)


def _stored(file: BinaryIO, part: Part) -> Iterator[bytes]:
    left = part.compressed
    while left:
        chunk = file.read(min(_CHUNK, left))
        if not chunk:
            raise UnsafeFile(_BROKEN)
        left -= len(chunk)
        yield chunk


def _inflated(file: BinaryIO, part: Part) -> Iterator[bytes]:
    decoder = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        for packed in _stored(file, part):
            pending = packed
            while pending:
                yield decoder.decompress(pending, _CHUNK)
                pending = decoder.unconsumed_tail
        while not decoder.eof and (rest := decoder.decompress(b"", _CHUNK)):
            yield rest
    except zlib.error as error:
        raise UnsafeFile(_BROKEN) from error
    if not decoder.eof:
        raise UnsafeFile(_BROKEN)
