"""From criteria to SQL: a conjunction of scope keys, driven from the narrowest, and the conditions that remain.

Every listing, count and file is built here, so that page, total and export cannot disagree.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute

from models.access.door import Reading
from models.access.row_scope import RowScope
from models.access.scope_conditions import carries_one_of, is_key, narrowest
from models.catalogue.item import Item, ItemType, Store
from models.certifications.changes import changed_since
from models.certifications.criteria import DEFAULT_SORT, SearchCriteria
from models.certifications.cursor import Cursor
from models.certifications.filters import ChoiceFilter, Filter, RangeFilter, TextFilter
from models.certifications.item_columns import column_of
from models.reference.municipalities import wards_of
from models.register import search_index
from models.register.certification import CERTIFICATIONS
from models.register.scope_keys import NATION, ScopeKey, ScopeKind
from models.register.scopes import FIRST_DAY, SCOPES, listing_position
from models.register.search_index import Sought

Statement = Select[*tuple[Any, ...]]
# Filters by place are scope keys themselves: a facility in two prefectures is found under both.
PLACES = {"prefecture": ScopeKind.PREFECTURE, "municipality": ScopeKind.MUNICIPALITY}
PARCELS = "parcel_addresses"
LAST_ID = (1 << 32) - 1


@dataclass(frozen=True)
class Listing:
    """The matching rows of the scope table: a condition, and whether the certification itself has to be joined.

    ``found`` are the places the words occur at, None without words, and ``alone`` says that nothing else is asked:
    then the index itself counts, and finds the newest without looking at the others.
    """

    condition: ColumnElement[bool]
    joined: bool = False
    found: Select[int] | None = None
    alone: bool = False

    def count(self) -> Statement:
        """How many there are."""
        if self.found is not None and self.alone:
            return select(func.count()).select_from(self.found.subquery())
        return self._from(select(func.count()))

    def output(self) -> Statement:
        """How many there are, and their output in all (kW)."""
        return self._from(select(func.count(), func.sum(SCOPES.c.output_kw)))

    def rows(self, columns: Sequence[Any]) -> Statement:
        """The named columns of each, in no order."""
        return self._rows(columns, self.found)

    def page(self, register: Reading, criteria: SearchCriteria, columns: Sequence[Any], limit: int) -> Statement:
        """The named columns of the first ``limit`` rows in the order asked for, from the cursor on."""
        found = self.found
        if found is not None and self.alone and in_listing_order(register, criteria):
            # The first hits of a frequent word, not all of them to sort.
            place = search_index.positions_column(register.dialect)
            found = _by(found, place, criteria.cursor, down=downwards(criteria)).limit(limit)
        return ordered(self._rows(columns, found), register, criteria).limit(limit)

    def along(self, columns: Sequence[Any]) -> Statement:
        """The named columns of each, to be read along an index of the certifications instead of the scope."""
        carried = exists(select(1).where(self._where(self.found), CERTIFICATIONS.c.position == SCOPES.c.position))
        return select(*columns).select_from(CERTIFICATIONS).where(carried)

    def _rows(self, columns: Sequence[Any], found: Select[int] | None) -> Statement:
        joined = CERTIFICATIONS.c.position == SCOPES.c.position
        return select(*columns).select_from(SCOPES).join(CERTIFICATIONS, joined).where(self._where(found))

    def _from(self, statement: Statement) -> Statement:
        statement = statement.select_from(SCOPES).where(self._where(self.found))
        if self.joined:
            statement = statement.join(CERTIFICATIONS, CERTIFICATIONS.c.position == SCOPES.c.position)
        return statement

    def _where(self, found: Select[int] | None) -> ColumnElement[bool]:
        return self.condition if found is None else and_(self.condition, SCOPES.c.position.in_(found))


NOTHING = Listing(false())


def listing(register: Reading, criteria: SearchCriteria) -> Listing:
    """What the viewer of ``register`` may see of what ``criteria`` ask; no rows for an empty scope."""
    scope = register.viewer.scope
    if not scope:
        return NOTHING
    words = [one for one in criteria.filters if isinstance(one, TextFilter)]
    sought = _sought(register, criteria, words)
    found = search_index.positions(register.dialect, sought, scope) if sought else None
    if sought and found is None:
        return NOTHING
    places = [one for one in criteria.filters if one.item.key in PLACES]
    others = [one for one in criteria.filters if one not in places and one not in words]
    # Whoever may not see the parcels learns nothing of them: for them a facility stands at its representative site.
    alone = [] if PARCELS in register.viewer.items else [_representative(one) for one in places]
    conditions = [_driven([scope, *(_keys(one) for one in places)]), *map(_condition, others), *alone]
    if criteria.changed_since is not None:
        conditions.append(changed_since(register, criteria.changed_since))
    joined = bool(alone) or any(not _in_scope_table(one) for one in others)
    nothing_else = not places and not others and criteria.changed_since is None
    return Listing(and_(*conditions), joined, found, alone=nothing_else)


def _sought(register: Reading, criteria: SearchCriteria, words: Sequence[TextFilter]) -> list[Sought]:
    searchable = register.viewer.items.searchable
    terms = [Sought(searchable, term.text, term.excluded, term.phrase) for term in criteria.terms]
    return [*terms, *(Sought(frozenset({one.item.key}), one.text) for one in words)]


def _keys(one: Filter) -> RowScope:
    if not isinstance(one, ChoiceFilter):
        raise TypeError("a place is chosen, not compared")
    return frozenset(ScopeKey(PLACES[one.item.key], value) for value in one.values)


def _representative(one: Filter) -> ColumnElement[bool]:
    if not isinstance(one, ChoiceFilter):
        raise TypeError("a place is chosen, not compared")
    codes = {code for value in one.values for code in (value, *(ward.code for ward in wards_of(value)))}
    return column_of(one.item).in_(sorted(codes))


def _driven(groups: Sequence[RowScope]) -> ColumnElement[bool]:
    single = [next(iter(group)) for group in groups if len(group) == 1]
    driving = narrowest(single) if single else NATION
    # Every certification carries the nation's key: to ask for it as well is to walk the whole register.
    rest = [carries_one_of(group) for group in groups if group not in ({driving}, {NATION})]
    return and_(is_key(driving), *rest)


def _in_scope_table(one: Filter) -> bool:
    return one.item.key in {"source", "output_kw", "status", DEFAULT_SORT}


def _column(item: Item) -> ColumnElement[Any] | InstrumentedAttribute[Any]:
    match item.key:
        case "source":
            return SCOPES.c.source_group
        case "output_kw":
            return SCOPES.c.output_kw
        case "status":
            return SCOPES.c.status
    return column_of(item)


def _condition(one: Filter) -> ColumnElement[bool]:
    match one:
        case ChoiceFilter(item, values):
            stored: list[Any] = [value == "true" for value in values] if _is_boolean(item) else list(values)
            return _column(item).in_(stored)
        case RangeFilter(item, lowest, highest) if item.key == DEFAULT_SORT:
            return _between(SCOPES.c.position, _first(lowest), _last(highest))
        case RangeFilter(item, lowest, highest):
            return _between(_column(item), lowest, highest)
        case TextFilter():
            raise TypeError("a text is looked up in the search index")


def _is_boolean(item: Item) -> bool:
    return item.store is Store.COLUMN and item.type is ItemType.BOOLEAN


def _between(column: Any, lowest: object, highest: object) -> ColumnElement[bool]:
    above = column >= lowest if lowest is not None else true()
    below = column <= highest if highest is not None else true()
    return and_(above, below, column.is_not(None))


def _first(day: object) -> int:
    return listing_position(day, 0) if isinstance(day, date) else listing_position(date.min, 0)


def _last(day: object) -> int | None:
    if not isinstance(day, date):
        return None
    # A day before the register's first has no place of its own: nothing lies at or before it but what has no day.
    return listing_position(day, LAST_ID) if day >= FIRST_DAY else listing_position(None, LAST_ID)


def in_listing_order(register: Reading, criteria: SearchCriteria) -> bool:
    """Whether the order asked for is that of the listing itself, one way or the other."""
    item = criteria.sort.item
    return item.key == DEFAULT_SORT if item is not None else DEFAULT_SORT in register.viewer.items


def ordered(statement: Statement, register: Reading, criteria: SearchCriteria) -> Statement:
    """``statement`` in the order asked for, from the cursor on; a page before the cursor comes in reverse.

    Without an order asked for, the newest certification comes first, unless the viewer may not see the day: then
    nothing hidden may decide the order.
    """
    cursor = criteria.cursor
    item, down = criteria.sort.item, downwards(criteria)
    if in_listing_order(register, criteria):
        return _by(statement, SCOPES.c.position, cursor, down=down)
    if item is None:
        return _by(statement, CERTIFICATIONS.c.id, cursor, down=not down)
    column = column_of(item)
    tie = tie_of(register, SCOPES.c.position)
    backwards = cursor is not None and cursor.backwards
    if cursor is not None:
        statement = statement.where(_beyond(column, tie, item, cursor, down=down))
    nulls = column.is_(None).desc() if backwards else column.is_(None).asc()
    order = column.desc() if down else column.asc()
    return statement.order_by(nulls, order, tie.desc() if down else tie.asc())


def _by(statement: Select[Any], column: Any, cursor: Cursor | None, *, down: bool) -> Select[Any]:
    if cursor is not None:
        statement = statement.where(column < cursor.key if down else column > cursor.key)
    return statement.order_by(column.desc() if down else column.asc())


def downwards(criteria: SearchCriteria) -> bool:
    """Whether rows are read from the greatest value on: a page before the cursor is read the other way."""
    return criteria.sort.descending != (criteria.cursor is not None and criteria.cursor.backwards)


def _beyond(column: Any, tie: Any, item: Item, cursor: Cursor, *, down: bool) -> ColumnElement[bool]:
    """The rows past the cursor's edge; unknown values stand at the end of a list, whichever way it runs."""
    if cursor.value is None:
        among_unknown = and_(column.is_(None), past_key(tie, cursor, down=down))
        return or_(column.is_not(None), among_unknown) if cursor.backwards else among_unknown
    past = past_value(column, tie, item, cursor, down=down)
    return past if cursor.backwards else or_(past, column.is_(None))


def past_value(column: Any, tie: Any, item: Item, cursor: Cursor, *, down: bool) -> ColumnElement[bool]:
    """The condition that a known value lies past the cursor's, or is the same and its key lies past."""
    value: Any = cursor.value
    if item.type is ItemType.DATE and isinstance(value, str):
        value = date.fromisoformat(value)
    return or_(column < value if down else column > value, and_(column == value, past_key(tie, cursor, down=down)))


def past_key(tie: Any, cursor: Cursor, *, down: bool) -> ColumnElement[bool]:
    """The condition that the key lies past the cursor's."""
    past: ColumnElement[bool] = tie < cursor.key if down else tie > cursor.key
    return past


def tie_of(register: Reading, listed: Any) -> Any:
    """What decides between equal values: the register's order, ``listed``.

    Its positions hold the day of certification; where that is hidden, the key decides.
    """
    return listed if DEFAULT_SORT in register.viewer.items else CERTIFICATIONS.c.id
