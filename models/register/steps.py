"""A step of writing to the register: which rows, into which table, and how.

A step's rows are plain text, numbers and None, as both drivers take them (days are ISO text, JSON is text). That is
what lets a difference be worked out now, kept aside, and written later with no more work per row than the driver's own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any, Protocol

Row = tuple[Any, ...]


class Action(StrEnum):
    """What a step does with its rows."""

    INSERT = "insert"
    UPDATE = "update"
    DELETE = "delete"
    ADD = "add"
    """Insert a row, or add its values to those of the row that stands there."""


@dataclass(frozen=True)
class Step:
    """One step. ``columns`` are what its rows hold, the ``keys`` that find a row first.

    ``moments`` are columns that take the moment of writing, and ``of_file`` says that ``file_id`` takes the file:
    neither is known while a difference is worked out. Rows that are ``in_order`` are written in the order of their
    key, because neighbours share a page. Names of tables and columns are ours, never input.
    """

    name: str
    action: Action
    table: str
    columns: tuple[str, ...]
    keys: int = 1
    moments: tuple[str, ...] = ()
    of_file: bool = False
    in_order: bool = False

    @cached_property
    def key(self) -> tuple[str, ...]:
        """The columns by which a row is found."""
        return self.columns[: self.keys]

    @cached_property
    def written(self) -> tuple[str, ...]:
        """Every column a row fills, in the order of its values once it is stamped."""
        return (*self.columns, *self.moments, *(("file_id",) if self.of_file else ()))


class Writer(Protocol):
    """Where rows go: into the database at once, or aside until their difference is applied."""

    @property
    def dialect(self) -> str:
        """``sqlite`` or ``postgresql``."""

    def put(self, step: Step, rows: Sequence[Row]) -> None:
        """Take the rows of a step."""
