"""A table somebody uploaded, read and kept until it is used: what it would do is shown first (dry run)."""

import csv
import hashlib
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, String, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models import clock
from models.access.viewer import Viewer
from models.catalogue.file_cells import unguarded
from models.db import Base, begin_writing
from models.errors import DomainError, NotFound

MOST_ROWS = 2_000
MAX_BYTES = 900_000
KEPT_FOR = timedelta(hours=24)
LONGEST_CELL = 400
ENCODINGS = ("utf-8-sig", "cp932")
OUTCOME, SENTENCE = "became", "became_why"
"""Where a row keeps what became of it; no column of a file has such a name."""


class TableUse(StrEnum):
    """What a table is for."""

    APPLICATIONS = "applications"
    ORGANISATIONS = "organisations"
    GRANTS = "grants"


class UnreadableTable(DomainError):
    """The file cannot be read as a table; the reason names the line."""


class UploadedTable(Base):
    """One table: its rows as mappings from column to text. Its uploader alone sees it; it is gone after a day."""

    __tablename__ = "uploaded_tables"

    id: Mapped[int] = mapped_column(primary_key=True)
    use_code: Mapped[str] = mapped_column("use", String(20))
    file_name: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(String(64))
    rows: Mapped[list[Any]]
    uploaded_by: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    uploaded_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


def keep_table(
    session: Session,
    viewer: Viewer,
    use: TableUse,
    file_name: str,
    content: bytes,
    columns: Sequence[str],
    optional: Sequence[str] = (),
) -> UploadedTable:
    """Read a CSV file (UTF-8 or Shift_JIS) that has these columns, and keep it. Raises ``UnreadableTable``.

    A column that is ``optional`` reads as empty where the file lacks it.
    """
    rows = read_table(content, columns, optional)
    return keep_rows(session, viewer, use, file_name, hashlib.sha256(content).hexdigest(), rows)


def keep_rows(
    session: Session, viewer: Viewer, use: TableUse, file_name: str, sha256: str, rows: Sequence[Mapping[str, str]]
) -> UploadedTable:
    """Keep rows that were read from a file with this digest. What is too old is cleared away with it."""
    begin_writing(session)
    session.execute(delete(UploadedTable).where(UploadedTable.uploaded_at < clock.now() - KEPT_FOR))
    made = UploadedTable(
        use_code=use.value,
        file_name=file_name,
        sha256=sha256,
        rows=list(rows),
        uploaded_by=viewer.account_id,
        uploaded_at=clock.now(),
    )
    session.add(made)
    session.flush()
    return made


def own_table(session: Session, viewer: Viewer, use: TableUse, number: int) -> UploadedTable:
    """One's own table. Raises ``NotFound``, for another's and for one that is too old too."""
    chosen = select(UploadedTable).where(UploadedTable.id == number).execution_options(populate_existing=True)
    found = session.scalar(chosen)
    if found is None or found.use_code != use or found.uploaded_by != viewer.actor.account_id:
        raise NotFound
    if clock.now() >= found.uploaded_at + KEPT_FOR:
        raise NotFound
    return found


def keep_outcomes(table: UploadedTable, outcomes: Iterable[tuple[str, str]]) -> None:
    """Keep with the rows what became of each: the database goes on, and would answer otherwise tomorrow."""
    kept = ({OUTCOME: outcome, SENTENCE: sentence} for outcome, sentence in outcomes)
    table.rows = [row | one for row, one in zip(table.rows, kept, strict=True)]


def read_table(content: bytes, columns: Sequence[str], optional: Sequence[str] = ()) -> list[dict[str, str]]:
    """The rows of a CSV file by column. Raises ``UnreadableTable``: encoding, columns, too many, a cell too long."""
    text = _decoded(content)
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        raise UnreadableTable("CSVとして読めません。引用符の閉じ忘れがないか確認してください。") from error
    if not lines:
        raise UnreadableTable("ファイルが空です。")
    head = [cell.strip() for cell in lines[0]]
    missing = [column for column in columns if column not in head]
    if missing or len(set(head)) != len(head):
        raise UnreadableTable(f"1行目の見出しが違います。必要な列：{'、'.join(columns)}")
    body = [(number, line) for number, line in enumerate(lines[1:], start=2) if any(cell.strip() for cell in line)]
    if not body:
        raise UnreadableTable("見出しの下に行がありません。")
    if len(body) > MOST_ROWS:
        raise UnreadableTable(f"一度に取り込めるのは {MOST_ROWS:,} 行までです。")
    return [_row(number, line, head, [*columns, *optional]) for number, line in body]


def _row(number: int, line: list[str], head: list[str], columns: Sequence[str]) -> dict[str, str]:
    if len(line) > len(head):
        raise UnreadableTable(f"{number}行目の列の数が、見出しより多くあります。")
    values = dict(zip(head, line, strict=False))
    row = {column: unguarded(values.get(column, "").strip()) for column in columns}
    for column, value in row.items():
        if len(value) > LONGEST_CELL or "\0" in value:
            raise UnreadableTable(f"{number}行目の「{column}」が長すぎるか、使えない文字を含みます。")
    return {"行": str(number), **row}


def _decoded(content: bytes) -> str:
    if len(content) > MAX_BYTES:
        raise UnreadableTable(f"ファイルが大きすぎます（{MAX_BYTES:,} バイトまで）。")
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableTable("文字コードが分かりません。UTF-8 又は Shift_JIS のCSVにしてください。")
