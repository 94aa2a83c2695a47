"""The cursor of a page: the sort value and key of its edge, so that the next page is found without counting (keyset).

It holds nothing but what the page itself showed: sorting is by visible items only.
"""

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import date

from models.catalogue.item import Item, ItemType

LONGEST = 600
LARGEST_POSITION = 1 << 62
LARGEST_ID = LARGEST_WHOLE = (1 << 31) - 1
LARGEST_NUMBER = 1 << 53
"""What fits the columns a cursor is compared with: PostgreSQL refuses anything larger."""
Edge = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Cursor:
    """The edge of a page. ``value`` is the sort item's value there (dates as ISO), ``key`` the listing position.

    Where the day of certification is hidden, ``key`` is the certification's id instead. ``backwards`` asks for the page
    before the edge instead of the one after it.
    """

    value: Edge
    key: int
    backwards: bool = False

    def parameter(self) -> tuple[str, str]:
        """The cursor as it stands in the address."""
        packed = json.dumps([self.value, self.key], ensure_ascii=False, separators=(",", ":")).encode()
        return ("before" if self.backwards else "after", base64.urlsafe_b64encode(packed).decode().rstrip("="))


def read_cursor(after: str, before: str, item: Item | None, *, dated: bool) -> Cursor | None:
    """The cursor an address states for a list sorted by ``item`` (None: the register's order); None when unreadable.

    ``dated`` says whether the day of certification is visible. A cursor of a time when it was is unreadable once it is
    not: its key is a position, and would be taken for an id that no certification has.
    """
    given = before or after
    if not given or len(given) > LONGEST:
        return None
    try:
        value, key = json.loads(base64.b64decode(given + "=" * (-len(given) % 4), altchars=b"-_", validate=True))
    except (ValueError, TypeError, binascii.Error, UnicodeDecodeError, RecursionError):
        return None
    largest_key = LARGEST_POSITION if dated else LARGEST_ID
    if type(key) is not int or not 0 <= key <= largest_key or not _fits(value, item):
        return None
    return Cursor(value, key, bool(before))


def _fits(value: object, item: Item | None) -> bool:
    if value is None:
        return True
    if item is None:
        return False
    if item.type in {ItemType.INTEGER, ItemType.DECIMAL}:
        # What is no number at all compares with nothing.
        largest = LARGEST_WHOLE if item.type is ItemType.INTEGER else LARGEST_NUMBER
        return isinstance(value, int | float) and type(value) is not bool and abs(value) <= largest
    if item.type is ItemType.DATE:
        return isinstance(value, str) and _is_day(value)
    return isinstance(value, str) and "\0" not in value and _is_written(value)


def _is_written(text: str) -> bool:
    try:
        return bool(text.encode()) or not text
    except UnicodeEncodeError:  # half a character, which no database takes
        return False


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
