"""The substring index: bigrams of folded texts, one column per searchable item (M9, M1).

Two-letter words are ordinary in Japanese (東京, 太陽), so words are cut into overlapping pairs of characters; a word is
then found as a run of pairs, exactly. Each searchable item has a column of its own and a search names the columns it
may look at: what a viewer may not see can be neither found nor ruled out.

On SQLite the index is a contentless FTS5 table; on PostgreSQL a table of folded texts with a GIN index on their pairs.
Neither is described to SQLAlchemy: ``statements`` makes them. After a change of ``folding`` the index is rebuilt
(``reindexing.rebuild``), because FTS5 forgets an old row only when told exactly what it said.
"""

from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from operator import add
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, and_, column, false, or_, select, table, text
from sqlalchemy.dialects.postgresql import ARRAY, TEXT
from sqlalchemy.orm import InstrumentedAttribute, Session
from sqlalchemy.sql.expression import cast

from models.catalogue.catalogue import catalogue
from models.register.certification import Certification
from models.register.folding import fold
from models.register.scope_keys import ScopeKey
from models.register.steps import Action, Row, Step

TABLE = "register_search"
SEARCHABLE: tuple[str, ...] = tuple(item.key for item in catalogue().items if item.searchable)
"""Keys of the items one may search in; each is a column of the index."""
REPEATED = 8_192
"""Texts whose folding is remembered: operators come again, and most facilities have one parcel at their own address."""


class SearchRow(NamedTuple):
    """What the index says about one certification, by its place in the listing.

    ``texts`` are those of ``SEARCHABLE``, in that order; ``scope`` are the tokens of its scope keys.
    """

    position: int
    texts: tuple[str, ...]
    scope: tuple[str, ...]


def matches(
    dialect: str,
    item_keys: Collection[str],
    term: str,
    scope: frozenset[ScopeKey] = frozenset(),
    position: InstrumentedAttribute[int] = Certification.position,
) -> ColumnElement[bool]:
    """The condition that every word of ``term`` occurs in one of the items of a certification.

    It is a condition on ``position``: ``Certification.position``, or ``RegisterScope.position`` to stay in its range.

    ``item_keys`` are the items the viewer may see; those that are not searchable are ignored, and without any left
    nothing matches. ``scope`` narrows within the index: it saves time and replaces no row condition.
    """
    found = positions(dialect, item_keys, term, scope)
    return false() if found is None else position.in_(found)


def positions(
    dialect: str, item_keys: Collection[str], term: str, scope: frozenset[ScopeKey] = frozenset()
) -> Select[int] | None:
    """The places in the listing that ``matches`` speaks of, to start a query from; None when nothing can match.

    Its one column can be sorted by: the newest hits of a frequent word need not wait for all of them.
    """
    columns = [key for key in SEARCHABLE if key in item_keys]
    words = fold(term).split()
    if not columns or not words:
        return None
    return (_sqlite_matches if dialect == "sqlite" else _postgresql_matches)(columns, words, scope)


@lru_cache
def removal(dialect: str) -> Step:
    """The step that takes rows out of the index; it needs exactly what the index says now."""
    if dialect == "sqlite":
        # FTS5 takes a row out only when told what it said, in a column of the table's own name.
        return Step("remove_search", Action.INSERT, TABLE, (TABLE, "rowid", "scopes", *SEARCHABLE))
    return Step("remove_search", Action.DELETE, TABLE, ("position",))


@lru_cache
def entry(dialect: str) -> Step:
    """The step that puts rows into the index."""
    columns = ("rowid", "scopes") if dialect == "sqlite" else ("position", "tokens")
    return Step("enter_search", Action.INSERT, TABLE, (*columns, *SEARCHABLE))


def removed(dialect: str, rows: Iterable[SearchRow]) -> list[Row]:
    """The rows of ``removal``."""
    return [("delete", *_sqlite_row(row)) if dialect == "sqlite" else (row.position,) for row in rows]


def entered(dialect: str, rows: Iterable[SearchRow]) -> list[Row]:
    """The rows of ``entry``."""
    return list(map(_sqlite_row if dialect == "sqlite" else _postgresql_row, rows))


def clear(session: Session) -> None:
    """Empty the index, to fill it anew."""
    sqlite = session.get_bind().dialect.name == "sqlite"
    session.execute(text(f"INSERT INTO {TABLE} ({TABLE}) VALUES ('delete-all')" if sqlite else f"DELETE FROM {TABLE}"))  # noqa: S608


def statements(dialect: str) -> list[str]:
    """The statements that make the index, for ``sqlite`` or ``postgresql``; to run once the tables exist."""
    if dialect == "sqlite":
        columns = ", ".join(("scopes", *SEARCHABLE))
        return [f"CREATE VIRTUAL TABLE {TABLE} USING fts5({columns}, content='', columnsize=0, tokenize='ascii')"]
    columns = ", ".join(f"{key} text NOT NULL" for key in SEARCHABLE)
    return [
        f"CREATE TABLE {TABLE} (position bigint PRIMARY KEY, {columns}, tokens text[] NOT NULL)",
        f"CREATE INDEX ix_{TABLE}_tokens ON {TABLE} USING gin (tokens) WITH (fastupdate = off)",
    ]


def bigrams(folded: str) -> list[str]:
    """The pairs of a folded text, word by word; each word ends with its last character alone.

    That last one lets a single character be found by prefix, and keeps a run of pairs from going over a space.
    """
    pairs: list[str] = []
    for word in folded.split():
        pairs += map(add, word, word[1:])
        pairs.append(word[-1])
    return pairs


def scope_token(kind: str, code: str) -> str:
    """The word by which the index knows a scope key."""
    return f"{kind}{code.replace('_', '')}"


def _sqlite_matches(columns: Sequence[str], words: Sequence[str], scope: frozenset[ScopeKey]) -> Select[int]:
    phrases = [f'"{word}" *' if len(word) == 1 else f'"{" ".join(bigrams(word)[:-1])}"' for word in words]
    query = f"({{{' '.join(columns)}}} : ({' AND '.join(phrases)}))"
    if scope:
        keys = " OR ".join(f'"{scope_token(*key)}"' for key in sorted(scope))
        query = f"{query} AND ({{scopes}} : ({keys}))"
    index = table(TABLE, column("rowid"))
    return select(index.c.rowid).where(column(TABLE).op("MATCH")(query))


def _postgresql_matches(columns: Sequence[str], words: Sequence[str], scope: frozenset[ScopeKey]) -> Select[int]:
    index = table(TABLE, column("position"), column("tokens"), *map(column, SEARCHABLE))
    wanted = {token for word in words for token in (bigrams(word)[:-1] or [word])}
    condition = and_(
        index.c.tokens.op("@>")(cast(sorted(wanted), ARRAY(TEXT))),
        # The pairs say that the word may be there, in any column; the text of the granted columns decides.
        *(or_(*(index.c[key].like(f"%{word}%") for key in columns)) for word in words),
    )
    if scope:
        tokens = sorted(scope_token(*key) for key in scope)
        condition = and_(condition, index.c.tokens.op("&&")(cast(tokens, ARRAY(TEXT))))
    return select(index.c.position).where(condition)


def _sqlite_row(row: SearchRow) -> Row:
    return (row.position, " ".join(row.scope), *map(_cut, row.texts))


def _postgresql_row(row: SearchRow) -> Row:
    cut = [_folded_and_cut(said) for said in row.texts]
    tokens = {*row.scope}.union(*(tokens for _, tokens in cut))
    # An array as PostgreSQL writes it; a token holds letters, digits and ー alone.
    return (
        row.position,
        "{" + ",".join(f'"{token}"' for token in sorted(tokens)) + "}",
        *(folded for folded, _ in cut),
    )


@lru_cache(maxsize=REPEATED)
def _cut(said: str) -> str:
    return " ".join(bigrams(fold(said)))


@lru_cache(maxsize=REPEATED)
def _folded_and_cut(said: str) -> tuple[str, frozenset[str]]:
    folded = fold(said)
    return folded, frozenset((*bigrams(folded), *folded)) - {" "}
