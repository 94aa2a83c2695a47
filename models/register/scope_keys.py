"""Scope keys: the words in which "whose facility is this" is stored (M10)."""

from enum import StrEnum
from typing import NamedTuple


class ScopeKind(StrEnum):
    """What a key speaks of."""

    NATION = "nation"
    GRID = "grid"
    BUREAU = "bureau"
    PREFECTURE = "prefecture"
    MUNICIPALITY = "municipality"
    OPERATOR = "operator"
    LAW = "law"
    AGENT = "agent"


class ScopeKey(NamedTuple):
    """One key. A certification carries as many as apply to any of its sites; a viewer usually holds one."""

    kind: ScopeKind
    code: str


NATION = ScopeKey(ScopeKind.NATION, "jp")
SMALL_SOLAR = ScopeKey(ScopeKind.AGENT, "solar_under_50kw")
