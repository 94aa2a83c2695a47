"""Search criteria: what is asked, made only of what the viewer may see.

An item that is hidden and one that does not exist cannot be told apart here: neither can be named.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from models.access.visible_items import VisibleItems
from models.catalogue.item import Item
from models.certifications.changes import ChangedSince, read_changed_since
from models.certifications.cursor import Cursor, read_cursor
from models.certifications.filters import (
    FROM,
    RANGED,
    TO,
    Filter,
    WrongValue,
    read_choice,
    read_range,
    read_text,
)  # fmt: skip
from models.certifications.item_columns import listable
from models.certifications.words import LONGEST, Term, parse_words
from models.words import words as register_words

SIZES = (20, 50, 100)
DEFAULT_SIZE = 50
MOST_COLUMNS = 40
DEFAULT_SORT = "certified_on"
SINCE = "changed_since"
OWN_PARAMETERS = frozenset({"q", SINCE, "sort", "size", "columns", "after", "before"})
"""The names in an address that no item can take."""
Parameters = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Sort:
    """By which visible item, and which way; ``item`` None is the register's own order."""

    item: Item | None
    descending: bool = True

    def parameter(self) -> str:
        """The sort as it stands in the address, empty for the register's own order."""
        return f"{'-' if self.descending else ''}{self.item.key}" if self.item else ""


@dataclass(frozen=True)
class SearchCriteria:
    """One question to the register.

    ``problems`` are (parameter, sentence) for values that cannot be read; ``ignored`` says that something was asked
    that is no question to this viewer: an unknown or hidden item, or an order a list cannot be put in.
    """

    words: str = ""
    filters: tuple[Filter, ...] = ()
    changed_since: ChangedSince | None = None
    sort: Sort = field(default_factory=lambda: Sort(None))
    columns: tuple[Item, ...] = ()
    columns_chosen: bool = False
    size: int = DEFAULT_SIZE
    cursor: Cursor | None = None
    problems: tuple[tuple[str, str], ...] = ()
    ignored: bool = False

    @property
    def terms(self) -> tuple[Term, ...]:
        """The words, as terms."""
        return parse_words(self.words)

    @property
    def narrowed(self) -> bool:
        """Whether anything but the viewer's own rows limits the result."""
        return bool(self.terms or self.filters or self.changed_since)

    def parameters(self, *, cursor: bool = False) -> list[tuple[str, str]]:
        """The criteria as an address states them, in one order; defaults are left out."""
        pairs = [("q", self.words)] if self.words else []
        for one in self.filters:
            pairs += one.parameters()
        if self.changed_since is not None:
            pairs.append((SINCE, self.changed_since.written()))
        if self.sort.parameter():
            pairs.append(("sort", self.sort.parameter()))
        if self.columns_chosen:
            pairs += [("columns", item.key) for item in self.columns]
        if self.size != DEFAULT_SIZE:
            pairs.append(("size", str(self.size)))
        if cursor and self.cursor is not None:
            pairs.append(self.cursor.parameter())
        return pairs

    def without(self, unwanted: Filter) -> "SearchCriteria":
        """The same question with one filter less."""
        return replace(self, filters=tuple(one for one in self.filters if one != unwanted), cursor=None)

    def with_columns(self, columns: Sequence[Item]) -> "SearchCriteria":
        """The same question with these columns, in this order."""
        return replace(self, columns=tuple(columns), columns_chosen=True)

    def with_usual_columns(self) -> "SearchCriteria":
        """The same question, with whatever columns the person usually sees."""
        return replace(self, columns_chosen=False)

    def with_column_moved(self, key: str, places: int) -> "SearchCriteria":
        """The same question with one column so many places further on (or back); at either end it stays."""
        keys = [item.key for item in self.columns]
        if key not in keys:
            return self
        columns = list(self.columns)
        place = keys.index(key)
        columns.insert(max(place + places, 0), columns.pop(place))
        return self.with_columns(columns)

    def only(self, wanted: Filter) -> "SearchCriteria":
        """The same question with ``wanted``, and no other condition on its item."""
        kept = (one for one in self.filters if one.item.key != wanted.item.key)
        return replace(self, filters=(*kept, wanted), cursor=None)

    def describe(self) -> tuple[str, ...]:
        """The question in words."""
        words = (f"検索語: {self.words}",) if self.words else ()
        since = (self.changed_since.describe(),) if self.changed_since else ()
        return (*words, *(one.describe() for one in self.filters), *since)

    def asked(self) -> dict[str, list[str]]:
        """The question for the audit trail."""
        asked: dict[str, list[str]] = {}
        for name, value in self.parameters(cursor=True):
            asked.setdefault(name, []).append(value)
        return asked


def read_criteria(parameters: Parameters, items: VisibleItems, usual: Sequence[str] | None = None) -> SearchCriteria:
    """The criteria an address states, for someone who may see ``items``. Never raises: see ``problems``.

    ``usual`` are the keys of the columns where the address names none: those of the register, unless given.
    """
    filters, problems = _read_filters(parameters, items)
    since = _read_since(parameters, problems)
    chosen = listable(items.all_of(tuple(dict.fromkeys(parameters.get("columns", ())))[:MOST_COLUMNS]))
    sort, sort_known = _read_sort(_first(parameters, "sort"), items)
    words = _first(parameters, "q").strip()
    if len(words) > LONGEST:
        problems.append(("q", f"検索語は {LONGEST} 文字以内で入力してください。"))
    size = _first(parameters, "size")
    known = OWN_PARAMETERS | _known_names(items)
    return SearchCriteria(
        words=words[:LONGEST],
        filters=tuple(filters),
        changed_since=since,
        sort=sort,
        columns=chosen or listable(items.all_of(usual or ())) or items.all_of(register_words().columns),
        columns_chosen=bool(chosen),
        size=int(size) if size in map(str, SIZES) else DEFAULT_SIZE,
        cursor=read_cursor(
            _first(parameters, "after"), _first(parameters, "before"), sort.item, dated=DEFAULT_SORT in items
        ),
        problems=tuple(problems),
        ignored=not (sort_known and set(parameters) <= known and _all_shown(parameters.get("columns", ()), items)),
    )


def named_keys(parameters: Parameters) -> frozenset[str]:
    """The keys an address names as condition, column or order, whatever may be seen of them."""
    conditions = {name.removesuffix(FROM).removesuffix(TO) for name in parameters if name not in OWN_PARAMETERS}
    return frozenset(conditions | set(parameters.get("columns", ())) | {_first(parameters, "sort").removeprefix("-")})


def parameter_names(item: Item) -> tuple[str, ...]:
    """The names under which an item can be filtered."""
    if item.filterable and item.type in RANGED:
        return (item.key + FROM, item.key + TO)
    return (item.key,) if item.filterable or item.searchable else ()


@lru_cache(maxsize=64)
def filterable(items: VisibleItems) -> tuple[tuple[Item, tuple[str, ...]], ...]:
    """The visible items one can filter by, each with its names. However long the catalogue, these are few."""
    named = ((item, parameter_names(item)) for item in items.by_key.values())
    return tuple((item, names) for item, names in named if names)


@lru_cache(maxsize=64)
def _known_names(items: VisibleItems) -> frozenset[str]:
    return frozenset(name for _item, names in filterable(items) for name in names)


def _read_filters(parameters: Parameters, items: VisibleItems) -> tuple[list[Filter], list[tuple[str, str]]]:
    filters: list[Filter] = []
    problems: list[tuple[str, str]] = []
    for item, names in filterable(items):
        if not any(name in parameters for name in names):
            continue
        try:
            one = _read_filter(item, names, parameters)
        except WrongValue as wrong:
            problems.append((names[0], f"{item.label}: {wrong}"))
        else:
            filters += [one] if one else []
    return filters, problems


def _read_filter(item: Item, names: tuple[str, ...], parameters: Parameters) -> Filter | None:
    if len(names) > 1:
        return read_range(item, *(_first(parameters, name) for name in names))
    if item.filterable:
        return read_choice(item, parameters[item.key])
    return read_text(item, _first(parameters, item.key))


def _read_since(parameters: Parameters, problems: list[tuple[str, str]]) -> ChangedSince | None:
    try:
        return read_changed_since(_first(parameters, SINCE))
    except WrongValue as wrong:
        problems.append((SINCE, f"登録・変更された日: {wrong}"))
        return None


def _read_sort(given: str, items: VisibleItems) -> tuple[Sort, bool]:
    item = items.find(given.removeprefix("-"))
    if item is not None and item.sortable:
        if given == f"-{DEFAULT_SORT}":
            return Sort(None), True
        return Sort(item, given.startswith("-")), True
    return Sort(None), not given


def _first(parameters: Parameters, name: str) -> str:
    return next(iter(parameters.get(name, ())), "")


def _all_shown(keys: Sequence[str], items: VisibleItems) -> bool:
    return len(listable(items.all_of(keys))) == len(keys) and len(set(keys)) <= MOST_COLUMNS
