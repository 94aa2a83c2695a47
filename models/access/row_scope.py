"""Which rows: one decision per organisation kind, made of scope keys (M10).

A scope key is a pair (kind, code). Which certifications carry which keys is a stored fact, worked out when a
certification is written (``models.register.scope_keys``). Nothing stated, nothing seen: an empty scope has no rows.
"""

from collections.abc import Callable, Sequence
from typing import assert_never

from models.organisations.kinds import OrganisationKind
from models.reference.bureaus import bureau
from models.reference.grid_operators import grid_operator
from models.reference.municipalities import municipality
from models.reference.prefectures import prefecture
from models.register.scope_keys import NATION, SMALL_SOLAR, ScopeKey, ScopeKind

RowScope = frozenset[ScopeKey]
NO_ROWS: RowScope = frozenset()
PREFECTURE_CODE_LENGTH = 2


def row_scope(kind: OrganisationKind, scope_code: str | None, laws: Sequence[str] = ()) -> RowScope:
    """The scope keys an organisation's people may see.

    ``scope_code`` and ``laws`` are the organisation's own; NULL, empty or unknown gives ``NO_ROWS``, never all.
    """
    match kind:
        case OrganisationKind.OWNER | OrganisationKind.OCCTO:
            return frozenset({NATION})
        case OrganisationKind.APPLICATION_AGENT:
            return frozenset({SMALL_SOLAR})
        case OrganisationKind.GRID_OPERATOR:
            return _one(ScopeKind.GRID, scope_code, grid_operator)
        case OrganisationKind.BUREAU:
            return _one(ScopeKind.BUREAU, scope_code, bureau)
        case OrganisationKind.LOCAL_GOVERNMENT:
            if len(scope_code or "") == PREFECTURE_CODE_LENGTH:
                return _one(ScopeKind.PREFECTURE, scope_code, prefecture)
            return _one(ScopeKind.MUNICIPALITY, scope_code, municipality)
        case OrganisationKind.MINISTRY:
            return frozenset(ScopeKey(ScopeKind.LAW, law) for law in laws if law) if laws else frozenset({NATION})
        case OrganisationKind.CERTIFIED_OPERATOR:
            return _one(ScopeKind.OPERATOR, scope_code, _is_number)
        case OrganisationKind.CONTRACTOR | OrganisationKind.AUDITOR:
            return NO_ROWS
        case _:
            assert_never(kind)


def _is_number(code: str) -> bool:
    return code.isascii() and code.isdecimal()


def _one(kind: ScopeKind, code: str | None, known: Callable[[str], object]) -> RowScope:
    return frozenset({ScopeKey(kind, code)}) if code and known(code) else NO_ROWS


def common_rows(one: RowScope, other: RowScope) -> RowScope:
    """Keys that lead to rows of both scopes and to no others; where keys cannot say it exactly, to fewer."""
    if NATION in one:
        return other
    return one if NATION in other else one & other
