"""Scope keys as SQL: which certifications carry a key, alone or together with another (docs/adr/0001)."""

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, and_, exists, false, or_, select
from sqlalchemy.orm import aliased

from models.register.certification import Certification
from models.register.scope_keys import ScopeKey, ScopeKind
from models.register.scopes import RegisterScope

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
_SOLE_CODES = {
    ScopeKind.GRID: RegisterScope.grid,
    ScopeKind.BUREAU: RegisterScope.bureau,
    ScopeKind.PREFECTURE: RegisterScope.prefecture,
}


def narrowest(keys: Collection[ScopeKey]) -> ScopeKey:
    """The key to drive a listing from."""
    return min(keys, key=lambda key: (NARROWEST_FIRST.index(key.kind), key.code))


def is_key(key: ScopeKey) -> ColumnElement[bool]:
    """The condition that a row of the scope table is this key's."""
    return and_(RegisterScope.kind == key.kind.value, RegisterScope.code == key.code)


def carries_one_of(keys: Collection[ScopeKey]) -> ColumnElement[bool]:
    """The condition that the certification of a scope row (of any key) carries one of ``keys`` too."""
    by_kind: dict[ScopeKind, list[str]] = {}
    for key in sorted(keys):
        by_kind.setdefault(key.kind, []).append(key.code)
    return or_(*(_carries(kind, codes) for kind, codes in by_kind.items()))


def _carries(kind: ScopeKind, codes: Sequence[str]) -> ColumnElement[bool]:
    other = aliased(RegisterScope)
    found = RegisterScope.position.in_(select(other.position).where(other.kind == kind.value, other.code.in_(codes)))
    sole = _SOLE_CODES.get(kind)
    if sole is None:
        return found
    each = exists(
        select(1).where(other.kind == kind.value, other.code.in_(codes), other.position == RegisterScope.position)
    )
    return or_(sole.in_(codes), and_(sole.is_(None), each))


def carries_any(keys: Collection[ScopeKey]) -> ColumnElement[bool]:
    """The condition that a certification carries one of ``keys``; false for none, never true."""
    if not keys:
        return false()
    return or_(
        *(
            exists(select(1).where(is_key(key), RegisterScope.position == Certification.position))
            for key in sorted(keys)
        )
    )
