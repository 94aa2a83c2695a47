"""An invented certification: for every item a value that says it is one, the same at every look. Nothing is read."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from models.access.visible_items import VisibleItems
from models.catalogue.catalogue import catalogue
from models.catalogue.choices import choices
from models.catalogue.item import Item, ItemType, Section
from models.certifications.detail import Detail, SectionValues, SiteRow

SAMPLES = 5
"""How many there are, numbered from 1."""
MARK = "見本"
_FIRST_DAY = date(2020, 4, 1)
_SITES = 2
_ONE: Mapping[str, Callable[[Item, int], Any]] = {
    ItemType.STRING: lambda item, number: f"{MARK}の{item.short_label}{number}",
    ItemType.TEXT: lambda item, number: f"{MARK}の文章です（{item.short_label}、{number}）。",
    ItemType.CODE: lambda _item, number: f"{MARK}{number:04}",
    ItemType.ENUM: lambda _item, number: f"{MARK}{number}",
    ItemType.BOOLEAN: lambda _item, number: number % 2 == 0,
    ItemType.INTEGER: lambda item, number: 2020 + number if item.unit == "年度" else number,
    ItemType.DECIMAL: lambda _item, number: 10.0 * number,
    ItemType.DATE: lambda _item, number: _FIRST_DAY + timedelta(days=number),
    ItemType.MONTH: lambda _item, number: f"2020-{number:02}",
    ItemType.DATETIME: lambda _item, number: f"2020-04-{number:02} 09:00",
    ItemType.FILE: lambda _item, number: f"{MARK}{number}.pdf",
    ItemType.DATE_RANGE: lambda _item, number: [f"2020-04-{number:02}", f"2021-03-{number:02}"],
}


def sample_value(item: Item, number: int) -> Any:
    """The value of an item in the invented certification of this number, in the item's type."""
    if offered := choices(item):
        value: Any = offered[number % len(offered)][0]
        value = value == "true" if item.type is ItemType.BOOLEAN else value
    else:
        value = _ONE[item.type.value.removesuffix("_list")](item, number)
    return [value] if item.type.value.endswith("_list") else value


def sample_detail(items: VisibleItems, number: int) -> Detail:
    """The invented certification of this number, as somebody sees it to whom ``items`` are granted."""
    addresses = "parcel_addresses" in items
    sites = tuple(SiteRow(one, f"{MARK}県{MARK}市{one}" if addresses else None) for one in range(1, _SITES + 1))
    shown = sites if addresses or "parcel_number" in items else ()
    return Detail(
        facility_id=sample_id(number),
        asked_id=sample_id(number),
        former_ids=(),
        sections=tuple(_section(section, items, number) for section in catalogue().sections),
        sites=shown,
        site_count=len(shown),
        sites_page=1,
        sites_withheld=not addresses,
        amendments=(),
        edition=items.edition,
        proposal=items.proposal,
    )


def sample_id(number: int) -> str:
    """What stands for the 設備ID: no real one can look like it."""
    return f"{MARK}{number:04}"


def _section(section: Section, items: VisibleItems, number: int) -> SectionValues:
    visible = items.by_section.get(section.number, ())
    values = tuple((item, sample_value(item, number)) for item in visible)
    return SectionValues(section, values, 0, items.withheld.get(section.number, 0))
