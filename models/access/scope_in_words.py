"""A row scope as a sentence, for the person it limits (M10)."""

from models.access.row_scope import RowScope
from models.reference.bureaus import bureau
from models.reference.grid_operators import grid_operator
from models.reference.municipalities import municipality
from models.reference.prefectures import prefecture
from models.register.scope_keys import ScopeKey, ScopeKind
from models.words import words


def scope_in_words(scope: RowScope) -> str:
    """Which certifications the scope covers, in Japanese."""
    if not scope:
        return f"閲覧できる{words().records}はありません。"
    return "・".join(_words(key) for key in sorted(scope)) + f"の{words().records}を閲覧できます。"


def _words(key: ScopeKey) -> str:
    match key.kind:
        case ScopeKind.NATION:
            return "全国"
        case ScopeKind.GRID:
            operator = grid_operator(key.code)
            return f"{operator.area_name if operator else key.code}の供給区域"
        case ScopeKind.BUREAU:
            found = bureau(key.code)
            return f"{found.name if found else key.code}の管轄区域"
        case ScopeKind.PREFECTURE:
            place = prefecture(key.code)
            return f"{place.name if place else key.code}内"
        case ScopeKind.MUNICIPALITY:
            town = municipality(key.code)
            return f"{town.full_name if town else key.code}内"
        case ScopeKind.OPERATOR:
            return "自社"
        case ScopeKind.LAW:
            return f"関係法令{key.code}に係る{words().subject}"
        case ScopeKind.AGENT:
            return "全国の 50kW 未満の太陽光"
