"""The day three months after a moment, worked out by the database: the rule of ``models.training.standing`` in SQL."""

from typing import Any

from sqlalchemy import Date
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from models.training.standing import FIRST_MONTHS


class months_after_day(FunctionElement[Any]):  # noqa: N801  # named as SQL functions are
    """The day, in Japan, so many months after the moment; one the month lacks becomes its last.

    Japan has kept nine hours ahead of UTC since 1951.
    """

    type = Date()
    name = "months_after_day"
    inherit_cache = True


@compiles(months_after_day, "postgresql")
def _on_postgresql(element: months_after_day, compiler: SQLCompiler, **keywords: Any) -> str:
    moment = compiler.process(element.clauses, **keywords)
    return f"CAST((({moment}) AT TIME ZONE 'Asia/Tokyo') + INTERVAL '{FIRST_MONTHS} months' AS DATE)"


@compiles(months_after_day, "sqlite")
def _on_sqlite(element: months_after_day, compiler: SQLCompiler, **keywords: Any) -> str:
    # SQLite lets a day the month lacks run over into the next one: the earlier of that and the month's last is meant.
    moment = compiler.process(element.clauses, **keywords)
    over = f"date({moment}, '+9 hours', '+{FIRST_MONTHS} months')"
    last = f"date({moment}, '+9 hours', 'start of month', '+{FIRST_MONTHS + 1} months', '-1 day')"
    return f"min({over}, {last})"
