"""Filters: conditions on visible items, as they stand in the address (``source=太陽光``, ``output_kw_from=50``)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from models.catalogue.choices import choices, name_of_code
from models.catalogue.item import Item, ItemType
from models.reference.municipalities import municipality

MOST_VALUES = 50
LONGEST_TEXT = 200
FROM, TO = "_from", "_to"
Bound = date | float | str | None
Value = TypeVar("Value")


class WrongValue(ValueError):
    """A value cannot be read as the item's type; the message says in Japanese what is expected."""


@dataclass(frozen=True, slots=True)
class ChoiceFilter:
    """The item has one of these values."""

    item: Item
    values: tuple[str, ...]

    def parameters(self) -> list[tuple[str, str]]:
        """The filter as it stands in the address."""
        return [(self.item.key, value) for value in self.values]

    def describe(self) -> str:
        """The filter in words."""
        return f"{self.item.short_label}: {'、'.join(name_of_code(self.item, value) for value in self.values)}"


@dataclass(frozen=True, slots=True)
class RangeFilter:
    """The item lies between two bounds, both included; either may be open. Months are ``YYYY-MM``."""

    item: Item
    lowest: Bound
    highest: Bound

    def parameters(self) -> list[tuple[str, str]]:
        """The filter as it stands in the address."""
        bounds = ((FROM, self.lowest), (TO, self.highest))
        return [(self.item.key + suffix, _written(bound)) for suffix, bound in bounds if bound is not None]

    def describe(self) -> str:
        """The filter in words."""
        lowest, highest = (_written(bound) if bound is not None else "" for bound in (self.lowest, self.highest))
        unit = f" {self.item.unit}" if self.item.unit else ""
        bounds = [f"{bound}{unit}" if bound else "" for bound in (lowest, highest)]
        return f"{self.item.short_label}: {'～'.join(bounds)}"


@dataclass(frozen=True, slots=True)
class TextFilter:
    """The item contains this text."""

    item: Item
    text: str

    def parameters(self) -> list[tuple[str, str]]:
        """The filter as it stands in the address."""
        return [(self.item.key, self.text)]

    def describe(self) -> str:
        """The filter in words."""
        return f"{self.item.short_label}: 「{self.text}」を含む"


Filter = ChoiceFilter | RangeFilter | TextFilter


def read_choice(item: Item, given: Sequence[str]) -> ChoiceFilter | None:
    """A choice filter; ``WrongValue`` for a value the item cannot have."""
    values = tuple(dict.fromkeys(value.strip() for value in given if value.strip()))[:MOST_VALUES]
    known = dict(choices(item))
    for value in values:
        if not (value in known if item.key != "municipality" else municipality(value)):
            raise WrongValue("一覧にある値を選んでください。")
    return ChoiceFilter(item, values) if values else None


def read_range(item: Item, lowest: str, highest: str) -> RangeFilter | None:
    """A range filter; ``WrongValue`` for a bound that cannot be read, or bounds the wrong way round."""
    read = _READERS[item.type]
    bounds = [read(text.strip()) if text.strip() else None for text in (lowest, highest)]
    if bounds == [None, None]:
        return None
    if None not in bounds and bounds[0] > bounds[1]:  # type: ignore[operator]  # both are of the item's type
        raise WrongValue("始まりが終わりより後になっています。")
    return RangeFilter(item, *bounds)


def read_text(item: Item, given: str) -> TextFilter | None:
    """A text filter; ``WrongValue`` when it is too long."""
    text = given.strip()
    if len(text) > LONGEST_TEXT:
        raise WrongValue(f"{LONGEST_TEXT} 文字以内で入力してください。")
    return TextFilter(item, text) if text else None


def _number(text: str) -> float:
    try:
        number = float(text.replace(",", "").replace("，", ""))
    except ValueError as error:
        raise WrongValue("数で入力してください（例: 49.5）。") from error
    if not 0 <= number < 1e12:  # also refuses what is not a number
        raise WrongValue("0 以上の数で入力してください。")
    return number


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.replace("/", "-"))
    except ValueError as error:
        raise WrongValue("日付で入力してください（例: 2024-04-01）。") from error


def _month(text: str) -> str:
    return _day(f"{text.replace('/', '-')}-01").isoformat()[:7]


def _written(bound: Bound) -> str:
    return str(int(bound)) if isinstance(bound, float) and bound.is_integer() else str(bound)


_READERS: dict[ItemType, Callable[[str], Bound]] = {
    ItemType.DATE: _day,
    ItemType.MONTH: _month,
    ItemType.INTEGER: _number,
    ItemType.DECIMAL: _number,
}
RANGED = frozenset(_READERS)
