"""What is never changed is never replaced either, whichever way the database offers (B3, B5, M14, M19)."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import Table, UniqueConstraint, insert, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from models.assurance import finding_files, guards, plan, run, sign_off  # noqa: F401  # their tables
from models.assurance import guards as filed
from models.audit import guards as trail
from models.catalogue import guards as grants
from models.db import Base
from models.legal import published_texts  # noqa: F401  # its table
from models.monitoring import guards as rules
from models.monitoring import rule_edition  # noqa: F401  # its table
from models.reporting import report  # noqa: F401  # its table

KEYS = {**trail.KEYS, **grants.KEYS, **filed.KEYS, **rules.KEYS}
TEXTS = {"text_versions": (("id",), ("document", "version"))}
VALUES: Mapping[type, Any] = {
    int: 1,
    str: "x",
    bool: True,
    bytes: b"x",
    object: {},
    datetime: datetime(2020, 4, 1, tzinfo=UTC),
    date: date(2020, 4, 1),
}
OTHER = {int: "{} + 1", str: "substr({} || 'y', 1, 2)", date: "'2020-04-02'"}


@pytest.mark.parametrize("table", KEYS)
def test_every_key_of_a_table_is_known(table: str) -> None:
    described = Base.metadata.tables[table]
    alike = [one for one in described.constraints if isinstance(one, UniqueConstraint)]
    assert not any(one.unique for one in described.indexes)
    keys = {tuple(column.name for column in one.columns) for one in (described.primary_key, *alike)}
    assert set(KEYS[table]) == keys
    of_its_own = len(described.primary_key.columns) > 1 and described.dialect_options["sqlite"]["with_rowid"]
    assert not of_its_own, "SQLite would replace by a number of the row that is no column"


def test_every_guarded_table_has_its_keys_here() -> None:
    guarded = {*trail.GUARDED, "audit_purges", *grants.GUARDED, grants.BEGUN, *filed.GUARDED, rules.TABLE}
    nothing_but_key = {one for one in guarded if len(Base.metadata.tables[one].primary_key) == len(columns_of(one))}
    assert (guarded - set(KEYS), set(KEYS) - guarded) == (nothing_but_key, set())


def columns_of(table: str) -> list[str]:
    return [column.name for column in Base.metadata.tables[table].columns]


@pytest.mark.parametrize("table", [*KEYS, *TEXTS])
def test_a_row_that_is_there_makes_room_for_no_other(session: Session, table: str) -> None:
    described = Base.metadata.tables[table]
    put(session, described)
    if session.get_bind().dialect.name == "postgresql":
        row = postgresql.insert(described).values(values_of(described))
        changed = {column.name: row.excluded[column.name] for column in described.columns}
        attempts: list[Any] = [row.on_conflict_do_update(index_elements=list(described.primary_key), set_=changed)]
    else:
        attempts = [text(replacing(described, key)) for key in {**KEYS, **TEXTS}[table]]
    before = session.execute(described.select()).all()
    for attempt in attempts:
        with pytest.raises(DatabaseError, match=r"append-only|never changed"):
            session.execute(attempt)
        session.rollback()
        assert session.execute(described.select()).all() == before


def test_a_draft_takes_no_published_texts_place(session: Session) -> None:
    described = Base.metadata.tables["text_versions"]
    put(session, described)
    put(session, described, id=2, document="y", published_at=None)
    for change in ("id = 1", "document = 'x', published_at = '2020-04-01'"):
        way = "OR REPLACE " if session.get_bind().dialect.name == "sqlite" else ""
        with pytest.raises(DatabaseError):
            session.execute(text(f"UPDATE {way}text_versions SET {change} WHERE id = 2"))
        session.rollback()
    session.execute(text("UPDATE text_versions SET document = 'x' WHERE id = 2"))  # a draft of the same day is none


def put(session: Session, described: Table, **changed: Any) -> None:
    """A row with something in every column, whatever refers to whatever."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SET LOCAL session_replication_role = replica"))
        session.execute(insert(described).values({**values_of(described), **changed}))
        session.commit()
        return
    session.rollback()
    with session.get_bind().connect() as connection:
        driver = connection.connection.driver_connection
        driver.execute("PRAGMA foreign_keys = OFF")  # which it refuses within a transaction
        driver.execute("DROP TRIGGER IF EXISTS audit_purges_take_old_ones")
        connection.execute(insert(described).values({**values_of(described), **changed}))
        connection.commit()
        driver.execute("PRAGMA foreign_keys = ON")


def values_of(described: Table) -> dict[str, Any]:
    """By column, a value of its type."""
    return {column.name: VALUES[column.type.python_type] for column in described.columns}


def replacing(described: Table, key: tuple[str, ...]) -> str:
    """A copy of the row that shares this one of its keys, and no other, with it."""
    others = {name for one in {**KEYS, **TEXTS}[described.name] for name in one} - set(key)
    chosen = {
        column.name: OTHER[column.type.python_type].format(column.name) if column.name in others else column.name
        for column in described.columns
    }
    return (
        f"INSERT OR REPLACE INTO {described.name} ({', '.join(chosen)}) "
        f"SELECT {', '.join(chosen.values())} FROM {described.name}"
    )
