"""A condition that many rows meet: said to SQLite, which without statistics takes every equality for a rare one.

Asked for one person's sign-ins, it would otherwise walk through everybody's.
"""

from typing import Any

from sqlalchemy import Boolean, ColumnElement
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

_SHARE = 0.05


class frequent(FunctionElement[bool]):  # noqa: N801  # named as SQL functions are
    """The condition itself; an index of a rarer one is the better way in."""

    type = Boolean()
    name = "frequent"
    inherit_cache = True

    def __init__(self, condition: ColumnElement[bool]) -> None:
        super().__init__(condition)


@compiles(frequent)
def _as_it_is(element: frequent, compiler: SQLCompiler, **keywords: Any) -> str:
    return compiler.process(element.clauses, **keywords)


@compiles(frequent, "sqlite")
def _on_sqlite(element: frequent, compiler: SQLCompiler, **keywords: Any) -> str:
    return f"likelihood({compiler.process(element.clauses, **keywords)}, {_SHARE})"
