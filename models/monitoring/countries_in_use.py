"""The country file this process goes by: the deployer's, or the list of Japanese addresses shipped with the product."""

from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

from models.detection.countries import SHIPPED_COUNTRIES, read_countries
from models.detection.rules.abroad import ABROAD, IMPOSSIBLE_TRAVEL

BY_COUNTRY = frozenset({ABROAD.code, IMPOSSIBLE_TRAVEL.code})
"""The rules whose findings name countries."""
_IN_USE: list[Callable[[str], str]] = []


def use_countries(path: str) -> None:
    """Go by the file at ``path``; empty: by the shipped one. Raises ``WrongCountryFile``."""
    _IN_USE[:] = [read_countries(Path(path)).of] if path else []


def country_of(address: str) -> str:
    """The country of an address (ISO 3166-1 alpha-2); empty for one that is not public."""
    return _IN_USE[0](address) if _IN_USE else _shipped()(address)


def is_own() -> bool:
    """Whether the deployer has given a file."""
    return bool(_IN_USE)


def credits_shipped(rules: Iterable[str] = BY_COUNTRY) -> bool:
    """Whether a page with findings of these rules owes the makers of the shipped list a link: it named the country."""
    return not _IN_USE and not BY_COUNTRY.isdisjoint(rules)


@cache
def _shipped() -> Callable[[str], str]:
    return read_countries(SHIPPED_COUNTRIES).of
