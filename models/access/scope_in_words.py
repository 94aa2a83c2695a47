"""Row scopes in words: a scope, the rule it comes from, and what gives a certification a key of it (M10, B2)."""

from collections.abc import Mapping

from models.access.row_scope import RowScope
from models.organisations.kinds import OrganisationKind
from models.reference.bureaus import bureau
from models.reference.grid_operators import grid_operator
from models.reference.municipalities import Municipality, municipality
from models.reference.prefectures import Prefecture, prefecture
from models.register.scope_facts import SMALL_BELOW_KW, FactKind, ScopeFact
from models.register.scope_keys import ScopeKey, ScopeKind
from models.words import words


def scope_in_words(scope: RowScope) -> str:
    """Which certifications the scope covers, in Japanese."""
    if not scope:
        return f"閲覧できる{words().records}はありません。"
    return "・".join(key_in_words(key) for key in sorted(scope)) + f"の{words().records}を閲覧できます。"


def key_in_words(key: ScopeKey) -> str:
    """The part of the register a key stands for."""
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
            return f"全国の {SMALL_BELOW_KW}kW 未満の太陽光"


def fact_in_words(fact: ScopeFact) -> str:
    """The fact about a certification that gives it a key."""
    place = "代表の所在地" if fact.parcel is None else f"連番 {fact.parcel} の所在地"
    match fact.kind:
        case FactKind.CERTIFIED:
            return "認定を受けた設備である"
        case FactKind.PLACE:
            found = municipality(fact.code) or prefecture(fact.code)
            return f"{place}が、{_name(found) or fact.code}にある"
        case FactKind.FACILITY_ID:
            letter = bureau(fact.code)
            return f"設備IDの局の文字が、{letter.name if letter else fact.code}を示す"
        case FactKind.CONTRACT:
            company = grid_operator(fact.code)
            return f"接続契約の締結先が、{company.company if company else fact.code}である"
        case FactKind.SUPPLY_AREA:
            return f"{place}が、{key_in_words(ScopeKey(ScopeKind.GRID, fact.code))}にある"
        case FactKind.OPERATOR:
            return "認定を受けた事業者が、この組織である"
        case FactKind.LAW:
            return f"関係法令{fact.code}に該当すると登録されている"
        case FactKind.SMALL_SOLAR:
            return f"電源が太陽光で、出力が {SMALL_BELOW_KW}kW 未満である"


def _name(place: Municipality | Prefecture | None) -> str:
    if place is None:
        return ""
    return place.full_name if isinstance(place, Municipality) else place.name


def rule_in_words(kind: OrganisationKind) -> str:
    """Which rows organisations of a kind see, as ``row_scope`` decides it."""
    return _RULES[kind]


_RULES: Mapping[OrganisationKind, str] = {
    OrganisationKind.OWNER: "全国の認定情報。",
    OrganisationKind.BUREAU: "管轄する都道府県に所在地が1つでもある設備と、設備IDの局の文字がその局を示す設備。",
    OrganisationKind.APPLICATION_AGENT: f"全国の、出力が {SMALL_BELOW_KW}kW 未満の太陽光の設備。",
    OrganisationKind.OCCTO: "全国の認定情報（見える項目は限られます）。",
    OrganisationKind.GRID_OPERATOR: "接続契約の締結先がその会社である設備と、供給区域に所在地が1つでもある設備。"
    "ただし、締結先が所在地の供給区域の会社でないときは、締結先の会社だけです。",
    OrganisationKind.LOCAL_GOVERNMENT: "区域に所在地が1つでもある設備。"
    "都道府県には域内のすべての市区町村、政令指定都市には域内のすべての区を含みます。",
    OrganisationKind.MINISTRY: "所管する法令が登録された組織は、その法令に該当する設備。登録がなければ全国。",
    OrganisationKind.CERTIFIED_OPERATOR: "自らが認定を受けた設備。",
    OrganisationKind.CONTRACTOR: "認定情報は見えません。",
    OrganisationKind.AUDITOR: "認定情報は見えません。",
}
