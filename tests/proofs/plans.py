"""How a database means to answer what a search asks it: captured statements, explained."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import event, text
from sqlalchemy.orm import Session

from models.register.tripwire import PREFIX, opened

NOTHING = re.compile(r"WHERE 0 = 1\b")
"""What SQLite is asked for when nothing can match: it looks at this before it looks at any row."""
# A full-text index that is asked with MATCH is looked up, whatever SQLite calls it.
_SCANNED_BY_SQLITE = re.compile(rf"\bSCAN ({PREFIX}\w+)\b(?! VIRTUAL TABLE INDEX \d+:M)")


@dataclass(frozen=True)
class Asked:
    """One statement about the register, in the driver's words, with its parameters."""

    statement: str
    parameters: Any


@contextmanager
def statements_of(session: Session) -> Iterator[list[Asked]]:
    """Everything that is asked of the register within the block."""
    engine, seen = session.get_bind().engine, []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        if PREFIX in statement and statement.startswith(("SELECT", "WITH")):
            seen.append(Asked(statement, parameters))

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


def plan_of(session: Session, asked: Asked, *, small: bool = True) -> str:
    """The database's plan, as text on SQLite and as JSON on PostgreSQL.

    A register in small fits a page or two, and reading it whole is always the cheapest: PostgreSQL may do so only
    where it has no other way at all, unless the register is not ``small``.
    """
    sqlite = session.get_bind().dialect.name == "sqlite"
    connection = session.connection()
    with opened():
        if not sqlite:
            connection.execute(text(f"SET LOCAL enable_seqscan = {'off' if small else 'on'}"))
        explain = "EXPLAIN QUERY PLAN" if sqlite else "EXPLAIN (FORMAT JSON)"
        rows = connection.exec_driver_sql(f"{explain} {asked.statement}", asked.parameters).all()
    return "\n".join(row[-1] if sqlite else json.dumps(row[0], ensure_ascii=False) for row in rows)


def scanned(session: Session, asked: Asked) -> list[str]:
    """The tables of the register that a statement reads from end to end, be it in the order of an index."""
    plan = plan_of(session, asked)
    if session.get_bind().dialect.name == "sqlite":
        return [] if NOTHING.search(asked.statement) else _SCANNED_BY_SQLITE.findall(plan)
    nodes = _nodes(json.loads(plan)[0]["Plan"])
    whole = [
        node for node in nodes if node["Node Type"] == "Seq Scan" or ("Index Name" in node and "Index Cond" not in node)
    ]
    names = [str(node.get("Relation Name", node.get("Index Name"))) for node in whole]
    return [name for name in names if PREFIX in name]


def _nodes(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for below in node.get("Plans", ()):
        yield from _nodes(below)
