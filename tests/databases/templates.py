"""Databases for tests: each made once by a recipe, then copied for every test that asks.

A copy is a real database of its own (a file, or ``CREATE DATABASE … TEMPLATE``), so a test may commit, open several
connections and race them, and still leaves nothing behind for the next.
"""

import shutil
from collections.abc import Callable
from datetime import date
from itertools import count
from pathlib import Path
from typing import ClassVar, NamedTuple, Protocol

from models import clock
from models.words import folder_in_use
from tests.databases.cluster import EMPTY, Cluster
from tests.economy import let_go

Recipe = Callable[[str], None]
"""Fills the database at the address it is given, empty or what the recipe it stands on left, and closes every
connection."""

_GROUNDS: dict[Recipe, Recipe] = {}
_BY_DAY: set[Recipe] = set()


def upon(ground: Recipe, *, by_day: bool = False) -> Callable[[Recipe], Recipe]:
    """The decorated recipe goes on from what another leaves; ``by_day``: what it makes depends on the day."""

    def stand(recipe: Recipe) -> Recipe:
        _GROUNDS[recipe] = ground
        if by_day:
            _BY_DAY.add(recipe)
        return recipe

    return stand


class Made(NamedTuple):
    """What a recipe made: the same whichever test asked first."""

    recipe: Recipe
    catalogue: Path
    day: date | None

    @classmethod
    def here(cls, recipe: Recipe) -> "Made":
        return cls(recipe, folder_in_use(), clock.today() if recipe in _BY_DAY else None)


class Databases(Protocol):
    """Where copies come from, whichever the database system."""

    def copy(self, recipe: Recipe) -> str:
        """The address of a fresh database as the recipe leaves it."""

    def drop(self, url: str) -> None:
        """Remove a copy; connections that a test forgot are cut."""


class SqliteDatabases:
    """SQLite: a copy is a copied file. Templates are shared by all of a process: they are only ever copied."""

    _templates: ClassVar[dict[Made, Path]] = {}

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._number = count(1)

    def copy(self, recipe: Recipe) -> str:
        path = self._folder / f"{next(self._number)}.sqlite3"
        shutil.copyfile(self._template(recipe), path)
        return _sqlite_url(path)

    def drop(self, url: str) -> None:
        path = Path(url.removeprefix("sqlite:///"))
        for suffix in ("", "-wal", "-shm", "-journal"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)

    def _template(self, recipe: Recipe) -> Path:
        made = Made.here(recipe)
        if made not in self._templates:
            template = self._folder / f"template-{next(self._number)}.sqlite3"
            if recipe in _GROUNDS:
                shutil.copyfile(self._template(_GROUNDS[recipe]), template)
            recipe(_sqlite_url(template))
            if template.with_name(template.name + "-wal").exists():
                raise RuntimeError("the recipe left a connection open: the template file is not complete")
            self._templates[made] = template
        return self._templates[made]


class PostgresqlDatabases:
    """PostgreSQL: a copy is a database created from a template. ``prefix`` keeps two of these apart on one server."""

    def __init__(self, cluster: Cluster, prefix: str = "test") -> None:
        self._cluster = cluster
        self._prefix = prefix
        self._templates: dict[Made, str] = {}
        self._number = count(1)

    def copy(self, recipe: Recipe) -> str:
        name = f"{self._prefix}_{next(self._number)}"
        self._cluster.copy(self._template(recipe), name)
        return self._cluster.url(name)

    def drop(self, url: str) -> None:
        let_go(url)
        name = url.rpartition("?")[0].rpartition("/")[2]
        self._cluster.execute("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)

    def _template(self, recipe: Recipe) -> str:
        made = Made.here(recipe)
        if made not in self._templates:
            template = f"{self._prefix}_template_{next(self._number)}"
            self._cluster.copy(self._template(_GROUNDS[recipe]) if recipe in _GROUNDS else EMPTY, template)
            recipe(self._cluster.url(template))
            self._templates[made] = template
        return self._templates[made]


def _sqlite_url(path: Path) -> str:
    return f"sqlite:///{path}"
