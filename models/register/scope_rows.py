"""The rows of ``register_scopes`` of a certification, worked out once for all certifications that share their keys.

Two certifications of one municipality differ in nothing but their operator: what their places, their contract and
their laws make of them is remembered.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from models.reference.sources import SourceGroup
from models.register.facts import Facts
from models.register.scope_facts import SiteFact, is_small_solar, scope_keys_of
from models.register.scope_keys import ScopeKey, ScopeKind
from models.register.scopes import RegisterScope
from models.register.search_index import scope_token
from models.register.steps import Row

COLUMNS = tuple(column.key for column in RegisterScope.__table__.columns)
_Place = tuple[str | None, str | None, str | None]


class SharedScope(NamedTuple):
    """All keys but the operator's: as keys, as (kind, code), as words of the search index; and the sole codes."""

    keys: frozenset[ScopeKey]
    codes: tuple[tuple[str, str], ...]
    tokens: tuple[str, ...]
    sole: tuple[str | None, str | None, str | None]
    """Grid, bureau and prefecture: the code where there is exactly one of that kind."""


class Scope(NamedTuple):
    """The scope keys of one certification."""

    shared: SharedScope
    operator: int | None

    @property
    def tokens(self) -> tuple[str, ...]:
        """The words by which the search index knows the keys."""
        if self.operator is None:
            return self.shared.tokens
        return (*self.shared.tokens, scope_token(ScopeKind.OPERATOR, str(self.operator)))

    def sets(self) -> Iterable[frozenset[ScopeKey]]:
        """The keys, those that are shared apart from the operator's."""
        yield self.shared.keys
        if self.operator is not None:
            yield frozenset((ScopeKey(ScopeKind.OPERATOR, str(self.operator)),))


def scope_of(facts: Facts) -> Scope:
    """The scope keys of stored facts."""
    values = facts.values
    places: set[_Place] = {(values["prefecture"], values["municipality"], values["supply_area"])}
    places.update((prefecture, municipality, area) for _, prefecture, municipality, area in facts.sites.values())
    small = is_small_solar(values)
    shared = _shared(frozenset(places), values["grid_operator"], values["bureau"], facts.laws, small)
    return Scope(shared, values["operator_id"] or None)


def scope_rows(facts: Facts, scope: Scope) -> list[Row]:
    """The rows a certification has."""
    values = facts.values
    rest = (values["position"], values["source_group"], values["output_kw"], values["status"], *scope.shared.sole)
    rows: list[Row] = [(*code, *rest) for code in scope.shared.codes]
    if scope.operator is not None:
        rows.append((ScopeKind.OPERATOR.value, str(scope.operator), *rest))
    return rows


@lru_cache(maxsize=16_384)
def _shared(
    places: frozenset[_Place], grid_operator: str | None, bureau: str | None, laws: frozenset[str], small: bool
) -> SharedScope:
    values: dict[str, str | int | None] = {"grid_operator": grid_operator, "bureau": bureau}
    if small:
        values |= {"source_group": SourceGroup.SOLAR.value, "output_kw": 0}
    keys = scope_keys_of(values, (SiteFact("", *place) for place in places), laws)
    codes = sorted((key.kind.value, key.code) for key in keys)
    sole = tuple(_sole(codes, kind) for kind in (ScopeKind.GRID, ScopeKind.BUREAU, ScopeKind.PREFECTURE))
    return SharedScope(keys, tuple(codes), tuple(scope_token(*code) for code in codes), (sole[0], sole[1], sole[2]))


def _sole(codes: list[tuple[str, str]], kind: ScopeKind) -> str | None:
    found = [code for each, code in codes if each == kind.value]
    return found[0] if len(found) == 1 else None
