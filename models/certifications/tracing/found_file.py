"""A found file as it was handed in: its digest, and of a CSV its head and its 設備IDs, line by line."""

import csv
import hashlib
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from models.catalogue.catalogue import catalogue
from models.catalogue.file_cells import unguarded
from models.certifications.export_head import column_head
from models.reference.facility_id import find

BYTE_ORDER_MARK = "\ufeff"
LONGEST_HEAD = 40
"""Lines after which a table that has not begun is none of ours."""
_ID = "facility_id"


@dataclass(frozen=True, slots=True)
class FoundFile:
    """``facts`` are the lines of its head by label, the first of each. ``rows`` is how many follow its column heads.

    ``ids`` are the 設備IDs with their line in the file, counted as an editor does; None where there is no such column.
    For what is no CSV of ours, nothing but the digest is known: ``readable`` is False.
    """

    sha256: str
    readable: bool
    facts: Mapping[str, str]
    rows: int
    ids: Sequence[tuple[int, str]] | None


def read_found(content: bytes) -> FoundFile:
    """Read what was handed in. Never raises: whatever it is, it has a digest."""
    sha256 = hashlib.sha256(content).hexdigest()
    text = _text(content)
    lines = _lines(text) if text is not None else None
    if not lines:
        return FoundFile(sha256, False, {}, 0, None)
    facts: dict[str, str] = {}
    for place, (_number, line) in enumerate(lines[:LONGEST_HEAD]):
        if not any(line):
            return _with_table(sha256, facts, lines[place + 1 :])
        if len(line) > 1:
            facts.setdefault(unguarded(line[0]), unguarded(line[1]))
    return FoundFile(sha256, False, facts, 0, None)


def _with_table(sha256: str, facts: Mapping[str, str], table: Sequence[tuple[int, list[str]]]) -> FoundFile:
    if not table:
        return FoundFile(sha256, True, facts, 0, None)
    heads = [unguarded(one) for one in table[0][1]]
    rows = [(number, line) for number, line in table[1:] if any(line)]
    item = catalogue().by_key.get(_ID)
    if item is None or column_head(item) not in heads:
        return FoundFile(sha256, True, facts, len(rows), None)
    column = heads.index(column_head(item))
    ids = [(number, _id_of(line, column)) for number, line in rows]
    return FoundFile(sha256, True, facts, len(rows), ids)


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


def _lines(text: str) -> list[tuple[int, list[str]]] | None:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    lines, begun = [], 1
    try:
        for line in reader:
            lines.append((begun, line))
            begun = reader.line_num + 1
    except csv.Error:
        return None
    return lines
