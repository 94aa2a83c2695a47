"""A register in which every value of every certification is unlike any other, so that each can be told anywhere."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import time_machine
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from models.audit.actor import Actor
from models.catalogue.catalogue import catalogue
from models.catalogue.first_edition import load_first_edition
from models.catalogue.item import Item, ItemType, Store
from models.register.certification import Certification
from models.register.tripwire import install_tripwire, opened
from tests.databases.recipes import migrated
from tests.databases.templates import upon
from tests.factories.facilities import facility, fill, parcels, take_in
from tests.factories.stock import CHIYODA, FUJI, NAHA, SAPPORO, SINCE, YAMANASHI

# 設備ID → where it stands and what it is.
FACILITIES = {
    "B100001C22": (FUJI, "太陽光", "49.5"),
    "B100002C22": (FUJI, "風力", "1990"),
    "B100003C13": (CHIYODA, "太陽光", "30"),
    "B100004I47": (NAHA, "太陽光", "20"),
    "B100005A01": (SAPPORO, "地熱", "5000"),
}
# Values that follow from others, decide whose facility it is, or have too few forms to be told apart.
UNMARKED = frozenset(
    {"facility_id", "scheme", "status", "source", "output_class", "operator_kind", "fiscal_year", "bureau",
     "prefecture", "municipality", "supply_area", "grid_operator", "roof_mounted", "ground_mounted",
     "self_sustained_operation",
     "supply_outlet", "output_kw", "certified_on", "parcel_number", "representative_parcel"}
)  # fmt: skip
FIRST_DAY, FIRST_YEAR, FIRST_NUMBER, PER_FACILITY = date(2100, 1, 1), 3000, 7_000_000, 2_000
FORMER = 1_000
"""Added to a marker for the value the item had before: the history shows it."""
_FOUND = re.compile(
    r"印(?P<text>\d{6})|(?<![\d,.])(?P<number>7,?0\d\d,?\d{3})(?!,?\d)"
    r"|(?P<day>2[1-4]\d\d[-年/]\d{1,2}[-月/]\d{1,2})(?!\d)|(?P<month>[3-5]\d{3}[-年]\d{1,2})(?!\d)"
)


@dataclass(frozen=True)
class Marker:
    """Which value a marker stands for."""

    facility_id: str
    item: str


def number_of(facility_id: str, item: Item, *, former: bool = False) -> int:
    """The number that is in every form of a marker."""
    place = list(FACILITIES).index(facility_id)
    return place * PER_FACILITY + catalogue().items.index(item) + (FORMER if former else 0)


def markers_in(text: str) -> set[Marker]:
    """Every marker whose value stands in a text, in whatever form it is shown."""
    return {marker for number in _numbers_in(text) if (marker := _marker(number)) is not None}


def value_of(item: Item, number: int) -> Any:
    """A marker in the form the item's type has."""
    kind = item.type.value
    single = kind.removesuffix("_list")
    plain: Any = f"印{number:06}"
    if single in {"integer", "decimal"}:
        plain = FIRST_NUMBER + number + (0.25 if single == "decimal" else 0)
    elif single in {"date", "datetime"}:
        plain = (FIRST_DAY + timedelta(days=number)).isoformat()
    elif single == "month":
        plain = f"{FIRST_YEAR + number // 12}-{number % 12 + 1:02}"
    elif item.type is ItemType.BOOLEAN:
        return True
    return [plain] if kind.endswith("_list") or item.type is ItemType.DATE_RANGE else plain


@upon(migrated)
def marked(url: str) -> None:
    """The recipe: a migrated database, edition 1 in force, every value of ``FACILITIES`` marked, and its former one."""
    engine = create_engine(url)
    install_tripwire(engine)
    with Session(engine) as session, time_machine.travel(SINCE, tick=False):
        load_first_edition(session, Actor.at_console("tests"))
        session.commit()
        for former in (True, False):
            rows = [_facility(facility_id, former=former) for facility_id in FACILITIES]
            sites = [row for facility_id in FACILITIES for row in _parcels(facility_id, former=former)]
            take_in(session, rows, sites)
            fill(session, {facility_id: dict(_items(facility_id, former=former)) for facility_id in FACILITIES})
    engine.dispose()


def operator_of(url: str, facility_id: str) -> str:
    """The number of a facility's operator: the scope of an organisation of certified operators."""
    engine = create_engine(url)
    with Session(engine) as session, opened():
        number = session.scalar(select(Certification.operator_id).where(Certification.facility_id == facility_id))
    engine.dispose()
    return str(number)


def _facility(facility_id: str, *, former: bool) -> dict[str, Any]:
    address, source, kw = FACILITIES[facility_id]
    number = number_of(facility_id, catalogue().by_key["site_address"], former=former)
    values = {"source": source, "output_kw": Decimal(kw), "operator_name": f"事業者{facility_id[6]}"}
    return facility(facility_id, f"{address} 印{number:06}", **values)


def _parcels(facility_id: str, *, former: bool) -> list[dict[str, Any]]:
    number = number_of(facility_id, catalogue().by_key["parcel_addresses"], former=former)
    there = YAMANASHI if facility_id == "B100001C22" else FACILITIES[facility_id][0]
    return parcels(facility_id, f"{there} 印{number:06}")


def _items(facility_id: str, *, former: bool) -> Iterator[tuple[str, Any]]:
    for item in catalogue().items:
        if item.store is Store.SITE or item.key in UNMARKED | {"site_address"}:
            continue
        if item.key == "former_facility_id":
            continue  # set by the change from FIT to FIP alone
        yield item.key, value_of(item, number_of(facility_id, item, former=former))


def _numbers_in(text: str) -> Iterator[int]:
    for found in _FOUND.finditer(text):
        if found["text"]:
            yield int(found["text"])
        elif found["number"]:
            yield int(found["number"].replace(",", "")) - FIRST_NUMBER
        elif found["day"]:
            year, month, day = map(int, re.split("[-年月/]", found["day"]))
            yield (date(year, month, day) - FIRST_DAY).days
        else:
            year, month = map(int, re.split("[-年]", found["month"]))
            yield (year - FIRST_YEAR) * 12 + month - 1


def _marker(number: int) -> Marker | None:
    place, rest = divmod(number, PER_FACILITY)
    items = catalogue().items
    if not 0 <= place < len(FACILITIES) or rest % FORMER >= len(items):
        return None
    return Marker(list(FACILITIES)[place], items[rest % FORMER].key)
