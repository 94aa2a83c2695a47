"""The rows of a table of a pack of evidence, as they are read (M13)."""

from collections.abc import Iterable, Iterator

from sqlalchemy import Select
from sqlalchemy.orm import Session

Row = Iterable[object]
Rows = Iterable[Row]
"""A head, and what stands below it."""
BATCH = 500


def rows_of(session: Session, statement: Select[*tuple[object, ...]]) -> Iterator[Row]:
    """What a statement finds, under the names of its columns."""
    yield [column.name for column in statement.selected_columns]
    for row in session.execute(statement.execution_options(yield_per=BATCH)):
        yield told(row)


def told(row: Row) -> Row:
    """A row as it is written: what there is none of is empty."""
    return ["" if value is None else value for value in row]
