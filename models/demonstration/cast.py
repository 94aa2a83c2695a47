"""Who can sign in to a demonstration: organisations and people with fixed IDs, one for every kind of view."""

from dataclasses import dataclass

from models.accounts.account import Role
from models.organisations.kinds import OrganisationKind
from models.reference.bureaus import BUREAUS
from models.reference.grid_operators import GRID_OPERATORS

FARM_AND_FOREST_LAWS = ("10", "11", "12")
"""農振法・農地法・森林法, by the numbers of their items."""


@dataclass(frozen=True, slots=True)
class Part:
    """One person's account. ``connected`` is False for the one who shall connect a device at the first sign-in."""

    login_id: str
    role: Role
    person_name: str
    shows: str
    connected: bool = True


@dataclass(frozen=True, slots=True)
class Troupe:
    """An organisation and its people; ``scope_code`` and ``laws`` as in ``Organisation``."""

    kind: OrganisationKind
    name: str
    parts: tuple[Part, ...]
    scope_code: str | None = None
    laws: tuple[str, ...] = ()


def troupes(operator_name: str, operator_number: str) -> tuple[Troupe, ...]:
    """Everybody. The certified operator is one of the made-up register's, known by its number there."""
    return (
        Troupe(
            OrganisationKind.GRID_OPERATOR,
            GRID_OPERATORS["tokyo"].company,
            (
                *_pair("tokyo", "星笛丘\u3000晴空", "霧灯坂\u3000小雨", "東京エリアで接続契約を結んだ設備"),
                Part(
                    "demo-tokyo-newcomer",
                    Role.MEMBER,
                    "雲硝子谷\u3000初雪",
                    "初回のサインイン（端末の接続から）",
                    connected=False,
                ),
            ),
            scope_code="tokyo",
        ),
        Troupe(
            OrganisationKind.GRID_OPERATOR,
            GRID_OPERATORS["chubu"].company,
            _pair("chubu", "虹鈴鳴沢\u3000夕立", "露羽衣台\u3000薄氷", "中部エリアで接続契約を結んだ設備"),
            scope_code="chubu",
        ),
        Troupe(
            OrganisationKind.BUREAU,
            BUREAUS["C"].name,
            _pair("kanto", "霜時計塚\u3000青嵐", "風結晶原\u3000白露", "関東経済産業局の管内の設備"),
            scope_code="C",
        ),
        Troupe(
            OrganisationKind.APPLICATION_AGENT,
            "見本代行申請センター",
            _pair("agent", "雨綿毛野\u3000春雷", "雪音色橋\u3000日和", "全国の50kW未満の太陽光"),
        ),
        Troupe(
            OrganisationKind.OCCTO,
            "電力広域的運営推進機関",
            _pair("occto", "月影万華浜\u3000南風", "波鏡面池\u3000鰯雲", "全国の設備（項目は限定）"),
        ),
        Troupe(
            OrganisationKind.LOCAL_GOVERNMENT,
            "静岡県富士市",
            _pair("fuji", "嵐銀砂丘\u3000花曇", "霞珊瑚畑\u3000満潮", "富士市にかかる設備"),
            scope_code="22210",
        ),
        Troupe(
            OrganisationKind.LOCAL_GOVERNMENT,
            "静岡県",
            _pair("shizuoka", "宵琥珀門\u3000東風", "凪風車辻\u3000冬晴", "静岡県内の市町にかかる設備"),
            scope_code="22",
        ),
        Troupe(
            OrganisationKind.MINISTRY,
            "農林水産省",
            _pair("ministry", "暁糸車里\u3000夏至", "氷水琴窟\u3000天気雨", "農振法・農地法・森林法に該当する設備"),
            laws=FARM_AND_FOREST_LAWS,
        ),
        Troupe(
            OrganisationKind.CERTIFIED_OPERATOR,
            operator_name,
            _pair(
                "operator", "雷陽炎路\u3000星屑", "日暈蛍袋\u3000虹彩", "自社の設備のすべての項目（内部の項目を除く）"
            ),
            scope_code=operator_number,
        ),
        Troupe(
            OrganisationKind.CONTRACTOR,
            "株式会社見本システム管理",
            (
                Part(
                    "demo-manager",
                    Role.SYSTEM_MANAGER,
                    "極光千草渚\u3000霜夜",
                    "認定情報は見えません（システムの管理）",
                ),
                Part(
                    "demo-manager-lead",
                    Role.RESPONSIBLE_PERSON,
                    "銀波笛吹\u3000夕凪",
                    "認定情報は見えません（委託先の利用者の管理）",
                ),
            ),
        ),
        Troupe(
            OrganisationKind.OWNER,
            "資源エネルギー庁",
            (
                Part("demo-owner", Role.OWNER_OFFICER, "時雨笛丘\u3000稲妻", "全国の設備"),
                Part(
                    "demo-owner-second", Role.OWNER_OFFICER, "薄明鈴谷\u3000白南風", "全国の設備（二人目の保有者担当）"
                ),
                Part("demo-owner-lead", Role.RESPONSIBLE_PERSON, "朝霧綿雲\u3000水無月", "全国の設備"),
            ),
        ),
        Troupe(
            OrganisationKind.AUDITOR,
            "見本監査法人",
            (
                Part("demo-auditor", Role.AUDITOR, "木漏日灯坂\u3000朧月", "認定情報は見えません（監査の証跡）"),
                Part(
                    "demo-auditor-lead",
                    Role.RESPONSIBLE_PERSON,
                    "凍蝶石段\u3000帰花",
                    "認定情報は見えません（監査法人の利用者の管理）",
                ),
            ),
        ),
    )


def everybody() -> tuple[Part, ...]:
    """All accounts, whoever the certified operator is."""
    return tuple(part for troupe in troupes("", "") for part in troupe.parts)


def _pair(name: str, member: str, lead: str, shows: str) -> tuple[Part, Part]:
    return (
        Part(f"demo-{name}-member", Role.MEMBER, member, shows),
        Part(f"demo-{name}-lead", Role.RESPONSIBLE_PERSON, lead, shows),
    )
