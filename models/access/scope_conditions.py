"""Scope keys as SQL: which certifications carry a key, alone or together with another (docs/adr/0001)."""

from collections.abc import Collection, Sequence
from functools import lru_cache

from sqlalchemy import ColumnElement, and_, exists, false, or_, select

from models.register.certification import CERTIFICATIONS
from models.register.scope_keys import ScopeKey, ScopeKind
from models.register.scopes import SCOPES

# From the fewest certifications to the most: a listing is driven from the narrowest key it has to satisfy.
NARROWEST_FIRST = (
    ScopeKind.OPERATOR,
    ScopeKind.MUNICIPALITY,
    ScopeKind.PREFECTURE,
    ScopeKind.LAW,
    ScopeKind.BUREAU,
    ScopeKind.GRID,
    ScopeKind.AGENT,
    ScopeKind.NATION,
)
# The table a second time, under a name of its own: to make one for every search is a tenth of a page's time.
_OTHER = SCOPES.alias("other_scope")
_SOLE_CODES = {
    ScopeKind.GRID: SCOPES.c.grid,
    ScopeKind.BUREAU: SCOPES.c.bureau,
    ScopeKind.PREFECTURE: SCOPES.c.prefecture,
}


def narrowest(keys: Collection[ScopeKey]) -> ScopeKey:
    """The key to drive a listing from."""
    return min(keys, key=lambda key: (NARROWEST_FIRST.index(key.kind), key.code))


def is_key(key: ScopeKey) -> ColumnElement[bool]:
    """The condition that a row of the scope table is this key's."""
    return and_(SCOPES.c.kind == key.kind.value, SCOPES.c.code == key.code)


@lru_cache(maxsize=4_096)
def carries_one_of(keys: frozenset[ScopeKey]) -> ColumnElement[bool]:
    """The condition that the certification of a scope row (of any key) carries one of ``keys`` too.

    Kept: everyone of an organisation asks with the same keys, and making it is slower than looking the rows up.
    """
    by_kind: dict[ScopeKind, list[str]] = {}
    for key in sorted(keys):
        by_kind.setdefault(key.kind, []).append(key.code)
    return or_(*(_carries(kind, codes) for kind, codes in by_kind.items()))


def _carries(kind: ScopeKind, codes: Sequence[str]) -> ColumnElement[bool]:
    carrying = and_(_OTHER.c.kind == kind.value, _OTHER.c.code.in_(codes))
    found = SCOPES.c.position.in_(select(_OTHER.c.position).where(carrying))
    sole = _SOLE_CODES.get(kind)
    if sole is None:
        return found
    each = exists(select(1).where(carrying, _OTHER.c.position == SCOPES.c.position))
    return or_(sole.in_(codes), and_(sole.is_(None), each))


@lru_cache(maxsize=4_096)
def carries_any(keys: frozenset[ScopeKey]) -> ColumnElement[bool]:
    """The condition that a certification carries one of ``keys``; false for none, never true. Kept likewise."""
    if not keys:
        return false()
    return or_(
        *(exists(select(1).where(is_key(key), SCOPES.c.position == CERTIFICATIONS.c.position)) for key in sorted(keys))
    )
