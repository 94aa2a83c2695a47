"""The country file this process goes by: the deployer's, or the list of Japanese addresses shipped with the product."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

from models.detection.countries import SHIPPED_COUNTRIES, read_countries

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


@cache
def _shipped() -> Callable[[str], str]:
    return read_countries(SHIPPED_COUNTRIES).of
