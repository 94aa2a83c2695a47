"""A filed report beside the same month worked out anew: where they differ, figure by figure (M11)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Self

from models.reporting.document import Document, Row, Section, Table

MOST_ROWS = 50
"""So many rows of a table are told for each of the two; ``cut`` says that there are more."""


@dataclass(frozen=True, slots=True)
class DifferingTable:
    """The rows of one table that only one of the two has, under the heads of its columns.

    Both are empty where the words around the figures differ and no figure does.
    """

    caption: str
    heads: tuple[str, ...]
    filed: tuple[Row, ...]
    recounted: tuple[Row, ...]
    cut: bool = False


@dataclass(frozen=True, slots=True)
class DifferingSection:
    """One section that did not come out the same, with those of its tables that did not."""

    title: str
    tables: tuple[DifferingTable, ...]

    def kept(self) -> dict[str, Any]:
        """The section as plain values."""
        return asdict(self)

    @classmethod
    def of(cls, kept: dict[str, Any]) -> Self:
        """A section from what is kept of it."""
        return cls(kept["title"], tuple(map(_table, kept["tables"])))


def compare(filed: Document, recounted: Document) -> Sequence[DifferingSection]:
    """The sections of a filed report that are worked out from the trail and are not the same in the recount."""
    anew = {one.code: one for one in recounted.sections}
    return [
        DifferingSection(one.title, _differing(one, anew.get(one.code)))
        for one in filed.sections
        if one.from_trail and (one.code not in anew or anew[one.code].sha256 != one.sha256)
    ]


def _differing(filed: Section, recounted: Section | None) -> tuple[DifferingTable, ...]:
    before = {one.caption: one for one in filed.tables}
    after = {one.caption: one for one in recounted.tables} if recounted is not None else {}
    return tuple(
        _beside(table, _rows(before.get(caption)), _rows(after.get(caption)))
        for caption, table in {**after, **before}.items()
        if before.get(caption) != after.get(caption)
    )


def _beside(table: Table, filed: Sequence[Row], recounted: Sequence[Row]) -> DifferingTable:
    heads = tuple(column.label for column in table.columns)
    gone, come = _without(filed, recounted), _without(recounted, filed)
    cut = max(len(gone), len(come)) > MOST_ROWS
    return DifferingTable(table.caption, heads, gone[:MOST_ROWS], come[:MOST_ROWS], cut)


def _rows(table: Table | None) -> Sequence[Row]:
    return table.rows if table is not None else ()


def _without(rows: Sequence[Row], others: Sequence[Row]) -> tuple[Row, ...]:
    """The rows that the others do not have, or not as often, in their order."""
    there = Counter(others)
    left = []
    for row in rows:
        if there[row]:
            there[row] -= 1
        else:
            left.append(row)
    return tuple(left)


def _table(kept: dict[str, Any]) -> DifferingTable:
    rows = {name: tuple(map(tuple, kept[name])) for name in ("filed", "recounted")}
    return DifferingTable(kept["caption"], tuple(kept["heads"]), **rows, cut=kept["cut"])
