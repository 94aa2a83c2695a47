"""The hour in Japan a moment lies in, worked out by the database: ``2026-10-03 14``."""

from typing import Any

from sqlalchemy import String
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class hour_in_japan(FunctionElement[Any]):  # noqa: N801  # named as SQL functions are
    """The day and the hour, as text. Japan has kept nine hours ahead of UTC since 1951."""

    type = String()
    name = "hour_in_japan"
    inherit_cache = True


@compiles(hour_in_japan, "postgresql")
def _on_postgresql(element: hour_in_japan, compiler: SQLCompiler, **keywords: Any) -> str:
    moment = compiler.process(element.clauses, **keywords)
    return f"to_char(({moment}) AT TIME ZONE 'Asia/Tokyo', 'YYYY-MM-DD HH24')"


@compiles(hour_in_japan, "sqlite")
def _on_sqlite(element: hour_in_japan, compiler: SQLCompiler, **keywords: Any) -> str:
    moment = compiler.process(element.clauses, **keywords)
    return f"strftime('%Y-%m-%d %H', {moment}, '+9 hours')"
