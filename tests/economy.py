"""What the tests spare: the disk, which no deployment may, and making the same thing anew each time.

Every test has a database, an engine and an application of its own; what these work out alike, they share. Importing
this module is enough; ``tests/conftest.py`` does.
"""

import gc
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple
from weakref import WeakSet

from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import Engine, event, make_url
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.util import LRUCache
from werkzeug.routing import BaseConverter, Rule
from werkzeug.routing.rules import RulePart

import models.db  # noqa: F401  # its own preparation of a connection comes first
from models.accounts import passwords
from tests.driver.compiled_templates import COMPILED

_MEMORY, _ENOUGH_BYTES = Path("/dev/shm"), 4 << 30  # noqa: S108  # each test's folder in it is its own

if _MEMORY.is_dir() and os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free > _ENOUGH_BYTES:
    # Thousands of databases are copied and thrown away: to a disk that others use too, that took most of the time.
    tempfile.tempdir = os.environ["TMPDIR"] = str(_MEMORY)

# A test process holds hundreds of thousands of objects that live as long as it does: ordinarily looking through them
# again and again took a tenth of its time.
gc.set_threshold(10_000, 10, 10)

Flask.jinja_options = {"bytecode_cache": COMPILED}

_STATEMENTS: LRUCache[Any, Any] = LRUCache(5000)
"""The statements every engine of this process has compiled."""


_ENGINES: WeakSet[Engine] = WeakSet()


def let_go(url: str) -> None:
    """Close what engines still hold of a database that is about to be removed.

    Left to the collector, a forgotten pool of connections would fail whichever test runs when it is collected.
    """
    for engine in list(_ENGINES):
        if engine.url == make_url(url):
            engine.dispose()


class _Alike:
    """Dialects of one class compile alike, so that what one test's engine compiled serves the next."""

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other)

    def __hash__(self) -> int:
        return hash(type(self))

    @classmethod
    def engine_created(cls, engine: Engine) -> None:
        engine._compiled_cache = _STATEMENTS
        _ENGINES.add(engine)


class SqliteAlike(_Alike, SQLiteDialect_pysqlite):
    """SQLite, as the tests reach it."""

    supports_statement_cache = True


class PostgresqlAlike(_Alike, PGDialect_psycopg):
    """PostgreSQL, as the tests reach it."""

    supports_statement_cache = True


registry.register("sqlite", __name__, SqliteAlike.__name__)
registry.register("postgresql.psycopg", __name__, PostgresqlAlike.__name__)


@event.listens_for(Engine, "connect")
def leave_writing_to_the_system(connection: Any, _record: Any) -> None:
    """Nothing a test writes has to survive a power cut: for SQLite what ``cluster.FAST`` is for PostgreSQL."""
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA synchronous = OFF")


# What makes a password slow for a guesser makes thousands of sign-ins slow for the tests.
if passwords._hasher is not passwords.STRENGTH:
    raise RuntimeError("passwords are not kept at the strength that is tested")
passwords._hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)

_BUILDERS: dict[tuple[object, ...], Any] = {}
_compile_builder: Callable[[Rule, bool], Any] = Rule._compile_builder


def _builder_of(rule: Rule, append_unknown: bool = True) -> Any:
    """What builds the addresses of a route, compiled by werkzeug anew for each application's hundreds of routes."""
    defaults = tuple(sorted((rule.defaults or {}).items()))
    key = (rule.rule, rule.subdomain, rule.host, defaults, append_unknown)
    if key not in _BUILDERS:
        _BUILDERS[key] = _compile_builder(rule, append_unknown)
    return _BUILDERS[key]


class _Parsed(NamedTuple):
    parts: list[RulePart]
    trace: list[tuple[bool, str]]
    converters: dict[str, BaseConverter]


_PARSED: dict[tuple[str, object], _Parsed] = {}
_parse_rule: Callable[[Rule, str], Iterable[RulePart]] = Rule._parse_rule


def _parts_of(rule: Rule, text: str) -> Iterable[RulePart]:
    """The parts of a route's address, taken apart by werkzeug anew for each application's hundreds of routes."""
    key = (text, tuple(rule.map.converters.values()))
    if key not in _PARSED:
        before = len(rule._trace)
        parts = list(_parse_rule(rule, text))
        _PARSED[key] = _Parsed(parts, rule._trace[before:], dict(rule._converters))
    else:
        rule._trace += _PARSED[key].trace
        rule._converters |= _PARSED[key].converters
        rule.arguments |= _PARSED[key].converters.keys()
    return _PARSED[key].parts


Rule._compile_builder = _builder_of  # type: ignore[assignment,method-assign]
Rule._parse_rule = _parts_of  # type: ignore[assignment,method-assign]
