"""Databases for tests: each made once by a recipe, then copied for every test that asks.

A copy is a real database of its own (a file, or ``CREATE DATABASE … TEMPLATE``), so a test may commit, open several
connections and race them, and still leaves nothing behind for the next.
"""

import shutil
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Protocol

from tests.databases.cluster import Cluster

Recipe = Callable[[str], None]
"""Fills the empty database at the address it is given, and closes every connection."""


class Databases(Protocol):
    """Where copies come from, whichever the database system."""

    def copy(self, recipe: Recipe) -> str:
        """The address of a fresh database as the recipe leaves it."""

    def drop(self, url: str) -> None:
        """Remove a copy; connections that a test forgot are cut."""


class SqliteDatabases:
    """SQLite: a copy is a copied file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._templates: dict[Recipe, Path] = {}
        self._number = count(1)

    def copy(self, recipe: Recipe) -> str:
        if recipe not in self._templates:
            template = self._folder / f"template-{len(self._templates)}.sqlite3"
            recipe(_sqlite_url(template))
            if template.with_name(template.name + "-wal").exists():
                raise RuntimeError("the recipe left a connection open: the template file is not complete")
            self._templates[recipe] = template
        path = self._folder / f"{next(self._number)}.sqlite3"
        shutil.copyfile(self._templates[recipe], path)
        return _sqlite_url(path)

    def drop(self, url: str) -> None:
        path = Path(url.removeprefix("sqlite:///"))
        for suffix in ("", "-wal", "-shm", "-journal"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)


class PostgresqlDatabases:
    """PostgreSQL: a copy is a database created from a template. ``prefix`` keeps two of these apart on one server."""

    def __init__(self, cluster: Cluster, prefix: str = "test") -> None:
        self._cluster = cluster
        self._prefix = prefix
        self._templates: dict[Recipe, str] = {}
        self._number = count(1)

    def copy(self, recipe: Recipe) -> str:
        if recipe not in self._templates:
            template = f"{self._prefix}_template_{len(self._templates)}"
            self._cluster.execute("CREATE DATABASE {}", template)
            recipe(self._cluster.url(template))
            self._templates[recipe] = template
        name = f"{self._prefix}_{next(self._number)}"
        self._cluster.execute("CREATE DATABASE {} TEMPLATE {}", name, self._templates[recipe])
        return self._cluster.url(name)

    def drop(self, url: str) -> None:
        name = url.rpartition("?")[0].rpartition("/")[2]
        self._cluster.execute("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


def _sqlite_url(path: Path) -> str:
    return f"sqlite:///{path}"
