"""The tripwire: SQL that names a register table outside an opened door does not reach the database.

It sits on the engine, below every way SQLAlchemy has of building a statement (ORM, Core, ``text()``, sub-queries).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any

from sqlalchemy import Engine, event

PREFIX = "register_"
_opened: ContextVar[bool] = ContextVar("register_opened", default=False)


class DoorClosed(RuntimeError):
    """A statement named the register outside a recorded reading or writing: a mistake in our code, never a user's."""


@contextmanager
def opened() -> Iterator[None]:
    """Let statements of this context reach the register.

    Used by the door (``models.access.door``), by the writers in this package, and by migrations.
    """
    before = _opened.set(True)
    try:
        yield
    finally:
        _opened.reset(before)


def install_tripwire(engine: Engine) -> None:
    """Guard every connection of ``engine``."""
    event.listen(engine, "before_cursor_execute", _check)


def _check(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
    if not _opened.get() and _names_the_register(statement):
        raise DoorClosed("the register is read through models.access.door only")


@lru_cache(maxsize=4096)
def _names_the_register(statement: str) -> bool:
    return PREFIX in statement.lower()
