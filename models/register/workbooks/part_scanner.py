"""Looking through the parts of a workbook in small pieces, without ever building a document or a grid.

A spreadsheet library allocates rows × columns for a sheet: two cells, A1 and XFD1048576, cost it 17 thousand
million. So the extent of every part is measured first, from the cell references themselves: what
``<dimension>`` says is only a claim, and is refused when it is absurd.

A part is checked as the spreadsheet library would read it, and against its checksum, so that a damaged file is
refused and never read as another one.
"""

import re
import struct
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from models.register.workbooks.bounds import MAX_CELLS, MAX_ROWS, REGISTER_BOUNDS, Bounds
from models.register.workbooks.refusals import UnsafeFile
from models.register.workbooks.zip_directory import NO_LINKS, NO_MACROS, Part

MAX_SHARED_STRINGS = 3_000_000
MAX_UNBROKEN_TEXT = 1 << 19
"""Bytes without a tag. A cell of Excel holds 32,767 characters, of ten bytes each at most."""

_CHUNK = 1 << 18
_LOCAL_HEADER = struct.Struct("<4s5H3L2H")
_BROKEN = "ファイルが壊れているか、途中までしかありません。"
_DIFFERS = "部品の大きさが申告と異なるため、取り込めません。"
_ODD = "ブックの内部の書き方が通常と異なるため、取り込めません。Excel で開いて保存し直してください。"

# Every ordinary writer begins a row and a cell like this; here the references are also within MAX_ROWS, and a
# register's within its columns.
_UNUSUAL_ROW = re.compile(rb'<row(?! r="1?[0-9]{1,5}")[\s/>]')
_UNUSUAL_CELL = re.compile(rb'<c(?! r="[A-Z]{1,3}1?[0-9]{1,5}")[\s/>]')
_UNUSUAL_OR_FAR_CELL = re.compile(rb'<c(?! r="(?:A[A-N]|[A-Z])1?[0-9]{1,5}")[\s/>]')
_COLUMNS_OF_CELLS = re.compile(rb'<c r="([A-Z]+)')
_ROWS_OF_CELLS = re.compile(rb'<c r="[A-Z]+([0-9]+)')
_ROW_NUMBER = re.compile(rb'<row r="([0-9]+)')
_PREFIXED = re.compile(rb"<[^\s<>!?]*:(?:c|row|dimension)[\s/>]")
_OPENING = re.compile(rb"<(?:[^\s<>/!?]*:)?(?:c|row)(?=[\s/>])")
_ATTRIBUTES = rb"""(?:[^<>"'/]|/(?!>)|"[^"<]*"|'[^'<]*')*"""
_CELL_OR_ROW = re.compile(rb"<(?:[^\s<>/!?]*:)?(?P<tag>c|row)(?P<attributes>(?:\s" + _ATTRIBUTES + rb")?)/?>")
_REFERENCE = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]{0,4})([0-9]{0,10})["']""")
_REFERENCE_NAME = re.compile(rb"\sr\s*=")
_DIMENSION = re.compile(rb"""<(?:[^\s<>/!?]*:)?dimension\s[^<]*ref\s*=\s*["']([^"']*)["']""")
_DIMENSION_END = re.compile(rb"([A-Za-z]{1,3})([0-9]{1,10})\s*$")
_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
# Within what begins at one "<" and ends before the next: a tag may hold a raw ">" in quotes, but never a "<". Patterns
# that run from a tag's beginning to something within it would take as long as the square of a hostile part.
_OUTSIDE = re.compile(rb"TargetMode\s*=\s*[\"']External[\"']", re.IGNORECASE)
_WEB_ADDRESS = re.compile(rb"\sType\s*=\s*[\"'][^\"']*/hyperlink[\"']")
_MACROS = re.compile(rb"vbaProject|macroEnabled|xlMacrosheet", re.IGNORECASE)


def scan(file: BinaryIO, part: Part, bounds: Bounds = REGISTER_BOUNDS) -> None:
    """Inflate one part, check it, keep nothing. Raises UnsafeFile."""
    extent = _Extent(bounds)
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
    if _DECLARATION.search(piece):
        raise UnsafeFile("文書型宣言（DOCTYPE、ENTITY）を含むファイルは取り込めません。")
    name = part.name.casefold()
    if name.endswith(".rels") or name == "[content_types].xml":
        _check_what_belongs_to_it(piece)
    extent.add(piece)


def _check_what_belongs_to_it(piece: bytes) -> None:
    """What a part is called says little: its relationships and declared types tell what it is."""
    if b"&#" in piece:
        raise UnsafeFile(_ODD)
    if _MACROS.search(piece):
        raise UnsafeFile(NO_MACROS)
    if _OUTSIDE.search(piece):
        tags = (tag for tag in piece.split(b"<") if _OUTSIDE.search(tag))
        if not all(_WEB_ADDRESS.search(tag) for tag in tags):
            raise UnsafeFile(NO_LINKS)


class _Extent:
    """How far the cells of a part reach, counting what a spreadsheet library would count."""

    def __init__(self, bounds: Bounds) -> None:
        self._columns = bounds.columns
        # Within a register's columns no product of rows and columns is too large: a search is enough, and faster.
        self._measured = bounds.columns > REGISTER_BOUNDS.columns
        self._unusual_cell = _UNUSUAL_CELL if self._measured else _UNUSUAL_OR_FAR_CELL
        self._unusual = False
        self._row_tags = self._cell_tags = self._strings = 0
        self._row = self._column = 0
        self._lowest = self._widest = 0

    def add(self, piece: bytes) -> None:
        """Raises UnsafeFile as soon as anything lies beyond the bounds."""
        prefixed = (b":c" in piece or b":row" in piece) and _PREFIXED.search(piece)
        self._row_tags += piece.count(b"<row") + (piece.count(b":row") if prefixed else 0)
        self._strings += piece.count(b"<si") + piece.count(b":si")
        if b"dimension" in piece:
            for claim in _DIMENSION.findall(piece):
                self._check_claim(claim)
        if self._unusual or prefixed or self._unusual_cell.search(piece) or _UNUSUAL_ROW.search(piece):
            self._unusual = True
            self._follow(piece)
        else:
            self._pass_over(piece)
        if (
            self._row_tags > MAX_ROWS
            or max(self._cell_tags, self._lowest * self._widest) > MAX_CELLS
            or self._strings > MAX_SHARED_STRINGS
        ):
            raise self._too_large()

    def _pass_over(self, piece: bytes) -> None:
        """Cells that all name their place: only how far they reach is of interest, and where the rows have got to."""
        self._cell_tags += piece.count(b"<c ")
        if number := _ROW_NUMBER.match(piece, max(piece.rfind(b"<row r="), 0)):
            self._row = int(number[1])
        if self._measured and (columns := set(_COLUMNS_OF_CELLS.findall(piece))):
            self._reach(max(map(int, set(_ROWS_OF_CELLS.findall(piece)))), max(map(_column_number, columns)))

    def _follow(self, piece: bytes) -> None:
        """Cells without a reference, or written otherwise: follow every tag as a reader would."""
        if b"<!" in piece:
            raise UnsafeFile(_ODD)
        followed = 0
        for match in _CELL_OR_ROW.finditer(piece):
            followed += 1
            is_row = match["tag"] == b"row"
            self._cell_tags += not is_row
            self._step(is_row, match["attributes"])
            self._reach(self._row, self._column)
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

    def _reach(self, row: int, column: int) -> None:
        if row > MAX_ROWS or column > self._columns:
            raise self._too_large()
        self._lowest, self._widest = max(self._lowest, row), max(self._widest, column)

    def _check_claim(self, reference: bytes) -> None:
        end = _DIMENSION_END.search(reference)
        if end is None:
            raise UnsafeFile(_ODD)
        if int(end[2]) > MAX_ROWS:
            raise self._too_large()

    def _too_large(self) -> UnsafeFile:
        return UnsafeFile(
            f"表が大きすぎます（上限 {MAX_ROWS:,}行、{self._columns:,}列、行数×列数 {MAX_CELLS:,}）。"
            "不要な行や列を削除するか、分けて保存し直してください。"
        )


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
    total = checksum = 0
    for chunk in _inflated(file, part) if part.deflated else _stored(file, part):
        total += len(chunk)
        if total > part.inflated:
            raise UnsafeFile(_DIFFERS)
        checksum = zlib.crc32(chunk, checksum)
        yield chunk
    if total != part.inflated:
        raise UnsafeFile(_DIFFERS)
    if checksum != part.checksum:
        raise UnsafeFile(_BROKEN)


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
