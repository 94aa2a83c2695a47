"""What the register in use calls things: its own name, its records, the kinds of organisations (M18).

They stand in the folder of the catalogue (``register.toml``, ``attributes.csv``, ``grounds.csv``). This is the lowest
module because everything that speaks to people may need them, letters included.
"""

import csv
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

SHIPPED = Path(__file__).resolve().parent / "catalogue" / "shipped"
"""The catalogue that comes with the product."""
REGISTER_FILE, ATTRIBUTES_FILE, GROUNDS_FILE = "register.toml", "attributes.csv", "grounds.csv"


@dataclass(frozen=True, slots=True)
class Words:
    """``name`` is the service's, ``records`` what it holds (認定情報), ``subject`` what one record is about (設備),
    ``id`` what identifies one (設備ID).

    ``columns`` and ``filters`` are the keys of the items that a list shows and its form offers first. ``kinds`` are the
    labels of the attributes by row rule (a value of ``OrganisationKind``), in the catalogue's order; ``grounds`` those
    of the two grounds of a grant.
    """

    name: str
    records: str
    subject: str
    id: str
    columns: tuple[str, ...]
    filters: tuple[str, ...]
    kinds: Mapping[str, str]
    grounds: Mapping[str, str]


class _InUse:
    """The folder this process works with: chosen once, when the application is made."""

    folder: Path = SHIPPED


def use_folder(folder: Path) -> None:
    """Work with this catalogue from now on; what stands in it is read at the first use."""
    _InUse.folder = folder


def folder_in_use() -> Path:
    """The folder of the catalogue this process works with."""
    return _InUse.folder


def words() -> Words:
    """The words of the catalogue in use."""
    return words_of(_InUse.folder)


@lru_cache(maxsize=8)
def words_of(folder: Path) -> Words:
    """The words of a catalogue; raises ``KeyError``, ``OSError`` or ``ValueError`` for one that lacks them."""
    values = register_values(folder / REGISTER_FILE)
    return Words(
        name=values["name"],
        records=values["records"],
        subject=values["subject"],
        id=values["id"],
        columns=tuple(values["columns"]),
        filters=tuple(values["filters"]),
        kinds=_labels(folder / ATTRIBUTES_FILE, "rows"),
        grounds=_labels(folder / GROUNDS_FILE, "test"),
    )


def register_values(path: Path) -> dict[str, Any]:
    """A ``register.toml`` as it stands; ``ValueError`` when it is no TOML."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _labels(path: Path, names: str) -> dict[str, str]:
    with path.open(encoding="utf-8", newline="") as file:
        return {row[names]: row["label_ja"] for row in csv.DictReader(file)}
