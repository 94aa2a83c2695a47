"""The items beyond the published cells."""

import re
from collections import Counter
from datetime import date, datetime
from functools import cache
from random import Random
from typing import Any

import pytest

from models.catalogue.catalogue import catalogue
from models.catalogue.item import Item, ItemType, Store
from models.demonstration.generator import DemonstrationCertification, certifications
from models.register.scope_facts import laws_of
from models.register.workbooks.layouts import FACILITY_LABELS, Edition

COUNT = 6_000
WORKED_OUT = {
    "scheme", "bureau", "output_class", "operator_kind", "prefecture", "municipality", "supply_area",
    "publication_absent_since",
}  # fmt: skip
ITEMS = catalogue().by_key
MADE_UP_MAIL = re.compile(r"[a-z0-9]+@mihon\.example")


@cache
def register() -> list[DemonstrationCertification]:
    return list(certifications(COUNT))


def documents(each: DemonstrationCertification) -> dict[str, Any]:
    return {key: value for key, value in each.items.items() if ITEMS[key].store is Store.DOCUMENT}


def test_between_60_and_200_detail_items_are_filled_each() -> None:
    filled = [len(documents(each)) for each in register()]
    assert min(filled) >= 60
    assert max(filled) <= 200


def test_every_item_is_filled_somewhere() -> None:
    filled = {key for each in register() for key in each.items}
    published = set(FACILITY_LABELS[Edition.COLUMNS_18])
    in_parcels = {item.key for item in catalogue().items if item.store is Store.SITE}
    assert set(ITEMS) - filled - published - in_parcels == WORKED_OUT


def test_every_value_is_of_its_items_type() -> None:
    for each in register()[::20]:
        for key, value in each.items.items():
            assert fits(ITEMS[key], value), (key, value)


def test_items_of_one_source_are_filled_for_that_source_only() -> None:
    for each in register()[::7]:
        for key in each.items:
            source = ITEMS[key].applies_to
            assert source == "全電源" or str(each.values["source"]).removeprefix("洋上") in source, key


def test_laws_that_apply_are_declared_with_their_status() -> None:
    applying = Counter(law for each in register() for law in laws_of(each.items))
    assert len(applying) == 19
    assert applying["11"] > COUNT / 20
    for each in register()[::50]:
        assert all(f"law_{law}_status" in each.items for law in laws_of(each.items))


def test_nobodys_number_or_address_is_real() -> None:
    for each in register()[::10]:
        for key, value in each.items.items():
            if key.endswith(("_telephone", "_fax")):
                assert set(value) <= {"0", "-"}
            if key.endswith("_email"):
                assert MADE_UP_MAIL.fullmatch(value)
            if key in {"corporate_number", "supply_point_number"}:
                assert value.startswith("0")


def test_totals_are_the_sums_of_what_is_stated() -> None:
    checked = 0
    for each in register():
        parts = ("design_cost_yen", "module_cost_yen", "construction_cost_yen")
        if "capital_cost_total_yen" in each.items and any(part in each.items for part in parts):
            assert each.items["capital_cost_total_yen"] >= max(each.items.get(part, 0) for part in parts)
            checked += 1
    assert checked > 100


def test_ended_certifications_say_so() -> None:
    assert all(each.items["status"] == "廃止" for each in register() if "abolished_on" in each.items)


@pytest.mark.parametrize("key", ["roof_mounted", "facility_name", "grid_operator", "applied_on"])
def test_columns_no_published_sheet_has_are_filled_too(key: str) -> None:
    assert sum(key in each.items for each in register()) > COUNT * 0.9


def fits(item: Item, value: Any) -> bool:
    name = item.type.value
    if name.endswith("_list") or item.type is ItemType.DATE_RANGE:
        plain = ItemType(name.removesuffix("_list").removesuffix("_range"))
        return isinstance(value, list) and bool(value) and all(fits_plain(item, plain, each) for each in value)
    return fits_plain(item, item.type, value)


def fits_plain(item: Item, plain: ItemType, value: Any) -> bool:
    match plain:
        case ItemType.BOOLEAN:
            return isinstance(value, bool)
        case ItemType.INTEGER:
            return isinstance(value, int)
        case ItemType.DECIMAL:
            return isinstance(value, float) and round(value, item.scale) == value
        case ItemType.DATE:
            return bool(date.fromisoformat(value))
        case ItemType.MONTH:
            return re.fullmatch(r"\d{4}-\d{2}", value) is not None
        case ItemType.DATETIME:
            return datetime.fromisoformat(value).tzinfo is not None
        case _:
            return isinstance(value, str) and bool(value) and (not item.choices or value in item.choices)


def test_an_item_the_generator_does_not_know_is_named() -> None:
    from dataclasses import replace

    from models.demonstration.generator.details.draft import Draft
    from models.demonstration.generator.details.filling import Undrawable, draw

    unknown = replace(ITEMS["building_registry_reference"], key="not_yet_known")
    with pytest.raises(Undrawable, match="not_yet_known"):
        draw(Draft(Random(1), None), unknown)  # type: ignore[arg-type]
