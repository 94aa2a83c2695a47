"""From criteria to SQL: a conjunction of scope keys, driven from the narrowest, and the conditions that remain.

Every listing, count and file is built here, so that page, total and export cannot disagree.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, not_, or_, select, true
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
from models.register.certification import Certification
from models.register.scope_keys import NATION, ScopeKey, ScopeKind
from models.register.scopes import FIRST_DAY, RegisterScope, listing_position

Statement = Select[*tuple[Any, ...]]
# Filters by place are scope keys themselves: a facility in two prefectures is found under both.
PLACES = {"prefecture": ScopeKind.PREFECTURE, "municipality": ScopeKind.MUNICIPALITY}
PARCELS = "parcel_addresses"
LAST_ID = (1 << 32) - 1


@dataclass(frozen=True)
class Listing:
    """The matching rows of the scope table: a condition, and whether the certification itself has to be joined."""

    condition: ColumnElement[bool]
    joined: bool

    def count(self) -> Statement:
        """How many there are, and their output in all (kW)."""
        return self._from(select(func.count(), func.sum(RegisterScope.output_kw)))

    def positions(self) -> Statement:
        """Their positions, in no order."""
        return self._from(select(RegisterScope.position))

    def rows(self, columns: Sequence[Any]) -> Statement:
        """The named columns of each, in no order."""
        joined = Certification.position == RegisterScope.position
        return select(*columns).select_from(RegisterScope).join(Certification, joined).where(self.condition)

    def _from(self, statement: Statement) -> Statement:
        statement = statement.select_from(RegisterScope).where(self.condition)
        if self.joined:
            statement = statement.join(Certification, Certification.position == RegisterScope.position)
        return statement


def listing(register: Reading, criteria: SearchCriteria) -> Listing:
    """What the viewer of ``register`` may see of what ``criteria`` ask; no rows for an empty scope."""
    scope = register.viewer.scope
    if not scope:
        return Listing(false(), joined=False)
    places = [one for one in criteria.filters if one.item.key in PLACES]
    conditions = [_driven([scope, *(_keys(one) for one in places)])]
    # Whoever may not see the parcels learns nothing of them: for them a facility stands at its representative site.
    alone = [] if PARCELS in register.viewer.items else [_representative(one) for one in places]
    others = [one for one in criteria.filters if one.item.key not in PLACES]
    conditions += [_condition(register, one) for one in others]
    conditions += [_term(register, term.text, excluded=term.excluded) for term in criteria.terms]
    if criteria.changed_since is not None:
        conditions.append(changed_since(register, criteria.changed_since))
    joined = bool(alone) or any(not _in_scope_table(one) for one in others)
    return Listing(and_(*conditions, *alone), joined)


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
    return isinstance(one, TextFilter) or one.item.key in {"source", "output_kw", "status", DEFAULT_SORT}


def _column(item: Item) -> ColumnElement[Any] | InstrumentedAttribute[Any]:
    match item.key:
        case "source":
            return RegisterScope.source_group
        case "output_kw":
            return RegisterScope.output_kw
        case "status":
            return RegisterScope.status
    return column_of(item)


def _condition(register: Reading, one: Filter) -> ColumnElement[bool]:
    match one:
        case ChoiceFilter(item, values):
            stored: list[Any] = [value == "true" for value in values] if _is_boolean(item) else list(values)
            return _column(item).in_(stored)
        case RangeFilter(item, lowest, highest) if item.key == DEFAULT_SORT:
            return _between(RegisterScope.position, _first(lowest), _last(highest))
        case RangeFilter(item, lowest, highest):
            return _between(_column(item), lowest, highest)
        case TextFilter(item, text):
            return _found(register, [item.key], text)


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


def _term(register: Reading, text: str, *, excluded: bool) -> ColumnElement[bool]:
    searched = [key for key, item in register.viewer.items.by_key.items() if item.searchable]
    found = _found(register, searched, text)
    return not_(found) if excluded else found


def _found(register: Reading, keys: Sequence[str], text: str) -> ColumnElement[bool]:
    return search_index.matches(register.dialect, keys, text, register.viewer.scope, RegisterScope.position)


def ordered(statement: Statement, register: Reading, criteria: SearchCriteria) -> Statement:
    """``statement`` in the order asked for, from the cursor on; a page before the cursor comes in reverse.

    Without an order asked for, the newest certification comes first, unless the viewer may not see the day: then
    nothing hidden may decide the order.
    """
    cursor = criteria.cursor
    item, descending = criteria.sort.item, criteria.sort.descending
    forwards = descending != (cursor is not None and cursor.backwards)
    if item is None and DEFAULT_SORT not in register.viewer.items:
        return _by(statement, Certification.id, cursor, down=not forwards)
    if item is None or item.key == DEFAULT_SORT:
        return _by(statement, RegisterScope.position, cursor, down=forwards)
    column = column_of(item)
    # Ties stand in the register's order; its positions hold the day of certification, so not where that is hidden.
    tie: Any = RegisterScope.position if DEFAULT_SORT in register.viewer.items else Certification.id
    backwards = cursor is not None and cursor.backwards
    if cursor is not None:
        statement = statement.where(_beyond(column, tie, item, cursor, descending=descending))
    nulls = column.is_(None).desc() if backwards else column.is_(None).asc()
    down = descending != backwards
    order = column.desc() if down else column.asc()
    return statement.order_by(nulls, order, tie.desc() if down else tie.asc())


def _by(statement: Statement, column: Any, cursor: Cursor | None, *, down: bool) -> Statement:
    if cursor is not None:
        statement = statement.where(column < cursor.key if down else column > cursor.key)
    return statement.order_by(column.desc() if down else column.asc())


def _beyond(column: Any, tie: Any, item: Item, cursor: Cursor, *, descending: bool) -> ColumnElement[bool]:
    """The rows past the cursor's edge; unknown values stand at the end of a list, whichever way it runs."""
    value: Any = cursor.value
    if item.type is ItemType.DATE and isinstance(value, str):
        value = date.fromisoformat(value)
    down = descending != cursor.backwards
    past_key = tie < cursor.key if down else tie > cursor.key
    if value is None:
        among_unknown = and_(column.is_(None), past_key)
        return or_(column.is_not(None), among_unknown) if cursor.backwards else among_unknown
    past = or_(column < value if down else column > value, and_(column == value, past_key))
    return past if cursor.backwards else or_(past, column.is_(None))
