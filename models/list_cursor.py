"""Where a page of a list begins or ends, as it stands in addresses.

A cursor is readable and bears no mark against forgery. A list is asked for the rows beyond it among those that its
reader may see, in an order by what is shown of them: a forged one leads to another page of these. It is read strictly,
so that nothing reaches the database that does not fit the column.
"""

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Self

from sqlalchemy import SQLColumnExpression

LONGEST_CURSOR = 600
LARGEST_KEY = (1 << 31) - 1


@dataclass(frozen=True, slots=True)
class ListCursor:
    """The edge of a page: the sort value and the key there."""

    value: str | int | float
    key: int
    backwards: bool = False

    @classmethod
    def at(cls, row: Any, *, backwards: bool) -> Self:
        """The cursor at a row that ends with its sort value and its key."""
        value, key = row[1], row[2]
        return cls(value.isoformat() if isinstance(value, date) else value, key, backwards)

    def value_for(self, expression: SQLColumnExpression[Any]) -> Any:
        """The sort value, of the type the expression has."""
        kind = kind_of(expression)
        return kind.fromisoformat(str(self.value)) if issubclass(kind, date) else self.value

    def parameter(self) -> tuple[str, str]:
        """The cursor as it stands in the address."""
        packed = json.dumps([self.value, self.key], ensure_ascii=False, separators=(",", ":")).encode()
        return ("before" if self.backwards else "after", base64.urlsafe_b64encode(packed).decode().rstrip("="))


def read_cursor(after: str, before: str, expression: SQLColumnExpression[Any]) -> ListCursor | None:
    """The cursor an address states for a list sorted by the expression; None when it is unreadable."""
    given = before or after
    if not given or len(given) > LONGEST_CURSOR:
        return None
    try:
        value, key = json.loads(base64.b64decode(given + "=" * (-len(given) % 4), altchars=b"-_", validate=True))
        if type(key) is not int or not 0 < key <= LARGEST_KEY or not _fits(expression, value):
            return None
    except (ValueError, TypeError, binascii.Error, RecursionError):
        return None
    return ListCursor(value, key, bool(before))


def kind_of(expression: Any) -> type:
    """The Python type of a column's values."""
    kind: type = expression.type.python_type
    return kind


def _fits(expression: SQLColumnExpression[Any], value: object) -> bool:
    kind = kind_of(expression)
    if kind is datetime:
        return isinstance(value, str) and datetime.fromisoformat(value).tzinfo is not None
    if kind is date:
        return isinstance(value, str) and bool(date.fromisoformat(value))
    if kind is str:
        return isinstance(value, str) and "\0" not in value and value.encode() is not None
    return type(value) is int and abs(value) <= LARGEST_KEY
