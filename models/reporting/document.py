"""A report as a document: sections of tables, the same on screen, on paper, in a workbook and in the archive.

A document is plain JSON of texts and whole numbers, so that its bytes, and with them its SHA-256, are the same wherever
it is worked out again.
"""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from typing import Any, Self

Value = str | int
Row = tuple[Value, ...]
FORMAT = 2
"""2: the rows that every report has bear their keys. What was filed in format 1 has none."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``numeric`` ones hold whole numbers; ``bar`` ones are drawn as bars beside their numbers too."""

    label: str
    numeric: bool = False
    bar: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """One table. A row has a value for each column; ``note`` says what the numbers are, where the heads do not.

    ``keys`` name the rows where they are the same in every report, however their label in the first column is worded;
    it is empty where the rows are what was found in the month.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    note: str = ""
    keys: tuple[str, ...] = ()

    def largest(self, position: int) -> int:
        """The largest number of a column, for the length of bars."""
        values = (row[position] for row in self.rows)
        return max((value for value in values if isinstance(value, int)), default=0)


@dataclass(frozen=True, slots=True)
class Section:
    """One matter. ``from_trail``: worked out from the trail alone, so that it comes out the same at any time later.

    Others say how things stood at the moment the report was made.
    """

    code: str
    title: str
    sentence: str
    tables: tuple[Table, ...]
    from_trail: bool = True


@dataclass(frozen=True, slots=True)
class Document:
    """A whole report on ``month`` (``2026-10``); ``made_at`` is a moment in ISO 8601."""

    month: str
    made_at: str
    sections: tuple[Section, ...]
    format: int = field(default=FORMAT)

    def to_text(self) -> str:
        """The document as it is kept: JSON, keys sorted."""
        return _bytes(asdict(self)).decode()

    @classmethod
    def of_text(cls, text: str) -> Self:
        """A kept document."""
        kept = json.loads(text)
        return cls(kept["month"], kept["made_at"], tuple(map(_section, kept["sections"])), kept["format"])


def digest_of(text: str) -> str:
    """The SHA-256 of a kept document."""
    return hashlib.sha256(text.encode()).hexdigest()


def _bytes(plain: Any) -> bytes:
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _section(kept: dict[str, Any]) -> Section:
    return Section(**{**kept, "tables": tuple(map(_table, kept["tables"]))})


def _table(kept: dict[str, Any]) -> Table:
    columns = tuple(Column(**one) for one in kept["columns"])
    return Table(kept["caption"], columns, tuple(map(tuple, kept["rows"])), kept["note"], tuple(kept.get("keys", ())))
