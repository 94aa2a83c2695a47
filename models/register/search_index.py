"""The substring index: bigrams of folded texts, one column per searchable item (M9, M1).

Two-letter words are ordinary in Japanese (東京, 太陽), so words are cut into overlapping pairs of characters; a word is
then found as a run of pairs, exactly. Each searchable item has a column of its own and a search names the columns it
may look at: what a viewer may not see can be neither found nor ruled out.

On SQLite the index is a contentless FTS5 table; on PostgreSQL a table of folded texts with a GIN index on their pairs.
Neither is described to SQLAlchemy: ``statements`` makes them. After a change of ``folding`` the index is rebuilt
(``reindexing.rebuild``), because FTS5 forgets an old row only when told exactly what it said.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import add
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, and_, column, not_, or_, select, table, text
from sqlalchemy.dialects.postgresql import ARRAY, TEXT
from sqlalchemy.orm import Session
from sqlalchemy.sql.expression import cast

from models.register.folding import fold
from models.register.scope_keys import NATION, ScopeKey
from models.register.steps import Action, Row, Step

TABLE = "register_search"
SEARCHABLE: tuple[str, ...] = (
    "facility_id", "facility_name", "operator_name", "representative_name", "operator_address", "site_address",
    "parcel_addresses",
)  # fmt: skip
"""Keys of the items a catalogue may offer to search in; each is a column of the index."""
REPEATED = 8_192
"""Texts whose folding is remembered: operators come again, and most facilities have one parcel at their own address."""


class SearchRow(NamedTuple):
    """What the index says about one certification, by its place in the listing.

    ``texts`` are those of ``SEARCHABLE``, in that order; ``scope`` are the tokens of its scope keys.
    """

    position: int
    texts: tuple[str, ...]
    scope: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sought:
    """One word or phrase a person looks for in the items they may see; ``excluded`` when it must not occur.

    Every word of ``text`` has to occur in one of ``items``, not all in the same; the words of a ``phrase`` stand
    together in one of them. Items that are not searchable are passed over.
    """

    items: frozenset[str]
    text: str
    excluded: bool = False
    phrase: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the index to look at."""
        return tuple(key for key in SEARCHABLE if key in self.items)

    @property
    def words(self) -> tuple[str, ...]:
        """The folded words; a phrase is one, with single spaces in it."""
        folded = fold(self.text)
        return (folded,) if self.phrase and folded else tuple(folded.split())

    @property
    def says_something(self) -> bool:
        """Whether there is anything to look for, and anywhere to look."""
        return bool(self.columns and self.words)


def positions(dialect: str, sought: Collection[Sought], scope: frozenset[ScopeKey] = frozenset()) -> Select[int] | None:
    """The places in the listing where all that is sought occurs and nothing excluded does; None when there can be none.

    Its one column, ``positions_column``, can be sorted by: the newest hits of a frequent word need not wait for all.
    ``scope`` are the keys of which one has to be carried. The index answers for them exactly, so a count within it is
    a count of rows; a reading of rows states its own condition all the same.
    """
    if any(not one.says_something for one in sought if not one.excluded):
        return None
    wanted = [one for one in sought if one.says_something]
    return (_sqlite_positions if dialect == "sqlite" else _postgresql_positions)(wanted, scope)


def positions_column(dialect: str) -> ColumnElement[int]:
    """The column of ``positions``."""
    return _INDEX.c.rowid if dialect == "sqlite" else _INDEX.c.position


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


def _sqlite_positions(wanted: Sequence[Sought], scope: frozenset[ScopeKey]) -> Select[int]:
    found = [_sqlite_expression(one) for one in wanted if not one.excluded]
    if (scope and scope != {NATION}) or not found:
        # Every certification carries the nation's key: to ask for it is to walk the whole register.
        keys = " OR ".join(f'"{scope_token(*key)}"' for key in sorted(scope or {NATION}))
        found.append(f"({{scopes}} : ({keys}))")
    query = " AND ".join(found)
    for one in wanted:
        if one.excluded:
            query = f"({query}) NOT {_sqlite_expression(one)}"
    return select(_INDEX.c.rowid).where(column(TABLE).op("MATCH")(query))


def _sqlite_expression(sought: Sought) -> str:
    phrases = " AND ".join(_phrase(word) for word in sought.words)
    return f"({{{' '.join(sought.columns)}}} : ({phrases}))"


def _phrase(word: str) -> str:
    pairs = bigrams(word)
    # A last character that stands alone begins a pair in the middle of a word.
    return f'"{" ".join(pairs)}" *' if len(word.split()[-1]) == 1 else f'"{" ".join(pairs[:-1])}"'


def _postgresql_positions(wanted: Sequence[Sought], scope: frozenset[ScopeKey]) -> Select[int]:
    conditions = [not_(_occurs(one)) if one.excluded else _occurs(one) for one in wanted]
    if scope and scope != {NATION}:
        tokens = sorted(scope_token(*key) for key in scope)
        conditions.append(_INDEX.c.tokens.op("&&")(cast(tokens, ARRAY(TEXT))))
    return select(_INDEX.c.position).where(*conditions)


def _occurs(sought: Sought) -> ColumnElement[bool]:
    single = [word for words in sought.words for word in words.split()]
    tokens = {token for word in single for token in (bigrams(word)[:-1] or [word])}
    return and_(
        _INDEX.c.tokens.op("@>")(cast(sorted(tokens), ARRAY(TEXT))),
        # The pairs say that the word may be there, in any column; the text of the granted columns decides.
        *(or_(*(_INDEX.c[key].like(f"%{word}%") for key in sought.columns)) for word in sought.words),
    )


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


_INDEX = table(TABLE, column("rowid"), column("position"), column("tokens"), *map(column, SEARCHABLE))
