"""Lists of the administration: filtered, sorted and paged by key, the same on screen and in a file.

A list says once what it can be filtered and sorted by. What an address asks beyond that is not understood, and is told
so (``ListQuestion.ignored``); it never reaches the database.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, func, or_, select, tuple_
from sqlalchemy.orm import Session

from models import clock
from models.list_cursor import ListCursor, kind_of, read_cursor

SIZES = (20, 50, 100)
DEFAULT_SIZE = 50
LONGEST_TEXT = 200
BATCH = 500
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class ListFilter:
    """One condition. ``choices`` are pairs (value, label); without any it takes what is typed, a day if ``is_day``."""

    name: str
    label: str
    condition: Callable[[str], ColumnElement[bool]]
    choices: Sequence[tuple[str, str]] = ()
    is_day: bool = False

    def takes(self, value: str) -> bool:
        """Whether the value is one of the choices, or a text that can be looked for."""
        if self.choices:
            return value in {key for key, _label in self.choices}
        return len(value) <= LONGEST_TEXT and "\0" not in value and (not self.is_day or read_day(value) is not None)

    def normal(self, value: str) -> str:
        """The value as it stands in addresses and fields, whichever way it was typed."""
        day = read_day(value) if self.is_day else None
        return day.isoformat() if day is not None else value

    def describe(self, value: str) -> str:
        """The condition in words: ``状態: 停止``."""
        return f"{self.label}: {dict(self.choices).get(value, value)}"


@dataclass(frozen=True)  # with slots, Python 3.11 cannot name the type it is made for
class ListSpec(Generic[Row]):
    """What a list is made of.

    ``statement`` selects one entity, of the rows its reader may see. ``key`` is its primary key. ``sorts`` are
    expressions that are never NULL, by name; the first is the list's own order, ``descending`` its direction. A list
    that may be too long to count says how far it is counted, ``counted_to``; its ``statement`` loads nothing beside.
    """

    statement: Select[Row]
    key: SQLColumnExpression[int]
    sorts: Mapping[str, SQLColumnExpression[Any]]
    filters: Sequence[ListFilter] = ()
    descending: bool = False
    counted_to: int = 0

    @property
    def first_sort(self) -> str:
        """The name of the list's own order."""
        return next(iter(self.sorts))


@dataclass(frozen=True, slots=True)
class ListQuestion:
    """What an address asks of a list: understood values only. ``cursor`` is where the page begins or ends."""

    filters: Mapping[str, str]
    sort: str
    descending: bool
    size: int = DEFAULT_SIZE
    cursor: ListCursor | None = None
    ignored: bool = False


@dataclass(frozen=True)  # with slots, Python 3.11 cannot name the type it is made for
class ListPage(Generic[Row]):
    """One page, and the cursors of its neighbours. There are ``total`` rows, or more where it says ``at_least``."""

    rows: Sequence[Row]
    total: int
    preceding: ListCursor | None
    following: ListCursor | None
    at_least: bool = False


@dataclass(frozen=True, slots=True)
class _Order:
    expression: SQLColumnExpression[Any]
    key: SQLColumnExpression[int]
    descending: bool
    backwards: bool = field(default=False)

    def apply(self, statement: Select[Any]) -> Select[Any]:
        falling = self.descending != self.backwards
        parts = (self.expression, self.key)
        return statement.order_by(*(part.desc() if falling else part.asc() for part in parts))

    def beyond(self, cursor: ListCursor) -> ColumnElement[bool]:
        falling = self.descending != self.backwards
        value = cursor.value_for(self.expression)
        edge, row = tuple_(value, cursor.key), tuple_(self.expression, self.key)
        return row < edge if falling else row > edge


def ask(spec: ListSpec[Any], given: Mapping[str, str]) -> ListQuestion:
    """The question an address states, as far as this list understands it."""
    known = {one.name: one for one in spec.filters}
    values = {name: value.strip() for name, value in given.items() if value.strip()}
    taken = {name: one for name, one in known.items() if name in values and one.takes(values[name])}
    filters = {name: one.normal(values[name]) for name, one in taken.items()}
    wanted = values.get("sort", "")
    name, descending = wanted.removeprefix("-"), wanted.startswith("-")
    sortable = name in spec.sorts
    if not sortable:
        name, descending = spec.first_sort, spec.descending
    size = values.get("size", str(DEFAULT_SIZE))
    understood = {*filters, "size", "after", "before", *(("sort",) if sortable else ())}
    cursor = read_cursor(values.get("after", ""), values.get("before", ""), spec.sorts[name])
    return ListQuestion(
        filters,
        name,
        descending,
        int(size) if size in map(str, SIZES) else DEFAULT_SIZE,
        cursor,
        ignored=bool(set(values) - understood),
    )


def list_page(session: Session, spec: ListSpec[Row], question: ListQuestion) -> ListPage[Row]:
    """The page asked for, and how many rows there are in all."""
    chosen = _chosen(spec, question)
    total, at_least = _count(session, spec, chosen)
    cursor = question.cursor
    backwards = cursor is not None and cursor.backwards
    order = _Order(spec.sorts[question.sort], spec.key, question.descending, backwards)
    statement = order.apply(chosen).add_columns(order.expression, spec.key)
    if cursor is not None:
        statement = statement.where(order.beyond(cursor))
    found = session.execute(statement.limit(question.size + 1)).all()
    more, found = len(found) > question.size, found[: question.size]
    if backwards:
        found = found[::-1]
    before, after = (more, cursor is not None) if backwards else (cursor is not None, more)
    return ListPage(
        rows=[row[0] for row in found],
        total=total,
        preceding=ListCursor.at(found[0], backwards=True) if found and before else None,
        following=ListCursor.at(found[-1], backwards=False) if found and after else None,
        at_least=at_least,
    )


def _count(session: Session, spec: ListSpec[Any], chosen: Select[Any]) -> tuple[int, bool]:
    """How many rows there are, and whether it was not counted to the end."""
    counted = chosen.order_by(None)
    if spec.counted_to:
        # Keys alone: an index may hold them, and no row is then fetched to be counted.
        counted = counted.with_only_columns(spec.key, maintain_column_froms=True).limit(spec.counted_to + 1)
    total = session.scalar(select(func.count()).select_from(counted.subquery())) or 0
    return (spec.counted_to, True) if spec.counted_to and total > spec.counted_to else (total, False)


def every_row(session: Session, spec: ListSpec[Row], question: ListQuestion) -> Iterator[Row]:
    """Every row of the list in its order, for a file."""
    order = _Order(spec.sorts[question.sort], spec.key, question.descending)
    yield from session.scalars(order.apply(_chosen(spec, question)).execution_options(yield_per=BATCH))


def contains(*columns: SQLColumnExpression[Any]) -> Callable[[str], ColumnElement[bool]]:
    """A condition: one of the columns holds what was typed, whatever its case."""

    def condition(text: str) -> ColumnElement[bool]:
        return or_(*(column.icontains(text, autoescape=True) for column in columns))

    return condition


def equals(column: SQLColumnExpression[Any]) -> Callable[[str], ColumnElement[bool]]:
    """A condition: the column has exactly this value."""
    return lambda value: column == value


def from_day_to_day(
    column: SQLColumnExpression[Any], since: str = "この日から", until: str = "この日まで"
) -> tuple[ListFilter, ListFilter]:
    """Two conditions on a moment or a day: not before one day in Japan, and not after another; with their labels."""
    by_day = not issubclass(kind_of(column), datetime)

    def begins(value: str) -> ColumnElement[bool]:
        day = read_day(value) or clock.FIRST_DAY
        return column >= (day if by_day else clock.day_begins(day))

    def ends(value: str) -> ColumnElement[bool]:
        day = read_day(value) or clock.LAST_DAY
        return column <= day if by_day else column < clock.day_ends(day)

    return ListFilter("since", since, begins, is_day=True), ListFilter("until", until, ends, is_day=True)


def read_day(value: str) -> date | None:
    """A day as it is typed (``2026-05-31``, ``2026/5/31``); ``None`` for what is none, or lies too far away."""
    parts = value.replace("/", "-").split("-")
    try:
        year, month, day = map(int, parts)
        found = date(year, month, day)
    except ValueError:
        return None
    return found if clock.FIRST_DAY <= found <= clock.LAST_DAY else None


def _chosen(spec: ListSpec[Row], question: ListQuestion) -> Select[Row]:
    known = {one.name: one for one in spec.filters}
    return spec.statement.where(*(known[name].condition(value) for name, value in question.filters.items()))
