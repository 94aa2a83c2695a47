"""Reading a committee's file into lines that are kept until they are taken in; either form, in any order of columns."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

from sqlalchemy.orm import Session

from models.access.viewer import Viewer
from models.certifications.uploaded_rows import RefusedFile, rows_of
from models.people.uploaded_table import TableUse, UploadedTable, keep_rows
from models.reviewing.cells import attributes
from models.reviewing.files.columns import Column, FileForm, attribute_named, folded, quoted

__all__ = ["LARGEST", "LINE", "MOST_LINES", "RefusedFile", "form_of", "keep_file", "read_file"]

LARGEST = 8 << 20
"""Bytes: a file of every cell with long grounds has about five million."""
MOST_LINES = 20_000
"""Every item for each of the attributes is 13,600."""
HEAD_WITHIN = 10
"""A committee writes titles above its table; the heads stand in one of the first lines."""
LINE = "line"
_COLUMNS = {folded(column.value): column for column in Column}
_TOLD_AT_ONCE = 3


class WrongColumns(RefusedFile):
    """The heads of the table are not those of either form."""


def keep_file(session: Session, viewer: Viewer, file_name: str, path: Path) -> UploadedTable:
    """Read a file and keep its lines. Raises ``RefusedFile``."""
    lines = read_file(path)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return keep_rows(session, viewer, TableUse.GRANTS, file_name, digest, lines)


def read_file(path: Path) -> list[dict[str, str]]:
    """The lines of a file: by the name of the column or the code of the attribute, what stands there.

    Columns the file does not have are missing in its lines. Raises ``RefusedFile``.
    """
    if path.stat().st_size > LARGEST:
        raise RefusedFile(f"ファイルが大きすぎます（上限 {LARGEST >> 20} MiB）。")
    rows = rows_of(path)
    heads = _heads(islice(rows, HEAD_WITHIN))
    lines = []
    for number, cells in rows:
        if any(cells):
            lines.append(_line(number, cells, heads))
        if len(lines) > MOST_LINES:
            raise RefusedFile(f"一度に取り込めるのは {MOST_LINES:,} 行までです。")
    if not lines:
        raise RefusedFile("見出しの下に行がありません。")
    return lines


def form_of(line: Mapping[str, str]) -> FileForm:
    """Which form a line is of."""
    return FileForm.LONG if Column.ATTRIBUTE.name in line else FileForm.WIDE


def _heads(first: Iterator[tuple[int, list[str]]]) -> Sequence[str]:
    """The name of each column, empty where there is no head; leaves the lines after the heads unread."""
    for _number, cells in first:
        names = [_name(cell) for cell in cells]
        if {Column.KEY.name, Column.CODE.name} & set(names):
            _check(cells, names)
            return [name or "" for name in names]
    raise WrongColumns(f"見出しの行が見つかりません。「{Column.KEY.value}」又は「{Column.CODE.value}」の列が必要です。")


def _name(head: str) -> str | None:
    """What a column is of; None for a head that says nothing known, empty for no head."""
    if not head:
        return ""
    if column := _COLUMNS.get(folded(head)):
        return column.name
    attribute = attribute_named(head)
    return attribute.value if attribute else None


def _check(heads: Sequence[str], names: Sequence[str | None]) -> None:
    unknown = [quoted(head) for head, name in zip(heads, names, strict=True) if name is None]
    if unknown:
        told = "」「".join(unknown[:_TOLD_AT_ONCE])
        raise WrongColumns(f"知らない見出しがあります：「{told}」。見出しを直すか、その列を除いてください。")
    filled = [name for name in names if name]
    if len(set(filled)) != len(filled):
        raise WrongColumns("同じ見出しの列が、二つ以上あります。")
    marks = {Column.ATTRIBUTE.name, Column.MARK.name} <= set(filled)
    named = {attribute.value for attribute in attributes()} & set(filled)
    if marks == bool(named) or (Column.ATTRIBUTE.name in filled) != (Column.MARK.name in filled):
        raise WrongColumns(
            f"利用者属性ごとの列か、「{Column.ATTRIBUTE.value}」と「{Column.MARK.value}」の列の、どちらかが必要です。"
        )


def _line(number: int, cells: Sequence[str], heads: Sequence[str]) -> dict[str, str]:
    padded = [*cells, *[""] * (len(heads) - len(cells))]
    if any(cell for cell, head in zip(padded, heads, strict=False) if not head) or any(cells[len(heads) :]):
        raise WrongColumns(f"{number}行目: 見出しのない列に値があります。")
    return {LINE: str(number), **{head: cell for cell, head in zip(padded, heads, strict=False) if head}}
