"""A found file as it was handed in: its digest, and of a CSV or a workbook its head and its 設備IDs, line by line."""

import csv
import hashlib
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice

from models.catalogue.catalogue import catalogue
from models.catalogue.file_cells import unguarded
from models.certifications.export_head import column_head
from models.certifications.uploaded_rows import cell_text
from models.reference.facility_id import find
from models.register.workbooks.bounds import ITEM_BOUNDS
from models.register.workbooks.refusals import RefusedFile
from models.register.workbooks.safety import check_workbook
from models.register.workbooks.sheets import Sheet, sheets_of
from models.words import words

BYTE_ORDER_MARK = "\ufeff"
LONGEST_HEAD = 40
"""Lines after which a table that has not begun is none of ours."""
MOST_LINES = 1_000_000
"""Lines after which it is none of ours: an allowance goes no further."""
_ID = "facility_id"
_ZIP = b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class FoundFile:
    """``facts`` are the lines of its head by label, the first of each. ``rows`` is how many follow its column heads.

    ``ids`` are the 設備IDs with their line in the file, counted as an editor does; None where there is no such column.
    Of a workbook a line is a row of its sheet. For what is no file of ours, nothing but the digest is known:
    ``readable`` is False.
    """

    sha256: str
    readable: bool
    facts: Mapping[str, str]
    rows: int
    ids: Sequence[tuple[int, str]] | None


class _Strange(Exception):
    """Longer than any file of ours."""


def read_found(content: bytes) -> FoundFile:
    """Read what was handed in. Never raises: whatever it is, it has a digest.

    It may have been made by whoever took the file, to be looked at: it is read line by line, and of a file with more
    lines than any of ours nothing is kept.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    unread = FoundFile(sha256, False, {}, 0, None)
    if content.startswith(_ZIP):
        return _of_workbook(unread, content)
    text = _text(content)
    try:
        return unread if text is None else _read(unread, _lines(text))
    except (csv.Error, _Strange):
        return unread


def _read(unread: FoundFile, lines: Iterator[tuple[int, list[str]]]) -> FoundFile:
    facts: dict[str, str] = {}
    for number, line in islice(lines, LONGEST_HEAD):
        if not any(line):
            return _with_table(unread.sha256, facts, lines)
        if _id_column(line) is not None:  # whoever passed it on has cut its head off
            return _with_table(unread.sha256, facts, chain([(number, line)], lines))
        if len(line) > 1:
            facts.setdefault(unguarded(line[0]), unguarded(line[1]))
    return replace(unread, facts=facts)


def _with_table(sha256: str, facts: Mapping[str, str], lines: Iterator[tuple[int, list[str]]]) -> FoundFile:
    _number, line = next(lines, (0, []))
    column = _id_column(line)
    ids, rows = [], 0
    for number, line in lines:
        if any(line):
            rows += 1
            if column is not None:
                ids.append((number, _id_of(line, column)))
    return FoundFile(sha256, True, facts, rows, ids if column is not None else None)


def _of_workbook(unread: FoundFile, content: bytes) -> FoundFile:
    """One of ours, with its two sheets or what is left of them; or a CSV that was saved as a workbook."""
    facts: dict[str, str] = {}
    tables: list[FoundFile] = []
    try:
        check_workbook(io.BytesIO(content), len(content), ITEM_BOUNDS)
        for sheet in sheets_of(io.BytesIO(content)):
            found = _read(unread, _rows(sheet))
            if not found.readable and sheet.name == words().records:  # a table without 設備ID is known by its name
                found = _with_table(unread.sha256, {}, _rows(sheet))
            facts = {**found.facts, **facts}
            tables += [found] if found.readable else []
    except RefusedFile:
        return unread
    table = next((one for one in tables if one.ids is not None), tables[0] if tables else unread)
    return replace(table, facts=facts)


def _rows(sheet: Sheet) -> Iterator[tuple[int, list[str]]]:
    return ((number, [cell_text(cell) for cell in cells]) for number, cells in sheet.rows())


def _id_column(line: Sequence[str]) -> int | None:
    """In which column of a table with these heads the 設備IDs stand."""
    heads, item = [unguarded(one) for one in line], catalogue().by_key.get(_ID)
    return heads.index(column_head(item)) if item is not None and column_head(item) in heads else None


def _id_of(line: Sequence[str], column: int) -> str:
    parsed = find(unguarded(line[column])) if column < len(line) else None
    return str(parsed) if parsed is not None else ""


def _text(content: bytes) -> str | None:
    for encoding in ("utf-8", "cp932"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if "\0" in text else text.removeprefix(BYTE_ORDER_MARK)
    return None


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each record with the line it begins in. Raises ``csv.Error``, ``_Strange``."""
    reader, begun = csv.reader(io.StringIO(text, newline=""), strict=True), 1
    for count, line in enumerate(reader):
        if count > MOST_LINES:
            raise _Strange
        yield begun, line
        begun = reader.line_num + 1
