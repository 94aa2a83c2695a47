"""A difference kept aside: the rows of every step in one small database file, until they are applied or dropped.

The file holds certified information. Only its owner can read it, and whoever makes it removes it.
"""

import json
import os
import sqlite3
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from models.register.bulk import AT_ONCE
from models.register.steps import Row, Step
from models.register.writing import steps

_NOTES = "notes"


class Staging:
    """A file of staged rows, open. ``Staging.make`` begins one, ``Staging.open`` goes on with one that is complete."""

    def __init__(self, path: Path, dialect: str) -> None:
        self.path = path
        self.dialect = dialect
        self._connection = sqlite3.connect(path, isolation_level=None)
        # A file cut short by a crash is never used: it has no notes.
        self._connection.execute("PRAGMA journal_mode = OFF")
        self._connection.execute("PRAGMA synchronous = OFF")

    @classmethod
    def make(cls, path: Path, dialect: str) -> Self:
        """An empty one at a path where nothing is yet."""
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        staging = cls(path, dialect)
        staging._connection.execute("BEGIN")
        for step in steps(dialect):
            staging._connection.execute(_table(step))
        return staging

    @classmethod
    def open(cls, path: Path, dialect: str) -> Self:
        """One that is there. Raises ``FileNotFoundError``."""
        if not path.exists():
            raise FileNotFoundError(path)
        return cls(path, dialect)

    def put(self, step: Step, rows: Sequence[Row]) -> None:
        """Keep rows of a step."""
        if rows:
            marks = ", ".join("?" for _ in step.columns)
            self._connection.executemany(f"INSERT INTO {step.name} VALUES ({marks})", rows)  # noqa: S608

    def rows(self, step: Step) -> Iterator[Row]:
        """The rows of a step, in the order in which they are to be written."""
        found = self._connection.execute(f"SELECT * FROM {step.name}")  # noqa: S608
        while some := found.fetchmany(AT_ONCE):
            yield from some

    def complete(self, notes: dict[str, Any], *, lasting: bool) -> None:
        """Keep what is to be known about the rows. What is ``lasting`` survives a power cut too."""
        self._connection.execute(f"CREATE TABLE {_NOTES} (text)")
        self._connection.execute(f"INSERT INTO {_NOTES} VALUES (?)", [json.dumps(notes)])  # noqa: S608
        self._connection.execute("COMMIT")
        if lasting:
            with self.path.open("rb") as file:
                os.fsync(file.fileno())

    def notes(self) -> dict[str, Any]:
        """What ``complete`` was given. Raises ``sqlite3.DatabaseError`` for a file that was never completed."""
        found: dict[str, Any] = json.loads(self._connection.execute(f"SELECT text FROM {_NOTES}").fetchone()[0])  # noqa: S608
        return found

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _table(step: Step) -> str:
    """Rows lie as they were put, or in the order of their key: where they are written, nobody sorts any more."""
    names = ", ".join(f'"{column}"' for column in step.columns)
    if not step.in_order:
        return f"CREATE TABLE {step.name} ({names})"
    key = ", ".join(f'"{column}"' for column in step.key)
    return f"CREATE TABLE {step.name} ({names}, PRIMARY KEY ({key})) WITHOUT ROWID"


def form(dialect: str) -> str:
    """A digest of the steps: rows staged by another release are rows of another form."""
    return sha256(repr([(step, _table(step)) for step in steps(dialect)]).encode()).hexdigest()
