"""Values that would contradict the facility if they were drawn blindly."""

from collections.abc import Callable
from typing import Any

from models.catalogue.item import Item
from models.demonstration.generator.chance import Weighted
from models.demonstration.generator.details.draft import Draft

_SELDOM_TRUE = frozenset(
    {
        "foreign_entity", "tax_exempt_corporation", "multi_site_scheme", "agrivoltaic", "double_generation",
        "public_land", "coal_co_firing", "specified_supply", "wind_repowering", "battery_added_later",
        "co_ownership_consent", "external_reserve_exemption_declared", "regional_use_requirement",
    }
)  # fmt: skip
_ALWAYS_TRUE = ("undertaking_", "confirmation_")
_OF_EVENTS = frozenset(
    {"connection_tender_joined", "protective_measure", "private_generator_present", "farmland_conversion_planned"}
)
_SELDOM, _USUALLY = 0.06, 0.85
_STATES = Weighted((("認定", 90), ("審査中", 4), ("補正中", 3), ("申請済", 3)))
_INSTALLATION_COSTS = (
    "design_cost_yen", "land_preparation_cost_yen", "module_cost_yen", "inverter_cost_yen", "mounting_cost_yen",
    "other_equipment_cost_yen", "construction_cost_yen", "connection_cost_yen",
)  # fmt: skip
_OPERATION_COSTS = (
    "land_rent_cost_yen", "repair_cost_yen", "miscellaneous_cost_yen", "labour_cost_yen", "administration_cost_yen",
    "taxes_yen", "fuel_cost_yen", "utility_payments_yen",
)  # fmt: skip


def truth(draft: Draft, item: Item) -> bool:
    """A value of an item that holds 真偽."""
    if item.key.startswith(_ALWAYS_TRUE) or item.key in _OF_EVENTS:
        return True
    return draft.random.random() < (_SELDOM if item.key in _SELDOM_TRUE else _USUALLY)


def _voltage(draft: Draft) -> str:
    return "低圧" if draft.kilowatts < 50 else "高圧" if draft.kilowatts < 2_000 else "特別高圧"


def _offshore(draft: Draft) -> str:
    return draft.one_of(("着床式洋上", "浮体式洋上")) if draft.subject.source == "洋上風力" else "陸上"


def _installation(draft: Draft) -> str:
    return "屋根設置" if draft.subject.roof else "地上設置"


def _building(draft: Draft) -> str:
    return "一戸建て住宅" if draft.subject.home else draft.one_of(("工場", "倉庫", "店舗", "学校", "共同住宅"))


JUDGED: dict[str, Callable[[Draft], Any]] = {
    "application_state": lambda draft: _STATES.draw(draft.random),
    "building_type": _building,
    "offshore_class": _offshore,
    "reported_installation_form": _installation,
    "tariff_class": lambda draft: f"{draft.subject.source}（{draft.subject.output}kW）",
    "voltage_class": _voltage,
}


def settle(values: dict[str, Any]) -> None:
    """Make the values of one facility agree: totals are sums of what is stated, and an ended certification is ended."""
    _sum_up(values, "capital_cost_total_yen", _INSTALLATION_COSTS)
    _sum_up(values, "operation_cost_total_yen", _OPERATION_COSTS)
    if "abolished_on" in values:
        values["status"] = "廃止"
    elif "revoked_on" in values or "lapse_confirmed_on" in values:
        values["status"] = "失効"


def _sum_up(values: dict[str, Any], total: str, parts: tuple[str, ...]) -> None:
    stated = sum(values.get(part, 0) for part in parts)
    if total in values and stated:
        values[total] = stated
