"""The values an item can be chosen by, with the names a person knows them by.

Some items hold codes of the reference data; others state their choices in the catalogue.
"""

from collections.abc import Mapping
from functools import cache

from models.catalogue.item import Item, ItemType
from models.reference.bureaus import BUREAUS
from models.reference.grid_operators import GRID_OPERATORS
from models.reference.municipalities import MUNICIPALITIES
from models.reference.prefectures import PREFECTURES
from models.reference.sources import SourceGroup

YES_NO = (("true", "該当"), ("false", "非該当"))
_TRUTH = {value == "true": name for value, name in YES_NO}


@cache
def choices(item: Item) -> tuple[tuple[str, str], ...]:
    """Pairs of stored value and name; empty when the item is not chosen from a list."""
    match item.key:
        case "prefecture":
            return tuple((prefecture.code, prefecture.name) for prefecture in PREFECTURES.values())
        case "bureau":
            return tuple((bureau.letter, bureau.name) for bureau in BUREAUS.values())
        case "grid_operator" | "supply_area":
            return tuple((operator.code, operator.company) for operator in GRID_OPERATORS.values())
        case "source":
            # What is published are many phrases; a search chooses among the five groups behind them.
            return tuple((group.value, group.value) for group in SourceGroup)
    if item.type is ItemType.BOOLEAN:
        return YES_NO
    return tuple((choice, choice) for choice in item.choices)


@cache
def code_names(item: Item) -> Mapping[str, str]:
    """The names behind the codes an item holds; empty when its values are their own names."""
    if item.key == "municipality":
        return {code: found.full_name for code, found in MUNICIPALITIES.items()}
    names = dict(choices(item))
    return names if any(code != name for code, name in names.items()) else {}


def name_of_truth(value: bool) -> str:
    """What an item that holds true or false says."""
    return _TRUTH[value]


def name_of_code(item: Item, value: str) -> str:
    """The name behind a code of the reference data; any other value as it is."""
    return code_names(item).get(value, value)
