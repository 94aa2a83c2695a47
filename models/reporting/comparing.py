"""A filed report beside the same month worked out anew: where they differ, figure by figure (M11).

The product goes on between the two. A filed report is compared in what it has: what reports have only since then is
told apart, and words that were put another way are no difference. Sections go by their code and rows that every report
has by their key; tables, columns, and the rows of reports filed before rows had keys, go by their words.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import zip_longest
from typing import Any, Protocol, Self, TypeVar

from models.reporting.document import Document, Row, Section, Table

MOST_ROWS = 50
"""So many rows of a table are told for each of the two; ``cut`` says that there are more."""
_NUMBER = re.compile(r"\d[\d,]*")


@dataclass(frozen=True, slots=True)
class DifferingTable:
    """The rows of one table that only one of the two has, under the heads of its columns."""

    caption: str
    heads: tuple[str, ...]
    filed: tuple[Row, ...]
    recounted: tuple[Row, ...]
    cut: bool = False


@dataclass(frozen=True, slots=True)
class DifferingSection:
    """One section that did not come out the same, with those of its tables that did not; none where it is the numbers
    in its sentence.

    ``added``: what the section has only since the report was made, which is no difference.
    """

    title: str
    tables: tuple[DifferingTable, ...]
    added: bool = False

    def kept(self) -> dict[str, Any]:
        """The section as plain values."""
        return asdict(self)

    @classmethod
    def of(cls, kept: dict[str, Any]) -> Self:
        """A section from what is kept of it."""
        return cls(kept["title"], tuple(map(_kept_table, kept["tables"])), kept.get("added", False))


def compare(filed: Document, recounted: Document) -> Sequence[DifferingSection]:
    """The sections of a filed report that are worked out from the trail and are not the same in the recount; then, by
    section, what the recount alone has.
    """
    after = {one.code: one for one in recounted.sections}
    differing, added = [], []
    for one in filed.sections:
        other = after.get(one.code)
        if not (other or one).from_trail:  # the product says what is compared, and not the report that is looked into
            continue
        if (tables := _differing(one, other)) is not None:
            differing.append(DifferingSection(one.title, tables))
        if other is not None and (tables := tuple(_added(one, other))):
            added.append(DifferingSection(other.title, tables, added=True))
    known = {one.code for one in filed.sections}
    new = [one for one in recounted.sections if one.from_trail and one.code not in known]
    added += [DifferingSection(one.title, tuple(map(_only_recounted, one.tables)), added=True) for one in new]
    return [*differing, *added]


def _differing(filed: Section, recounted: Section | None) -> tuple[DifferingTable, ...] | None:
    """The tables that differ, or ``None`` when the section is the same."""
    if recounted is None:
        return tuple(_told(one, one.rows, ()) for one in filed.tables)
    found = tuple(_differences(filed.tables, recounted.tables))
    return found if found or not _says(recounted.sentence, filed.sentence) else None


def _differences(filed: Sequence[Table], recounted: Sequence[Table]) -> Iterator[DifferingTable]:
    for before, after in _paired(filed, recounted):
        if before is None:
            continue
        gone, come = _rows_that_differ(before, after) if after is not None else (before.rows, ())
        if gone or come:
            yield _told(before, gone, come)


def _added(filed: Section, recounted: Section) -> Iterator[DifferingTable]:
    """The tables, columns and rows of a section that the filed one does not have."""
    for before, after in _paired(filed.tables, recounted.tables):
        if after is not None and before is not None:
            yield from _added_to(before, after)
        elif after is not None:
            yield _only_recounted(after)


def _added_to(filed: Table, recounted: Table) -> Iterator[DifferingTable]:
    """First the columns, with all rows; then the rows that every report has by now."""
    places = _places(filed, recounted)
    new = [place for place in range(1, len(recounted.columns)) if place not in places]
    if None not in places and new:
        narrow = Table(
            recounted.caption,
            tuple(recounted.columns[place] for place in (0, *new)),
            tuple(tuple(row[place] for place in (0, *new)) for row in recounted.rows),
        )
        yield _only_recounted(narrow)
    known = set(_keys(filed, recounted))
    rows = tuple(
        row for key, row in zip(recounted.keys, recounted.rows, strict=bool(recounted.keys)) if key not in known
    )
    if rows:
        yield _told(recounted, (), rows)


def _rows_that_differ(filed: Table, recounted: Table) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    """The rows of each that the other does not have, in the columns of the filed one."""
    places = _places(filed, recounted)
    if None in places:
        return filed.rows, recounted.rows
    rows = [tuple(row[place] for place in places if place is not None) for row in recounted.rows]
    if not recounted.keys:
        return _without(filed.rows, rows), _without(rows, filed.rows)
    anew = dict(zip(recounted.keys, rows, strict=True))
    pairs = [(row, anew.get(key)) for key, row in zip(_keys(filed, recounted), filed.rows, strict=True)]
    unlike = [(row, other) for row, other in pairs if other is None or row[1:] != other[1:]]
    return tuple(row for row, _other in unlike), tuple(other for _row, other in unlike if other is not None)


def _keys(filed: Table, recounted: Table) -> Sequence[str]:
    """The keys of the filed rows; where they were filed without, those of the recount's rows with their labels."""
    if filed.keys or not recounted.keys:
        return filed.keys
    by_label = {row[0]: key for key, row in zip(recounted.keys, recounted.rows, strict=True)}
    return [by_label.get(row[0], "") for row in filed.rows]


def _places(filed: Table, recounted: Table) -> Sequence[int | None]:
    """Where in the recount's rows the value of each filed column stands."""
    columns = [(column.label, place) for place, column in enumerate(recounted.columns)]
    named = [_Named(label, place) for label, place in columns]
    pairs = _paired([_Named(column.label, place) for place, column in enumerate(filed.columns)], named)
    found = {before.place: after.place for before, after in pairs if before is not None and after is not None}
    return [found.get(place) for place in range(len(filed.columns))]


@dataclass(frozen=True, slots=True)
class _Named:
    caption: str
    place: int


class _Captioned(Protocol):
    @property
    def caption(self) -> str: ...


_Thing = TypeVar("_Thing", bound=_Captioned)


def _paired(filed: Sequence[_Thing], recounted: Sequence[_Thing]) -> Iterator[tuple[_Thing | None, _Thing | None]]:
    """Those with the same words; of the others the first with the first, as far as there are any: what was put another
    way has kept its place."""
    after = {one.caption: one for one in recounted}
    before = {one.caption for one in filed}
    yield from ((one, after[one.caption]) for one in filed if one.caption in after)
    yield from zip_longest(
        [one for one in filed if one.caption not in after], [one for one in recounted if one.caption not in before]
    )


def _says(sentence: str, other: str) -> bool:
    """Whether the sentence has the numbers of the other one, in their order."""
    numbers = iter(_NUMBER.findall(sentence))
    return all(one in numbers for one in _NUMBER.findall(other))


def _only_recounted(table: Table) -> DifferingTable:
    return _told(table, (), table.rows)


def _told(table: Table, filed: Sequence[Row], recounted: Sequence[Row]) -> DifferingTable:
    heads = tuple(column.label for column in table.columns)
    cut = max(len(filed), len(recounted)) > MOST_ROWS
    return DifferingTable(table.caption, heads, tuple(filed[:MOST_ROWS]), tuple(recounted[:MOST_ROWS]), cut)


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


def _kept_table(kept: dict[str, Any]) -> DifferingTable:
    rows = {name: tuple(map(tuple, kept[name])) for name in ("filed", "recounted")}
    return DifferingTable(kept["caption"], tuple(kept["heads"]), **rows, cut=kept["cut"])
