"""A long list in another order than its own: read along an index, or not at all.

To sort some hundred thousand rows takes seconds on any database, so nobody is offered it. What has an index of its own
is read along that, as far as a page needs.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from models.access.door import Reading
from models.certifications.criteria import SearchCriteria, Sort
from models.certifications.item_columns import column_of
from models.certifications.statements import (
    Listing,
    Statement,
    downwards,
    in_listing_order,
    past_key,
    past_value,
    tie_of,
)  # fmt: skip
from models.register.certification import CERTIFICATIONS, SORTED_BY_INDEX

MOST_SORTED = 20_000
"""Rows that are sorted while somebody waits: a tenth of a second."""


def is_long(register: Reading, criteria: SearchCriteria, total: int) -> bool:
    """Whether the order asked for would have to be made by sorting too many rows."""
    return total > MOST_SORTED and criteria.sort.item is not None and not in_listing_order(register, criteria)


def in_an_order_to_be_had(register: Reading, criteria: SearchCriteria, total: int) -> SearchCriteria:
    """The same question; in the register's own order, from its beginning, if the one asked for cannot be had."""
    item = criteria.sort.item
    if item is None or item.key in SORTED_BY_INDEX or not is_long(register, criteria, total):
        return criteria
    return replace(criteria, sort=Sort(None), cursor=None)


def along_the_index(
    found: Listing, register: Reading, criteria: SearchCriteria, columns: Sequence[Any]
) -> Iterator[Statement]:
    """The statements whose rows, one after the other, are the list from the cursor on.

    Unknown values stand at the end, which no index does: they are asked for by themselves.
    """
    item, cursor, down = criteria.sort.item, criteria.cursor, downwards(criteria)
    if item is None:
        raise TypeError("the register's own order needs no index")
    column, tie = column_of(item), tie_of(register, CERTIFICATIONS.c.position)
    backwards = cursor is not None and cursor.backwards
    order = (column.desc(), tie.desc()) if down else (column.asc(), tie.asc())
    known = found.along(columns).where(column.is_not(None)).order_by(*order)
    unknown = found.along(columns).where(column.is_(None)).order_by(order[1])
    if cursor is None:
        yield from (known, unknown)
    elif cursor.value is None:
        yield unknown.where(past_key(tie, cursor, down=down))
        if backwards:
            yield known
    else:
        yield known.where(past_value(column, tie, item, cursor, down=down))
        if not backwards:
            yield unknown
