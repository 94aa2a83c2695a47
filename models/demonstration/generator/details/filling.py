"""Filling in one facility's items."""

from random import Random
from typing import Any

from models.catalogue.catalogue import shipped_catalogue
from models.catalogue.item import Item, ItemType
from models.demonstration.generator.details import words
from models.demonstration.generator.details.applicability import applies, ordinary_items, what_befell
from models.demonstration.generator.details.columns import column_items
from models.demonstration.generator.details.dates import moment
from models.demonstration.generator.details.draft import Draft
from models.demonstration.generator.details.identities import DRAWERS, file_name
from models.demonstration.generator.details.judgements import JUDGED, settle, truth
from models.demonstration.generator.details.laws import law_items
from models.demonstration.generator.details.numbers import number
from models.demonstration.generator.subject import Subject

FEWEST, MOST = 60, 200
_HOME, _SMALL, _LARGE = (FEWEST + 12, 92), (85, 140), (130, MOST - 12)
_SMALL_BELOW_KW = 50
_TEMPORAL = frozenset(
    {
        ItemType.DATE, ItemType.MONTH, ItemType.DATETIME, ItemType.DATE_RANGE, ItemType.DATE_LIST,
        ItemType.DATETIME_LIST,
    }
)  # fmt: skip
_NUMERIC = frozenset({ItemType.INTEGER, ItemType.DECIMAL, ItemType.INTEGER_LIST, ItemType.DECIMAL_LIST})


class Undrawable(LookupError):
    """The catalogue has an item the generator knows no values for."""


def detail_items(random: Random, subject: Subject) -> dict[str, Any]:
    """The filled items of a facility by key, in the catalogue's order."""
    draft = Draft(random, subject)
    by_key = shipped_catalogue().by_key
    values = {} if subject.home else law_items(draft)
    befallen = (by_key[key] for key in sorted(what_befell(draft)))
    ordinary = ordinary_items(draft)
    left = max(draft.between(*_target(draft)) - len(values), 0)
    chosen = random.sample(ordinary, min(left, len(ordinary)))
    for item in (*chosen, *(item for item in befallen if applies(item, subject.source, subject.output))):
        values[item.key] = draw(draft, item)
    values |= column_items(draft)
    settle(values)
    return {key: values[key] for key in by_key if values.get(key) is not None}


def draw(draft: Draft, item: Item) -> Any:
    """One plausible value of an item, as it is stored: days as ISO text, decimals as floats, several as a list.

    None when the facility has none yet. Raises ``Undrawable``.
    """
    drawer = DRAWERS.get(item.key) or JUDGED.get(item.key)
    if drawer is not None:
        return drawer(draft)
    if item.type is ItemType.BOOLEAN:
        return truth(draft, item)
    if item.type is ItemType.FILE:
        return file_name(draft, item)
    try:
        if item.type in _TEMPORAL:
            return moment(draft, item)
        if item.type in _NUMERIC:
            return number(draft, item)
        return _word(draft, item)
    except KeyError as error:
        raise Undrawable(item.key) from error


def _word(draft: Draft, item: Item) -> str | list[str]:
    if item.type in (ItemType.ENUM_LIST, ItemType.STRING_LIST):
        several = item.choices or words.SEVERAL[item.key]
        return draft.random.sample(several, min(draft.between(1, 2), len(several)))
    return draft.one_of(item.choices or words.SINGLE[item.key])


def _target(draft: Draft) -> tuple[int, int]:
    if draft.subject.home:
        return _HOME
    return _SMALL if draft.kilowatts < _SMALL_BELOW_KW else _LARGE
